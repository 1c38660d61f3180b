// A search reaches the clients where someone has a role now, and no others; what comes back is judged once more.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type SearchWish, wishOf } from "../../console/search/wish.ts";
import { liveSearches } from "../../domain/quota.ts";
import type { Role } from "../../protocol/people.ts";
import type { FoundSessions, Indexed, IndexedRun, Wanted } from "../contracts/values/search.ts";
import type { Snapshot } from "../contracts/values/snapshot.ts";
import type { Env } from "../env.ts";
import { ada, id, person, settingsOnly, snapshotOf, tom } from "../session/testing/session.ts";
import { searchLive } from "./live-search.ts";
import { searchFor } from "./search.ts";

const [acme, bolt] = [id("c", 1), id("c", 2)];
const acmeSession = id("s", 1);
const boltSession = id("s", 2);
/** Asked for each session. */
const dana = id("p", 7);
const november = Date.UTC(2026, 10, 29);

let snapshots: Record<string, Snapshot>;
let asked: { index: string; wanted: Wanted }[];
/** Sessions that each client's list has in each month; that someone took part in: one. */
let listed: number;
let found: Record<string, Partial<FoundSessions>>;
/** Each search's clients, as they were kept. */
let kept: string[][];
/** Every index that was reached, also for other things than a search. */
let reached: Set<string>;
let runs: IndexedRun[];
/** By run. */
let printed: Record<string, string>;
let env: Env;
/** The number of the last person who was made for one test alone. */
let others = 800;
afterEach(() => void vi.useRealTimers());
beforeEach(() => {
	[runs, printed, kept] = [[], {}, []];
	snapshots = { [acme]: snapshotOf([ada, tom]), [bolt]: { ...snapshotOf([tom]), name: "Bolt Bakery" } };
	asked = [];
	reached = new Set();
	found = {};
	listed = 0;
	const none = { sessions: [], further: false, until: null, parts: false, known: 0, begun: [] };
	env = {
		...settingsOnly,
		QUOTA_TIMES: "100",
		DIRECTORY: {
			getByName: () => ({
				memberships: async ({ person }: { person: string }) =>
					Object.keys(snapshots)
						.filter((client) => snapshots[client]?.people.some((one) => one.id === person))
						.map((client) => ({ client, person, name: "" })),
			}),
		},
		CLIENT: {
			getByName: (client: string) => ({
				snapshot: async () => snapshots[client],
				months: async (only: string | null) =>
					(client === acme ? ["2026-11", "2026-10"] : ["2026-11"]).map((month) => ({
						month,
						sessions: only ? 1 : listed,
					})),
			}),
		},
		SESSION: {
			getByName: (session: string) => ({
				client: async () => ({ [acmeSession]: acme, [boltSession]: bolt })[session] ?? null,
				header: async () => ({ openedAt: november }),
				indexed: async () => ({
					...{ session, client: acme, people: [dana], request: "r", openedAt: november, runs },
				}),
			}),
		},
		RECORDING: {
			getByName: (run: string) => ({
				outline: async () => ({ starts: [{ n: 0, stdout: 0, stderr: 0 }], erased: false, generation: 0 }),
				tail: async () => ({ n: 1, stdout: printed[run]?.length ?? 0, stderr: 0 }),
				codePage: async () => null,
				stream: async (_stream: string, from: number, to: number) =>
					new Blob([(printed[run] ?? "").slice(from, to)]).stream(),
			}),
		},
		SEARCH: {
			getByName: (index: string) => ({
				passed: async () => {
					reached.add(index);
					return { parts: found[index]?.parts ?? false, begun: found[index]?.begun ?? [] };
				},
				search: async (wanted: Wanted) => {
					reached.add(index);
					asked.push({ index, wanted });
					return {
						...none,
						waiting: { runs: 1, running: 0, sessions: 0, cut: 1, unbegun: 0 },
						...found[index],
					};
				},
			}),
		},
	} as unknown as Env;
});
const indexes = () => asked.map(({ index }) => index).sort();
const find = (person: string, query: Record<string, string> = {}) =>
	searchFor(env, person, wishOf({ q: "legacy", ...query }) satisfies SearchWish, async (clients) => {
		kept.push(clients);
	});
