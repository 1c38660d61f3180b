// Whom approvers named to decide for them, and until when they are away. A change is judged here, and told to the client's people.
import { accountsOf, replaced } from "../../domain/accounts.ts";
import { allow } from "../../domain/authority.ts";
import { mayStandIn } from "../../domain/deputies.ts";
import type { Deputy } from "../../protocol/deputy.ts";
import type { Person } from "../../protocol/people.ts";
import { type Answer, refuse } from "../../protocol/refusal.ts";
import { backText, deputyText, lostDeputyText, noDeputyText } from "../../words/deputies.ts";
import type { DeputyWish } from "../contracts/client.ts";
import type { Caller } from "../contracts/values/caller.ts";
import type { Configuration } from "../contracts/values/set-up.ts";
import type { Snapshot } from "../contracts/values/snapshot.ts";
import { personBehind } from "../session/core.ts";
import { keepRefused } from "./refused.ts";
import type { ClientStore } from "./store.ts";
import { deputyNews, type News } from "./telling.ts";

/** As they are now: an absence that is over is none, whether its end was told yet or not. */
export const standing = (all: Deputy[], now: number): Deputy[] =>
	all.map((one) => (one.until !== null && one.until <= now ? { ...one, until: null } : one));

const year = 366 * 86_400_000;

/** `change`: what the client's people read of it. */
export const judgeDeputy = (
	client: Pick<Snapshot, "name" | "people">,
	by: Person | null,
	{ deputy: wanted, until }: DeputyWish,
	now: number,
): Answer<{ person: Person; deputy: Person | null; change: string }> => {
	const may = allow("name a deputy", client, by);
	if (!may.ok) return may;
	const { person } = may;
	if (wanted === null)
		return until === null
			? { ok: true, person, deputy: null, change: noDeputyText(person.name) }
			: refuse({ code: "unfit-deputy", why: "nobody" });
	const deputy = client.people.find(({ id }) => id === wanted);
	if (!deputy) return refuse({ code: "unfit-deputy", why: "unknown" });
	if (deputy.id === person.id) return refuse({ code: "unfit-deputy", why: "yourself" });
	if (!mayStandIn(deputy.roles)) return refuse({ code: "unfit-deputy", why: "provider" });
	if (until !== null && (until <= now || until > now + year))
		return refuse({ code: "unfit-deputy", why: "past" });
	return { ok: true, person, deputy, change: deputyText(person.name, deputy.name, until) };
};

type Parts = {
	store: ClientStore;
	change: <T>(write: () => T) => T;
	post: (news: News) => void;
	keep: (what: string, who: string, detail: string) => void;
	/** It shows on the cards of what waits there. */
	tellSession: (session: string) => void;
};

export const name = (
	parts: Parts,
	client: Snapshot,
	by: Caller,
	wish: DeputyWish,
	now: number,
): Answer<object> => {
	const judged = judgeDeputy(client, personBehind(by, client), wish, now);
	const { store } = parts;
	if (!judged.ok) {
		// What comes from chat, its door keeps. Someone who can't be one is a mistake in the form, no attempt.
		if ("person" in by && judged.refusal.code !== "unfit-deputy")
			keepRefused(store, by, "name a deputy", judged.refusal, wish.deputy ?? "no one");
		return judged;
	}
	const { person, deputy, change } = judged;
	parts.change(() => {
		const before = store.deputies.of(person.id)?.deputy ?? null;
		if (deputy) store.deputies.set({ person: person.id, deputy: deputy.id, until: wish.until });
		else store.deputies.drop(person.id);
		tell(parts, person.name, { deputy: deputy?.id ?? before, change });
	});
	return { ok: true };
};

/** Ends absences that are over. */
export const endOver = (parts: Parts, now: number): void => {
	const { store } = parts;
	const over = store.deputies.all().filter(({ until }) => until !== null && until <= now);
	const called = (id: string) =>
		store.self()?.people.find((one) => one.id === id)?.name ?? "Someone who left";
	if (over.length === 0) return;
	parts.change(() => {
		for (const one of over) {
			store.deputies.set({ ...one, until: null });
			const change = backText(called(one.person), called(one.deputy));
			tell(parts, "Caisey", { deputy: one.deputy, change });
		}
	});
};

type Accounts = { people: Person[]; emails?: Record<string, string> };

/** Inside a transaction. An approver vouches for who decides in their name, so not for accounts that come later. Returns who lost an
 * account or address, by their ids. */
export const configure = (parts: Parts, after: Configuration): string[] => {
	const before = parts.store.self();
	parts.store.configure(after);
	if (!before) return [];
	const lost = replaced(before, after);
	dropChanged(parts, before, after, lost);
	return lost;
};

const dropChanged = (parts: Parts, before: Accounts, after: Accounts, lost: string[]): void => {
	for (const { person, deputy } of parts.store.deputies.all()) {
		const known = accountsOf(before, deputy);
		const others = lost.includes(deputy) || accountsOf(after, deputy).some((one) => !known.includes(one));
		if (!others && !lost.includes(person)) continue;
		const name = (id: string) => after.people.find((one) => one.id === id)?.name ?? "someone";
		parts.store.deputies.drop(person);
		const change = lostDeputyText(name(person), name(deputy), others ? "deputy" : "approver");
		tell(parts, "Caisey", { deputy, change });
	}
};

/** Inside a transaction. */
const tell = (
	{ store, post, keep, tellSession }: Parts,
	by: string,
	news: { deputy: string | null; change: string },
): void => {
	const self = store.self();
	if (!self) return;
	keep("a deputy", by, news.change);
	for (const one of deputyNews(self, by, news)) post(one);
	for (const { session } of store.pendingSessions()) tellSession(session);
};

/** When the next absence ends; null: nobody is away. */
export const nextEnd = (all: Deputy[]): number | null => {
	const ends = all.flatMap(({ until }) => (until === null ? [] : [until]));
	return ends.length > 0 ? Math.min(...ends) : null;
};
