// The steps of a standing approval at its client: given, joined, revoked, used, and dead once someone who gave it no longer approves.
import { may } from "../../domain/authority.ts";
import { jurisdictionOf, newId } from "../../protocol/ids.ts";
import type { Person } from "../../protocol/people.ts";
import type { RuledBy, StandingVoter } from "../../protocol/plan/standing.ts";
import type { KeptStanding, StandingAsk, StandingsView } from "../../protocol/read/standing.ts";
import type { Answer } from "../../protocol/refusal.ts";
import { standingChange } from "../../words/standing.ts";
import type { StandingChange, StandingGiven } from "../contracts/client.ts";
import type { SignedIn } from "../contracts/values/caller.ts";
import type { Snapshot } from "../contracts/values/snapshot.ts";
import { keepRefused } from "./refused.ts";
import * as rules from "./standing-rules.ts";
import type { ClientStore } from "./store.ts";
import { type News, standingNews } from "./telling.ts";

export type Parts = {
	store: ClientStore;
	change: <T>(write: () => T) => T;
	post: (news: News) => void;
};

/** Inside a transaction: kept in the audit log, and told in the client's channels. */
const told = (
	{ store, post }: Parts,
	client: Snapshot,
	by: { person: string | null; name: string },
	one: KeptStanding,
	did: Did,
): void => {
	const detail = standingChange(did, one);
	store.audit.add(
		{ kind: "changed", who: by.name, person: by.person, what: "a standing approval", detail },
		Date.now(),
	);
	for (const news of standingNews(client, by.name, one, did)) post(news);
};
type Did = Parameters<typeof standingChange>[0];

const voter = ({ id, name, label }: Person, at: number): StandingVoter => ({ person: id, name, label, at });
const personOf = ({ people }: Snapshot, { person }: SignedIn): Person | null =>
	people.find(({ id }) => id === person) ?? null;

export const give = (
	parts: Parts,
	client: Snapshot,
	{ onlyAsks = false, ...given }: StandingGiven,
	by: SignedIn,
	now: number,
): Answer<{ standing: string | null }> => {
	const { standings } = parts.store;
	return parts.change(() => {
		const before = given.once === undefined ? null : standings.givenFor(given.once);
		const judged = rules.judgeGiving(client, standings.live(now), given, personOf(client, by), now, before);
		if (!judged.ok) return judged;
		if (judged.again !== null || onlyAsks) return { ok: true, standing: judged.again };
		const { matter, times, until, once = null } = given;
		const id = newId("standing", jurisdictionOf(client.client));
		const made = { id, matter, by: [voter(judged.person, now)], times, until };
		standings.give(made, once);
		told(parts, client, by, { ...made, used: 0, ended: null }, "given");
		return { ok: true, standing: id };
	});
};

/** A refusal is kept in the log. */
export const alter = (
	parts: Parts,
	client: Snapshot,
	{ step, standing }: StandingChange,
	by: SignedIn,
	now: number,
): Answer<object> => {
	const { standings } = parts.store;
	const refused = (no: Extract<Answer<object>, { ok: false }>) => {
		keepRefused(parts.store, by, "a standing approval", no.refusal, `${step} ${standing}`);
		return no;
	};
	return parts.change(() => {
		const [one, person] = [standings.get(standing), personOf(client, by)];
		if (step === "join") {
			const judged = rules.judgeJoining(client, one, person, now);
			if (!judged.ok) return refused(judged);
			standings.join(standing, [...judged.one.by, voter(judged.person, now)]);
			told(parts, client, by, judged.one, "joined");
		} else {
			const judged = rules.judgeRevoking(client, one, person);
			if (!judged.ok) return refused(judged);
			standings.end(standing, { at: now, by: by.name });
			told(parts, client, by, judged.one, "revoked");
		}
		return { ok: true };
	});
};

/** One of its runs for this proposal, or the one that it got before, if that would still let it run; null: none does. */
export const use = (parts: Parts, client: Snapshot, ask: StandingAsk, now: number): RuledBy | null => {
	const { standings } = parts.store;
	return parts.change(() => {
		const before = standings.useOf(ask.once);
		const first = before && standings.get(before.standing);
		if (before && !(first && rules.letsRun(client, { ...first, used: 0 }, ask, now))) return null;
		const one = first ?? rules.chooseFor(client, standings.live(now), ask, now);
		if (!one) return null;
		const n = before?.n ?? firstFree(standings.uses(one.id).map((used) => used.n));
		const ruled = rules.ruledBy(client, one, n, ask);
		if (ruled && !before) {
			const { session, proposer } = ask;
			standings.use(one.id, ask.once, { n, session, at: now, proposer: proposer.name });
		}
		return ruled;
	});
};

/** Numbers that were given back are free again. */
const firstFree = (taken: number[]): number => {
	let n = 1;
	while (taken.includes(n)) n++;
	return n;
};

/** What this proposal got, it doesn't need: it became no plan, or one that people decide on. */
export const giveBack = ({ store, change }: Parts, once: string): void =>
	change(() => store.standings.giveBack(once));

/** Inside a transaction: after a change of people. `lost`: who lost an account or address by it. */
export const endFallen = (parts: Parts, client: Snapshot, now: number, lost: string[]): void => {
	const { standings } = parts.store;
	for (const { one, why } of rules.fallen(client.people, standings.live(now), lost)) {
		const by = `Caisey, as ${why}`;
		standings.end(one.id, { at: now, by });
		told(parts, client, { person: null, name: by }, one, "dead");
	}
};

/** Null: they may not see them. */
export const list = (
	{ store: { standings } }: Pick<Parts, "store">,
	client: Snapshot,
	id: string,
	now: number,
): StandingsView | null => {
	const person = client.people.find((one) => one.id === id);
	if (!person || !may("see approvers", person.roles)) return null;
	const all = standings.all().map((one) => ({ one, uses: standings.uses(one.id) }));
	return { client: client.client, name: client.name, standings: rules.viewOf(client, all, person, now) };
};

/** What a snapshot says of those that may let something run. */
export const inForce = ({ standings }: ClientStore, now: number): Pick<Snapshot, "standing"> => {
	const live = standings.live(now).map((one) => ({ id: one.id, ...rules.termsOf(one) }));
	const standing = live.map(({ ended: _, by, endpoints, ...rest }) => ({
		...rest,
		by: by.map(({ person }) => ({ person })),
		endpoints: endpoints.map(({ id, key }) => ({ id, key })),
	}));
	return standing.length > 0 ? { standing } : {};
};