const hit = (session: string, openedAt: number, people: string[] = []) => ({
	...{ session, people, request: "r", openedAt, next: null },
	lines: [
		{
			...{ place: { seq: 1 }, text: "legacy", from: 0, to: 6, before: false, after: false },
			at: { block: 1, line: 0 },
		},
	],
});

test("someone searches the clients where they have a role, and hears what is missing there", async () => {
	const { clients, waiting } = await find(ada.id);
	expect(indexes()).toEqual([`${acme}.2026-10`, `${acme}.2026-11`]);
	expect([clients.map(({ name }) => name), waiting.runs, waiting.cut]).toEqual([["Acme Dental"], 2, 2]);
	asked = [];
	await find(tom.id);
	expect(indexes()).toEqual([`${acme}.2026-10`, `${acme}.2026-11`, `${bolt}.2026-11`]);
});

test("what is searched is kept, and nothing is shown where that fails", async () => {
	const { searched } = await find(tom.id);
	expect(kept).toEqual([searched]);
	await find(tom.id, { client: bolt });
	expect(kept.at(-1)).toEqual([bolt]);
	const fails = searchFor(env, tom.id, wishOf({ q: "legacy" }), () => Promise.reject(new Error("away")));
	await expect(fails).rejects.toThrow("away");
});

describe.each<[string, Role[]]>([
	["of another client", ["owner"]],
	["without a role anywhere", []],
])("someone %s", (_who, roles) => {
	const mal = person(9, "Mal", ...roles);
	beforeEach(() => {
		snapshots[id("c", 3)] = { ...snapshotOf([mal]), name: "Other" };
	});

	test.each([{}, { client: acme }, { session: acmeSession }, { session: acmeSession, client: id("c", 3) }])(
		"finds nothing of this one with %j",
		async (query) => {
			found[`${acme}.2026-11`] = { sessions: [hit(acmeSession, november, [mal.id])] };
			const { sessions, clients } = await find(mal.id, query);
			expect(sessions).toEqual([]);
			expect(clients.some(({ name }) => name === "Acme Dental")).toBe(false);
			expect(asked.filter(({ index }) => index.startsWith(acme))).toEqual([]);
		},
	);
});

test("someone whose role was just taken away, or who only asks, finds what they took part in, and nothing else", async () => {
	found[`${acme}.2026-11`] = {
		sessions: [hit(acmeSession, november, [ada.id]), hit(boltSession, november, [tom.id])],
	};
	for (const roles of [[], ["requester"]] as const) {
		asked = [];
		snapshots[acme] = snapshotOf([{ ...ada, roles: [...roles] }, tom]);
		const { sessions } = await find(ada.id);
		expect(sessions.map(({ session }) => session)).toEqual([acmeSession]);
		expect(asked.map(({ wanted }) => wanted.only)).toEqual([ada.id, ada.id]);
	}
});

test("sessions come newest first over all clients, and a page ends where an index stopped", async () => {
	const [one, two, three] = [1, 2, 3].map((n) => hit(id("s", 10 + n), november + n));
	found[`${acme}.2026-11`] = { sessions: [three, one] as never };
	found[`${bolt}.2026-11`] = { sessions: [two] as never };
	const all = await find(tom.id);
	expect(all.sessions.map(({ openedAt, client }) => [openedAt - november, client])).toEqual([
		[3, "Acme Dental"],
		[2, "Bolt Bakery"],
		[1, "Acme Dental"],
	]);
	expect([all.next, all.until]).toEqual([null, null]);
	const until = { openedAt: november + 2, session: id("s", 12) };
	found[`${bolt}.2026-11`] = { sessions: [two] as never, further: true, until };
	const some = await find(tom.id);
	expect(some.sessions.map(({ openedAt }) => openedAt - november)).toEqual([3, 2]);
	expect([some.next, some.until]).toEqual([until, until.openedAt]);
});

