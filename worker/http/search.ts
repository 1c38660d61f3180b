// A search over all indexes of the clients that someone may see, and of each client only what they may see now.
import {
	type FoundPlace,
	nothingWaits,
	type SearchResult,
	type SearchWish,
} from "../../console/search/wish.ts";
import { maySearchLive } from "../backend/presses.ts";
import type {
	FoundLine,
	FoundSession,
	FoundSessions,
	LinePlace,
	Wanted,
} from "../contracts/values/search.ts";
import type { Snapshot } from "../contracts/values/snapshot.ts";
import { objectOf } from "../durable/places.ts";
import type { Env } from "../env.ts";
import { indexOf, monthOf } from "../search/places.ts";
import { searchLive } from "./live-search.ts";
import { type At, atOf, isNewer, newestFirst, readable, type Scope, scopesOf } from "./scopes.ts";

/** Of one page; `lines`: of each session, if others are searched as well. */
const most = { sessions: 20, lines: 5, linesOfOne: 100 };
/** So many months are asked at once. */
const monthsAtOnce = 4;
/** After so many indexes it asks no further month: each is a request, of which Cloudflare allows a thousand. */
const mostIndexes = 300;

/** `keep` hears which clients are searched: nothing is returned before it's done, and it holds up no search. */
export const searchFor = async (
	env: Env,
	person: string,
	wish: SearchWish,
	keep: (clients: string[]) => Promise<void>,
): Promise<SearchResult> => {
	const all = await scopesOf(env, person);
	const scopes = await inScope(env, all, wish);
	const kept = keep(scopes.map(({ client }) => client));
	const [found] = await Promise.all([searchIn(env, person, all, scopes, wish), kept]);
	return found;
};

const searchIn = async (
	env: Env,
	person: string,
	all: Scope[],
	scopes: Scope[],
	wish: SearchWish,
): Promise<SearchResult> => {
	const found: Found[] = [];
	const waiting = nothingWaits();
	let unbegun = 0;
	const begun: string[] = [];
	let [further, until]: [boolean, At | null] = [false, null];
	const places = await placesOf(env, scopes, wish);
	const left = byMonth(places);
	for (let asked = 0; left.length > 0 && found.length < most.sessions && !until; ) {
		const now = firstOf(left, mostIndexes - asked);
		const answers = await Promise.all(now.map((place) => inMonth(env, place, wish)));
		for (const { missing, parts, ...month } of answers) {
			waiting.missing += missing;
			asked += parts.length;
			begun.push(...month.begun);
			for (const answer of parts) {
				for (const count of ["runs", "running", "sessions", "cut"] as const)
					waiting[count] += answer.waiting[count];
				unbegun += answer.waiting.unbegun;
				further ||= answer.further;
				if (answer.until && (!until || isNewer(answer.until, until))) until = answer.until;
				found.push(...answer.sessions);
			}
		}
		further ||= left.length > 0;
		if (left.length > 0 && asked >= mostIndexes && !until) until = beginOf(now);
	}
	// What the index hasn't begun to read comes after all that it has.
	if (scopes[0] && !found.some(({ next }) => next)) {
		const live = await notIndexed(env, scopes[0], person, wish, begun);
		if (live === "paused") waiting.paused = true;
		else Object.assign(waiting, live?.waiting);
		waiting.live = live !== null && live !== "paused";
		if (live !== null && live !== "paused" && live.session) found.push(live.session);
	}
	if (!waiting.live) waiting.runs += unbegun;
	const seen = merged(found)
		.filter(({ snapshot, people }) => readable(snapshot, person, people))
		.filter((one) => until === null || !isNewer(until, one));
	const shown = seen.slice(0, most.sessions);
	const last = shown.at(-1) ?? null;
	return {
		clients: all.map(({ client, snapshot }) => ({
			client,
			name: snapshot.name,
			endpoints: snapshot.endpoints.map(({ name }) => name),
		})),
		sessions: shown.map(({ snapshot, people: _, ...session }) => ({ ...session, client: snapshot.name })),
		searched: scopes.map(({ client }) => client),
		waiting,
		next: seen.length > shown.length || (further && until === null) ? last && atOf(last) : until,
		until: seen.length > shown.length ? null : (until?.openedAt ?? null),
	};
};

type Line = Omit<FoundLine, "at" | "place"> & { place: FoundPlace };
type Found = Omit<FoundSession, "lines" | "next"> & {
	lines: Line[];
	next: string | null;
	snapshot: Snapshot;
};
type Answer = Pick<FoundSessions, "further" | "until" | "waiting" | "known"> & { sessions: Found[] };

/** Of one session: its client alone. */
const inScope = async (env: Env, scopes: Scope[], wish: SearchWish): Promise<Scope[]> => {
	const client = wish.session === null ? wish.client : await objectOf(env.SESSION, wish.session).client();
	return client === null && wish.session === null ? scopes : scopes.filter((one) => one.client === client);
};

/** `sessions`: so many the client's list has there. */
type Month = { scope: Scope; month: string; sessions: number };

