// A change of approvers, policy or channels that waits for an existing approver: proposed, confirmed or refused, and over in the end.
import { accountsOf } from "../../domain/accounts.ts";
import { confirmers, type Powers, samePowers } from "../../domain/powers.ts";
import { utf8 } from "../../protocol/bytes.ts";
import { jurisdictionOf, newId } from "../../protocol/ids.ts";
import type { Person } from "../../protocol/people.ts";
import type { AmendmentEnd, Differs } from "../../protocol/read/amendment.ts";
import { type Answer, refuse } from "../../protocol/refusal.ts";
import { amendmentEnds, announced, fitsChat, forChat, waitsForText } from "../../words/amendments.ts";
import { placeName } from "../../words/places.ts";
import { exactChanges, toldChanges } from "../../words/powers.ts";
import { refusalNote } from "../../words/refusals.ts";
import type { AnswerAmendment } from "../contracts/client.ts";
import type { Configuration, InForce } from "../contracts/values/set-up.ts";
import type { Snapshot } from "../contracts/values/snapshot.ts";
import { workspaceOfIdentity } from "../durable/places.ts";
import { changesUrl, type Env, settings } from "../env.ts";
import { personBehind } from "../session/core.ts";
import { judgeProof } from "./amendment-proof.ts";
import {
	amendmentWaits,
	askersOf,
	judgeAnswer,
	powersOf,
	proposedADay,
	stillAsking,
	together,
	waitsFor,
} from "./amendment-rules.ts";
import type { Amendment, Confirmed, Earlier, Unasked } from "./amendments-table.ts";
import { snapshotOf } from "./snapshot.ts";
import type { ClientStore } from "./store.ts";
import { amendmentNews, type News } from "./telling.ts";

export type Parts = {
	env: Env;
	store: ClientStore;
	change: <T>(write: () => T) => T;
	post: (news: News) => void;
	/** Inside a transaction: the Directory learns what is in force. */
	tellDirectory: () => void;
};
type Self = NonNullable<ReturnType<ClientStore["self"]>>;

/** As the set-up calls a channel, else its id. */
export const channelNames =
	(names: Record<string, string>) =>
	(channel: string): string => {
		const name = names[channel];
		return name === undefined ? channel : placeName(name, workspaceOfIdentity(channel));
	};

/** For who confirms it: its id, too. */
const exactly = (names: Record<string, string>) => (channel: string) =>
	names[channel] === undefined ? channel : `${channelNames(names)(channel)} (${channel})`;

export const linesOf = ({ before, after, names }: Pick<Amendment, "before" | "after" | "names">): string[] =>
	exactChanges(before, powersOf(after), { called: exactly(names) });

/** In bytes, of both sides: they are one row, and each card is one, too. */
const mostKept = 1_500_000;
/** In UTF-16 units, of one change in the log; the page shows all of it while it waits. */
const mostLogged = 5_000;
const logged = (one: Amendment): string => {
	const all = linesOf(one).join("; ");
	return all.length > mostLogged
		? `${all.slice(0, mostLogged)}… and ${all.length - mostLogged} more characters`
		: all;
};

const open = ({ amendments }: ClientStore): Amendment | null => {
	const newest = amendments.newest();
	return newest?.ended === null ? newest : null;
};

const same = (one: Amendment, { before, after }: { before: Powers; after: Configuration }): boolean =>
	samePowers(one.before, before) && samePowers(powersOf(one.after), powersOf(after));

const day = 86_400_000;
type Change = Omit<Amendment, "id" | "at" | "until" | "ended">;

/** Who asked for what a new one may carry along. */
export const earlierAskers = ({ amendments }: ClientStore): Earlier[] =>
	together(
		stillAsking(amendments.newest()),
		stillAsking(amendments.asked()),
		amendments.unasked()?.askers ?? [],
	);

/** The same from the same was refused a short while ago, whatever was proposed since. Reads them one by one, the newest first: each may
 * be as large as a set-up. */
const refusedBefore = ({ amendments }: ClientStore, change: Change, now: number): Amendment | null => {
	for (const id of amendments.refusedSince(now - amendmentWaits)) {
		const one = amendments.get(id);
		if (one && same(one, change)) return one;
	}
	return null;
};