test("a month's further parts are searched, too, and a session in two of them is shown once", async () => {
	found[`${acme}.2026-11`] = { sessions: [hit(acmeSession, november)], parts: true };
	found[`${acme}.2026-11.1`] = { sessions: [hit(acmeSession, november)] };
	const { sessions } = await find(ada.id);
	expect(indexes()).toContain(`${acme}.2026-11.1`);
	expect(sessions.map(({ lines }) => lines.length)).toEqual([2]);
});

test("filters narrow the months that are asked", async () => {
	await find(ada.id, { from: "2026-11-01" });
	await find(ada.id, { to: "2026-10-15" });
	await find(tom.id, { client: bolt, endpoint: "OVEN-1" });
	expect(indexes()).toEqual([`${acme}.2026-10`, `${acme}.2026-11`, `${bolt}.2026-11`]);
	expect(asked.at(-1)?.wanted).toMatchObject({ endpoint: "OVEN-1", only: null });
});

describe("a place in an address", () => {
	const placeIn = (session: string | undefined, place: string) =>
		wishOf({ q: "legacy", ...(session && { session }), after: place }).after;

	test.each(["999999999999999.0.0", "100.0.0", "-1.0.0", "0.-1.0", "0.0.-2", "0.0"])(
		"leads nowhere as %s",
		(place) => {
			expect(placeIn(acmeSession, place)).toBeNull();
		},
	);

	test("counts within one session alone", () => {
		expect(placeIn(undefined, "1.2.3")).toBeNull();
		expect(placeIn(acmeSession, "99.2.-1")).toEqual({ part: 99, block: 2, line: -1 });
	});

	test("reaches no part that there isn't", async () => {
		const { sessions } = await find(tom.id, { session: acmeSession, after: "40.0.0" });
		expect([sessions, asked, [...reached]]).toEqual([[], [], [`${acme}.2026-11`]]);
	});

	test("goes on in its part, and in those behind it from their beginning", async () => {
		for (const part of ["", ".1"]) found[`${acme}.2026-11${part}`] = { parts: true };
		await find(tom.id, { session: acmeSession, after: "1.7.3" });
		expect(asked.map(({ index, wanted }) => [index, wanted.after])).toEqual([
			[`${acme}.2026-11.1`, { part: 1, block: 7, line: 3 }],
			[`${acme}.2026-11.2`, null],
		]);
	});
});

describe("sessions that the list has and no index", () => {
	const missing = async (query: Record<string, string> = {}) => (await find(ada.id, query)).waiting.missing;

	test("are counted, in all parts of a month together", async () => {
		listed = 5;
		found[`${acme}.2026-11`] = { known: 3, parts: true };
		found[`${acme}.2026-11.1`] = { known: 1 };
		expect(await missing()).toBe(1 + 5);
		found[`${acme}.2026-10`] = { known: 6 };
		expect(await missing()).toBe(1);
	});

	test("are counted among those that someone took part in, if they may read only these", async () => {
		listed = 5;
		snapshots[acme] = snapshotOf([{ ...ada, roles: ["requester"] }, tom]);
		expect(await missing()).toBe(2);
	});

	test("are one at most within a session, and none further down in it", async () => {
		listed = 5;
		expect(await missing({ session: acmeSession })).toBe(1);
		expect(await missing({ session: acmeSession, after: "0.1.1" })).toBe(0);
		found[`${acme}.2026-11`] = { known: 1 };
		expect(await missing({ session: acmeSession })).toBe(0);
	});
});