/** The months in which each client has sessions that are wanted. */
const placesOf = async (env: Env, scopes: Scope[], wish: SearchWish): Promise<Month[]> => {
	const { session, from, to, before } = wish;
	if (session !== null && scopes[0]) {
		const { openedAt } = await objectOf(env.SESSION, session).header();
		// Further down, an earlier part may know it; who reads only theirs may not read it at all.
		const sessions = scopes[0].only === null && wish.after === null ? 1 : 0;
		return [{ scope: scopes[0], month: monthOf(openedAt), sessions }];
	}
	const first = from === null ? "" : monthOf(from);
	const newest = before?.session === lowest ? before.openedAt - 1 : (before?.openedAt ?? latest);
	const last = monthOf(Math.min(to ?? latest, newest));
	const all = await Promise.all(
		scopes.map(async (scope) => {
			const months = await objectOf(env.CLIENT, scope.client).months(scope.only);
			return months
				.filter(({ month }) => month >= first && month <= last)
				.map((month) => ({ scope, ...month }));
		}),
	);
	return all.flat();
};
/** The year 9999. */
const latest = 253_370_764_800_000;

/** No session has a lower id: what comes before it is older. */
const lowest = `s_e${"0".repeat(16)}`;

/** What a session's runs have printed that the index hasn't begun to read. Null: it isn't one session that is searched, or not one that
 * this person may read. `paused`: they search too often for that. */
const notIndexed = async (
	env: Env,
	{ snapshot }: Scope,
	person: string,
	{ session, text, endpoint, from, to }: SearchWish,
	begun: string[],
) => {
	if (session === null) return null;
	const now = await objectOf(env.SESSION, session).indexed();
	if (!readable(snapshot, person, now.people)) return null;
	const isWanted = (from ?? 0) <= now.openedAt && now.openedAt < (to ?? latest);
	const isThere = now.runs.some(({ run, erased }) => !erased && !begun.includes(run));
	if (isWanted && isThere && !maySearchLive(env, person, Date.now())) return "paused";
	if (!isWanted) return { waiting: { running: 0, inPart: 0, unread: 0, older: false }, session: null };
	const { lines, ...waiting } = await searchLive(env, now, { text, endpoint, begun, most: most.linesOfOne });
	const { people, request, openedAt } = now;
	const found: Found = { session, people, request, openedAt, lines, next: null, snapshot };
	return { waiting, session: lines.length > 0 ? found : null };
};

/** Newest month first. */
const byMonth = (places: Month[]): Month[][] =>
	[...Map.groupBy(places, ({ month }) => month)]
		.sort(([one], [other]) => (one < other ? 1 : -1))
		.map(([, some]) => some);

/** Takes a month out of those that are left, and more of them as far as there is room. */
const firstOf = (left: Month[][], room: number): Month[] => {
	const taken = left.shift() ?? [];
	for (let n = 1; n < monthsAtOnce; n++) {
		if (taken.length + (left[0]?.length ?? 0) > room) break;
		taken.push(...(left.shift() ?? []));
	}
	return taken;
};

/** Of the oldest month. */
const beginOf = (months: Month[]): At => ({
	openedAt: Date.parse(`${months.at(-1)?.month}-01`),
	session: lowest,
});

/** Each part of a month, and how many sessions none of them knows. To reach a part that there isn't would make it: they are asked one
 * after the other. */
const inMonth = async (
	env: Env,
	{ scope, month, sessions: listed }: Month,
	wish: SearchWish,
): Promise<{ parts: Answer[]; missing: number; begun: string[] }> => {
	const answers: Answer[] = [];
	const begun: string[] = [];
	for (let part = 0, parts = true; parts; part++) {
		const index = indexOf(env, scope.client, month, part);
		if (wish.session !== null && wish.after && part < wish.after.part) {
			const passed = await index.passed(wish.session);
			begun.push(...passed.begun);
			parts = passed.parts;
			continue;
		}
		const { sessions, ...answer } = await index.search(
			wantedOf(wish, scope, wish.after?.part === part ? wish.after : null),
		);
		begun.push(...answer.begun);
		answers.push({ ...answer, sessions: sessions.map((one) => named(one, scope.snapshot, part)) });
		parts = answer.parts && !(wish.session !== null && sessions.some(({ next }) => next));
	}
	const known = answers.reduce((sum, answer) => sum + answer.known, 0);
	return { parts: answers, missing: Math.max(0, listed - known), begun };
};

const wantedOf = (wish: SearchWish, { only }: Scope, after: LinePlace | null): Wanted => ({
	...{ text: wish.text, session: wish.session, endpoint: wish.endpoint, from: wish.from, to: wish.to },
	...{ before: wish.before, after, only, sessions: most.sessions },
	lines: wish.session === null ? most.lines : most.linesOfOne,
});

const named = ({ lines, next, ...session }: FoundSession, snapshot: Snapshot, part: number): Found => ({
	...session,
	snapshot,
	lines: lines.map(({ at: _, ...line }) => line),
	next: next && `${part}.${next.block}.${next.line}`,
});

/** Newest first; a session that is in two parts of an index is one here. */
const merged = (all: Found[]): Found[] => {
	const sessions = new Map<string, Found>();
	for (const one of all) {
		const before = sessions.get(one.session);
		if (!before) sessions.set(one.session, one);
		else
			sessions.set(one.session, {
				...before,
				lines: [...before.lines, ...one.lines],
				next: before.next ?? one.next,
			});
	}
	return [...sessions.values()].sort(newestFirst);
};
