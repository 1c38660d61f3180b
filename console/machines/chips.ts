// What a list and a machine's own page both say of it: its state, and why someone should look.
import { html } from "hono/html";
import { lacks } from "../../domain/agents.ts";
import type { MachineState } from "../../domain/machine-state.ts";
import { abilities } from "../../words/abilities.ts";
import { list } from "../../words/amounts.ts";
import { diskNote } from "../../words/disk.ts";
import { machineStateNames } from "../../words/machine.ts";
import { exact, talk } from "../html/drawn.ts";
import type { Html } from "../html/escape.ts";
import { dayBefore, moment } from "../html/moment.ts";
import type { Tone } from "../tone.ts";
import { awayAfter, isOutdated } from "./fleet.ts";
import type { Machine } from "./view.ts";

const tones = {
	online: "good",
	offline: "quiet",
	held: "check",
	blocked: "bad",
	pending: "live",
	removing: "check",
	removed: "quiet",
} as const satisfies Record<MachineState, Tone>;

export const pathOf = (client: string, machine: string): string =>
	`/machines/${client}/${encodeURIComponent(machine)}`;

export const stateOf = ({ state, lastSeen, removedAt }: Machine, now: number): Html => {
	const chip = html`<span class="state ${tones[state]}">${machineStateNames[state]}</span>`;
	if (state === "offline" && lastSeen !== null)
		return html`${chip} <span class="hint">since ${dayBefore(lastSeen, now)}</span>`;
	if (state === "removed" && removedAt !== null)
		return html`${chip} <span class="hint">${moment(removedAt, "long")}</span>`;
	return chip;
};

/** Why someone should look, in a few words each. */
export const notes = (machine: Machine, now: number): Html[] => {
	const { state, key, similarTo, refused, lastSeen, clockAhead, disk } = machine;
	const all: (Html | false)[] = [
		state === "pending" &&
			(key ? html`token until ${moment(key.expires, "long")}` : html`no enrollment token`),
		state === "offline" &&
			lastSeen !== null &&
			now - lastSeen >= awayAfter &&
			html`offline for ${Math.floor((now - lastSeen) / 86_400_000)} days`,
		disk !== "room" && html`${diskNote[disk]}`,
		state !== "removed" && isOutdated(machine) && html`outdated agent`,
		similarTo.length > 0 && html`looks like ${list(similarTo, 2)}`,
		state !== "removed" &&
			refused !== null &&
			html`refused ${refused.plan === null ? "the Worker's key" : "a plan"}`,
		clockAhead !== 0 && html`clock ${clockAhead > 0 ? "ahead" : "behind"}`,
	];
	return all.filter((one) => one !== false);
};

/** What an agent is too old for. */
export const tooOldFor = (version: string): string => {
	const missing = lacks(version).flatMap((one) =>
		one === "preflight" || one === "welcome" || one === "calls" ? [] : [abilities[one]],
	);
	return missing.length === 0 ? "It is older than this Caisey." : `It is too old to ${list(missing, 8)}.`;
};

/** Its words: nothing of it is checked. */
export const claimed = (text: string): Html =>
	text === "" ? html`<span class="hint">empty</span>` : exact(text);

export const named = (client: string, { name, description }: Machine): Html =>
	html`<a href="${pathOf(client, name)}">${exact(name)}</a>${description ? html` <span class="hint">${talk(description)}</span>` : ""}`;