/** So many a day are asked of approvers. */
export const mostADay = ({ env }: Pick<Parts, "env">): number => proposedADay * settings(env).QUOTA_TIMES;

/** Inside a transaction. What was refused isn't asked again for a while, unless it changes. Why nobody is asked; null: it is proposed. */
export const propose = (parts: Parts, change: Change, now: number): "refused" | "too-many" | null => {
	const { store } = parts;
	const waits = open(store);
	if (waits && same(waits, change)) {
		store.amendments.keep(waits.id, change.after);
		return null;
	}
	giveWay(parts, change, now);
	const refused = refusedBefore(store, change, now);
	if (refused) {
		store.amendments.ask(refused.id, askersOf(change));
		return "refused";
	}
	if (store.amendments.since(now - day) >= mostADay(parts)) return "too-many";
	const id = newId("amendment", jurisdictionOf(change.after.id));
	const one: Amendment = { ...change, id, at: now, until: now + amendmentWaits, ended: null };
	if (utf8(JSON.stringify([one.before, one.after])).length > mostKept) throw new Error("it is too large");
	store.amendments.add(one);
	store.amendments.ask(id);
	const names = waitsFor(one.before, one);
	const detail = `${logged(one)}: ${waitsForText(names)}`;
	store.audit.add(
		{ kind: "changed", who: one.by, person: one.person, what: "proposed a change", detail },
		now,
	);
	tell(parts, one, names, null);
	return null;
};

/** Inside a transaction: of a change that couldn't be proposed, what it is, and who asked for it. */
export const keepUnasked = ({ store }: Parts, change: Change, why: Unasked["why"]): void =>
	store.amendments.keepUnasked({ why, changes: announced(linesOf(change)), askers: askersOf(change) });

/** Inside a transaction: a newer one comes in its place. */
export const giveWay = (
	parts: Parts,
	{ by, person }: Pick<Amendment, "by" | "person">,
	now: number,
): void => {
	const one = open(parts.store);
	if (one) end(parts, one, "replaced", { name: by, person }, now);
};

/** Inside a transaction: the set-up asks for nothing more than is in force. */
export const withdraw = (parts: Parts, by: string, now: number): void => {
	const { amendments } = parts.store;
	const [one, asked] = [open(parts.store), amendments.asked()];
	amendments.ask(null);
	if (one) end(parts, one, "withdrawn", { name: by, person: null }, now);
	for (const over of [asked, amendments.newest()]) if (over) amendments.settle(over.id);
};

/** Inside a transaction: what waited for too long. */
const expire = (parts: Parts, now: number): void => {
	const one = open(parts.store);
	if (one && now >= one.until) end(parts, one, "expired", { name: "Caisey", person: null }, now);
};
export const endOver = (parts: Parts, now: number): void => {
	const at = nextEnd(parts.store);
	if (at !== null && now >= at) parts.change(() => expire(parts, now));
};
/** When one is over unless someone decides; null: none waits. */
export const nextEnd = (store: ClientStore): number | null => open(store)?.until ?? null;

type Judged = { one: Amendment; person: Person; way: Confirmed["way"]; self: Self };

/** Inside a transaction. `take`: puts it in force. */
export const answer = (
	parts: Parts,
	{ by, amendment, answer: said, proof }: AnswerAmendment,
	take: (judged: Judged) => void,
	now: number,
): Answer<{ how: AmendmentEnd }> => {
	const { store } = parts;
	const self = store.self();
	if (!self) throw new Error("this client was never set up");
	expire(parts, now);
	const snapshot = snapshotOf(store, now);
	const found = store.amendments.get(amendment);
	const who = personBehind(by, snapshot);
	const how = said === "confirm" ? "confirmed" : "refused";
	// The same press once more.
	if (who && found?.ended?.how === how && found.ended.by === who.name) return { ok: true, how };
	const may = judgeAnswer(self.name, powersOf(self), found, who, now);
	// A no runs nothing.
	const proved = may.ok && said === "confirm" ? confirmable(parts.env, snapshot, may, by, proof) : may;
	const judged = proved.ok ? may : proved;
	if (!judged.ok) {
		const detail = refusalNote(judged.refusal);
		const entry = {
			kind: "refused",
			who: by.name,
			person: who?.id ?? null,
			what: `${said} a change`,
			detail,
		} as const;
		store.audit.add(entry, now);
		return judged;
	}
	const { one, person } = judged;
	end(parts, one, how, { name: person.name, person: person.id }, now);
	if (said === "confirm") take({ ...judged, self });
	return { ok: true, how };
};