describe("in one session, what runs printed that aren't indexed yet", () => {
	const [one, two] = [id("r", 1), id("r", 2)];
	const at = { session: acmeSession };
	const run = (change: Partial<IndexedRun> = {}): IndexedRun => ({
		...{ run: one, endpoint: "EP-1", over: false, size: 0, erased: false, struck: [], ...change },
	});
	beforeEach(() => {
		runs = [run()];
		printed = { [one]: "first\nthe legacy mode\n", [two]: "legacy too\n" };
	});

	test("is found as far as it is stored, at its place, and its run is said to go on", async () => {
		const { sessions, waiting } = await find(ada.id, at);
		const place = { run: one, endpoint: "EP-1", stream: "stdout", byte: 6 };
		expect(sessions.map(({ lines }) => lines)).toEqual([
			[{ place, text: "the legacy mode", from: 4, to: 10, before: false, after: false }],
		]);
		expect(waiting).toMatchObject({ running: 1, inPart: 0, unread: 0, older: false });
	});

	test("is left out, and said so, for someone who searches it again and again; others aren't held up", async () => {
		// What is counted outlasts a test: a clock and people of this test's own, and other people each time.
		vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2026, 10, 29, 12) });
		const [often, once] = [person(++others, "Eve", "approver"), person(++others, "Finn", "approver")];
		snapshots[acme] = snapshotOf([ada, tom, often, once]);
		env = { ...env, QUOTA_TIMES: "1" } as Env;
		const all = [];
		for (let n = 0; n <= liveSearches.burst; n++) all.push(await find(often.id, at));
		expect(all.at(0)).toMatchObject({ sessions: [{}], waiting: { live: true, paused: false } });
		expect(all.at(-2)).toMatchObject({ sessions: [{}], waiting: { live: true, paused: false } });
		expect(all.at(-1)).toMatchObject({ sessions: [], waiting: { live: false, paused: true } });
		expect((await find(once.id, at)).waiting).toMatchObject({ live: true, paused: false });
		runs = [];
		expect((await find(often.id, at)).waiting.paused).toBe(false);
	});

	test("comes once, after what the index has: a run that it has begun to read isn't searched beside it", async () => {
		runs.push(run({ run: two, over: true }));
		found[`${acme}.2026-11`] = { sessions: [hit(acmeSession, november)], begun: [two] };
		const { sessions, waiting } = await find(ada.id, at);
		expect(sessions.map(({ lines }) => lines.map(({ text }) => text))).toEqual([
			["legacy", "the legacy mode"],
		]);
		expect(waiting.running).toBe(1);
		found[`${acme}.2026-11`] = { sessions: [] };
		expect((await find(ada.id, at)).sessions[0]?.lines).toHaveLength(2);
	});

	test("isn't on a page whose session goes on in the index, and is on the last one, whichever part that is in", async () => {
		const further = { ...hit(acmeSession, november), next: { block: 3, line: 0 } };
		found[`${acme}.2026-11`] = { sessions: [further] as never };
		expect((await find(ada.id, at)).sessions[0]?.lines).toHaveLength(1);
		runs.push(run({ run: two, over: true }));
		found = { [`${acme}.2026-11`]: { begun: [two], parts: true } };
		const last = await find(ada.id, { ...at, after: "1.3.0" });
		expect(last.sessions[0]?.lines.map(({ text }) => text)).toEqual(["the legacy mode"]);
	});

	test("is counted where that page isn't, and its run isn't said to be searched there", async () => {
		const further = { ...hit(acmeSession, november), next: { block: 3, line: 0 } };
		const waiting = { runs: 0, running: 1, sessions: 0, cut: 0, unbegun: 1 };
		found[`${acme}.2026-11`] = { sessions: [further] as never, waiting };
		expect((await find(ada.id, at)).waiting).toMatchObject({ live: false, running: 1, runs: 1 });
		found[`${acme}.2026-11`] = { waiting };
		expect((await find(ada.id, at)).waiting).toMatchObject({ live: true, running: 1, runs: 0 });
	});

	test("is searched only if its session was opened when the search wants it", async () => {
		const lines = async (query: Record<string, string>) =>
			(await find(ada.id, { ...at, ...query })).sessions.length;
		expect(await lines({ to: "2020-01-01" })).toBe(0);
		expect(await lines({ from: "2027-01-01" })).toBe(0);
		expect(await lines({ from: "2026-11-29", to: "2026-11-29" })).toBe(1);
	});

	test("is for those who may read the session alone, and for a search in it", async () => {
		expect((await find(ada.id)).sessions).toEqual([]);
		snapshots[acme] = snapshotOf([{ ...ada, roles: ["requester"] }, tom]);
		expect((await find(ada.id, at)).sessions).toEqual([]);
		snapshots[acme] = snapshotOf([{ ...ada, id: dana, roles: ["requester"] }, tom]);
		expect((await find(dana, at)).sessions).toHaveLength(1);
	});

	test("leaves out runs of other endpoints, and what is erased or about to be", async () => {
		expect((await find(ada.id, { ...at, endpoint: "EP-2" })).sessions).toEqual([]);
		runs = [run({ erased: true }), run({ run: two, struck: [1] })];
		const { sessions, waiting } = await find(ada.id, at);
		expect([sessions, waiting.unread]).toEqual([[], 1]);
	});

	test("is searched from its end, as far as there is time, and the newest lines are shown", async () => {
		printed[one] = Array.from({ length: 300 }, (_, n) => `legacy ${n}\n`).join("");
		const { sessions, waiting } = await find(ada.id, at);
		expect(sessions[0]?.lines.map(({ text }) => text)).toEqual(
			Array.from({ length: 100 }, (_, n) => `legacy ${n + 200}`),
		);
		expect([waiting.older, waiting.inPart]).toEqual([true, 0]);
		const wish = { text: "legacy 1", endpoint: null, begun: [], most: 100 };
		const some = await searchLive(env, { runs } as Indexed, wish, 400);
		expect(some.lines.map(({ place }) => "byte" in place && place.byte)).toEqual([]);
		expect(some.inPart).toBe(1);
	});

	test("of a recording that can't be read is counted, and the others are searched", async () => {
		runs.push(run({ run: two }));
		const getByName = env.RECORDING.getByName;
		vi.spyOn(console, "error").mockImplementation(() => {});
		env.RECORDING.getByName = ((name: string) =>
			name === one ? { outline: () => Promise.reject(new Error("away")) } : getByName(name)) as never;
		const { sessions, waiting } = await find(ada.id, at);
		expect([sessions[0]?.lines.map(({ text }) => text), waiting.unread]).toEqual([["legacy too"], 1]);
	});

	test("is searched in the newest runs of very many", async () => {
		runs = Array.from({ length: 25 }, (_, n) => run({ run: id("r", 10 + n) }));
		for (const one of runs) printed[one.run] = "legacy\n";
		const { sessions, waiting } = await find(ada.id, at);
		expect([sessions[0]?.lines.length, waiting.unread, waiting.running]).toEqual([20, 5, 25]);
	});
});

