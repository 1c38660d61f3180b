// What a step would touch, as its text says it beforehand: one plain line for the card, the whole list for pages and exports.
import { inLine, inQuotes, startOf } from "../domain/line.ts";
import type { Effect, EffectKind } from "../protocol/plan/effects.ts";
import { list } from "./amounts.ts";

/** To follow "The machine says: ", as the most serious first: `changes the registry HKLM:\SOFTWARE\Vendor\Auth, LegacyMode; restarts
 * the service Spooler; and 3 more`. Null: no one judged it. `account`: who runs it, if that isn't the person who uses the machine. */
export const effectsLine = (effects: Effect[], account: string | null): string | null => {
	if (effects.length === 0) return null;
	const groups = grouped(effects);
	const told = groups.slice(0, mostInLine).map((group) => text(group, account, inShort));
	const left = groups
		.slice(mostInLine)
		.reduce((count, { targets }) => count + Math.max(targets.length, 1), 0);
	return [...told.filter((one) => one !== null), ...(left > 0 ? [`and ${left} more`] : [])].join("; ");
};

/** Each kind in a line of its own: `Changes the registry HKLM:\SOFTWARE\Vendor\Auth, LegacyMode`. */
export const effectsList = (effects: Effect[], account: string | null): string[] =>
	grouped(effects).flatMap((group) => {
		const told = text(group, account, inFull);
		return told === null ? [] : [told[0]?.toUpperCase() + told.slice(1)];
	});

/** All effects of a kind together. `unnamed`: some of them say no target. */
type Group = { what: EffectKind; targets: string[]; unnamed: boolean };

const grouped = (effects: Effect[]): Group[] => {
	const groups = new Map<EffectKind, Group>();
	for (const { what, target, among } of effects) {
		const group = groups.get(what) ?? { what, targets: [], unnamed: false };
		groups.set(what, group);
		if (target === null) group.unnamed = true;
		else group.targets.push(among ? `some of ${shown(target)}` : shown(target));
	}
	return [...groups.values()];
};

/** In quotes where it could be taken for words of ours. */
const shown = (target: string): string =>
	/^[^\s;“”]+(?:, [^\s;“”]+)?$/.test(target) ? inLine(target) : inQuotes(inLine(target));

type Style = { targets: number; characters: number };
const inShort: Style = { targets: 2, characters: 80 };
const inFull: Style = { targets: 50, characters: 500 };
const mostInLine = 4;

const text = ({ what, targets, unnamed }: Group, account: string | null, style: Style): string | null => {
	const named = targets.map((one) => shortened(one, style.characters));
	if (what === "user-places") return account === null ? null : `as ${account}, ${notTheUsers(named)}`;
	const { alone, one, many } = phrases[what];
	if (named.length === 0 || one === null) return alone;
	if (what === "unknown")
		return unnamed ? alone : `${one}${list(named, style.targets, "and")} ${named.length > 1 ? "do" : "does"}`;
	const all = unnamed ? [...named, "what isn't named"] : named;
	return `${all.length > 1 ? many : one}${list(all, Math.max(style.targets, unnamed ? 3 : 0), "and")}`;
};

/** The quotes stay closed. */
const shortened = (text: string, most: number): string => {
	if (text.length <= most) return text;
	return `${startOf(text, most)}…${text.endsWith("”") ? "”" : ""}`;
};

const notTheUsers = (places: string[]): string =>
	places.length === 1 ? `${places[0]} is not the user's` : `${list(places, 5, "and")} are not the user's`;

/** `alone`: without a target. The targets go on with the sentence, or come after a colon. `one` null: they say nothing more. */
type Phrase = { alone: string; one: string | null; many: string };

const alone = (text: string): Phrase => ({ alone: text, one: null, many: text });
const before = (text: string, end: string, otherwise = text): Phrase => ({
	alone: otherwise,
	one: text + end,
	many: text + end,
});
const noun = (verb: string, thing: string, plural = `${thing}s`): Phrase => ({
	alone: `${verb} ${plural}`,
	one: `${verb} the ${thing} `,
	many: `${verb} the ${plural} `,
});

const phrases: Record<Exclude<EffectKind, "user-places">, Phrase> = {
	disk: before("changes drives or partitions", ": "),
	boot: before("changes how the machine starts", ": "),
	unseen: before("runs code that can't be seen beforehand", ": "),
	elsewhere: { alone: "acts on another machine", one: "acts on the machine ", many: "acts on the machines " },
	delete: before("deletes files", " "),
	"delete-item": before("deletes files, registry keys or other items", ": "),
	"registry-delete": before("deletes from the registry", " "),
	move: before("moves or renames", " ", "moves or renames files"),
	"account-removal": noun("removes", "user account"),
	password: before("sets the password of", " ", "sets a password"),
	account: noun("creates or changes", "user account"),
	group: noun("changes", "group"),
	permission: before("changes permissions or ownership", ": "),
	protection: before("changes the machine's protection", ": "),
	"log-clearing": noun("clears", "log"),
	shutdown: alone("shuts down the machine"),
	restart: alone("restarts the machine"),
	"sign-out": alone("signs people out"),
	"software-removal": before("removes software", " "),
	software: before("installs or updates software", " "),
	firewall: before("changes the firewall", ": "),
	network: before("changes network settings", ": "),
	registry: before("changes the registry", " "),
	"service-disable": noun("disables", "service"),
	"service-stop": noun("stops", "service"),
	"service-restart": noun("restarts", "service"),
	service: noun("changes", "service"),
	"service-start": noun("starts", "service"),
	process: noun("ends", "process", "processes"),
	task: noun("schedules or changes", "task"),
	certificate: before("changes certificates", ": "),
	setting: before("changes settings", ": "),
	"change-item": before("changes files, registry keys or other items", ": "),
	write: before("writes files", " "),
	download: before("downloads from", " ", "downloads something"),
	send: before("sends something to", " ", "sends something over the network"),
	unknown: before("can't tell what", " ", "can't tell what this does"),
	"reads-only": alone("reads only"),
};