/** In chat only what it shows, and only by approvers: their presses there are as good as the platform's word. */
const confirmable = (
	env: Env,
	client: Snapshot,
	{ one, person, way }: Omit<Judged, "self">,
	by: AnswerAmendment["by"],
	proof: AnswerAmendment["proof"],
): Answer<object> => {
	const inChat = "identity" in by;
	if (inChat && !fitsChat(linesOf(one)))
		return refuse({ code: "review-in-console", reasons: ["chat can't show all of it exactly"] });
	if (way === "approver") return judgeProof(env, client, one, person, proof);
	// The named person has no passkey that counts: a fresh sign-in instead.
	return inChat
		? refuse({ code: "review-in-console", reasons: ["in place of an approver, you confirm it there"] })
		: { ok: true };
};

/** Inside a transaction. */
const end = (
	parts: Parts,
	one: Amendment,
	how: AmendmentEnd,
	{ name: by, person }: { name: string; person: string | null },
	now: number,
): void => {
	const { store, tellDirectory } = parts;
	store.amendments.end(one.id, { how, by, at: now });
	const detail = `${logged(one)}: ${amendmentEnds[how]}`;
	store.audit.add({ kind: "changed", who: by, person, what: "a proposed change", detail }, now);
	tell(parts, one, [], { how, by });
	tellDirectory();
};

const tell = (
	{ store, post, env }: Parts,
	one: Amendment,
	waitsFor: string[],
	ended: { how: AmendmentEnd; by: string } | null,
): void => {
	const self = store.self();
	if (!self) return;
	const changes = linesOf(one);
	const passkey = self.policy.approval === "passkey";
	// Account ids and addresses are for those who confirm.
	const inChannels = toldChanges(one.before, powersOf(one.after), { called: channelNames(one.names) });
	const view = {
		turn: "amendment" as const,
		...{ client: self.name, by: one.by, waitsFor, ended, link: changesUrl(env), offers: null },
		changes: forChat(changes),
		review: passkey ? ("passkey" as const) : fitsChat(changes) ? null : ("long" as const),
	};
	const deciders = confirmers({ ...powersOf(self), breakGlass: null }, askersOf(one)).map(({ id }) => id);
	for (const news of amendmentNews(self, one.id, view, deciders, forChat(inChannels))) post(news);
};

export const inForceOf = (store: ClientStore): InForce => {
	const self = store.self();
	if (!self) throw new Error("this client was never set up");
	const powers = powersOf(self);
	const named = self.people.find(({ id }) => id === self.breakGlass);
	return {
		...{ version: self.version, channels: self.channels },
		confirmers: confirmers(powers, []).map(({ name }) => name),
		breakGlass: named ? { person: named.id, identities: accountsOf(self, named.id) } : null,
		people: self.people.map(({ id, name }) => ({ id, name, accounts: accountsOf(self, id) })),
		differs: differsAt(store, powers),
	};
};

/** One that was confirmed is what the file asks for. */
const differsAt = ({ amendments }: ClientStore, powers: Powers): Differs | null => {
	const unasked = amendments.unasked();
	if (unasked) return { state: unasked.why, waitsFor: [], by: null, changes: unasked.changes };
	const one = amendments.asked();
	const how = one?.ended?.how ?? "waits";
	if (!one || (how !== "waits" && how !== "refused" && how !== "expired")) return null;
	const names = one.ended ? [] : waitsFor(powers, one);
	const by = how === "refused" ? (one.ended?.by ?? null) : null;
	return { state: how, waitsFor: names, by, changes: announced(linesOf(one)) };
};