describe("with more indexes than one answer may ask", () => {
	const month = (n: number) => new Date(Date.UTC(2026, 10 - n, 1)).toISOString().slice(0, 7);
	const clients = Array.from({ length: 110 }, (_, n) => id("c", 100 + n));
	beforeEach(() => {
		snapshots = Object.fromEntries(clients.map((client) => [client, snapshotOf([tom])]));
		env.CLIENT.getByName = ((client: string) => ({
			snapshot: async () => snapshots[client],
			months: async () => Array.from({ length: 6 }, (_, n) => ({ month: month(n), sessions: 0 })),
		})) as never;
	});

	test("a search stops after whole months, says how far it came, and goes on from there", async () => {
		const first = await find(tom.id);
		expect(asked).toHaveLength(330);
		expect(first.until).toBe(Date.UTC(2026, 8, 1));
		expect(first.next).toMatchObject({ openedAt: first.until });
		asked = [];
		const { openedAt = 0, session = "" } = first.next ?? {};
		const rest = await find(tom.id, { before: `${openedAt}.${session}` });
		expect([...new Set(asked.map(({ wanted }) => wanted.before?.openedAt))]).toEqual([openedAt]);
		expect(new Set(asked.map(({ index }) => index.slice(-7)))).toEqual(new Set([3, 4, 5].map(month)));
		expect([rest.next, rest.until]).toEqual([null, null]);
	});

	test("what was found on the way is shown", async () => {
		found[`${clients[0]}.${month(0)}`] = { sessions: [hit(acmeSession, november)] };
		const { sessions, until } = await find(tom.id);
		expect([sessions.map(({ session }) => session), until]).toEqual([[acmeSession], Date.UTC(2026, 8, 1)]);
	});
});
