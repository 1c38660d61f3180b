// The list of sessions over several clients: merged, in order, page by page, with the sums of its tabs. Each client's own table is real.
import { beforeEach, expect, test } from "vitest";
import { sessionsWish } from "../../console/sessions/wish.ts";
import type { Person } from "../../protocol/people.ts";
import { sessionsTable } from "../client/sessions.ts";
import { migrations } from "../client/tables.ts";
import type { Listed, ListWish } from "../contracts/values/listed.ts";
import type { Snapshot } from "../contracts/values/snapshot.ts";
import { migrate } from "../durable/sql.ts";
import type { Env } from "../env.ts";
import { ada, id, person, snapshotOf, tom } from "../session/testing/session.ts";
import { memoryStorage } from "../workspace/testing/sql.ts";
import { sessionsFor } from "./sessions.ts";

const [acme, bolt, corner] = [id("c", 1), id("c", 2), id("c", 3)];
/** Asks at Bolt Bakery, and has no other role. */
const dana = person(7, "Dana", "requester");

let clients: Record<string, { snapshot: Snapshot; table: ReturnType<typeof sessionsTable> }>;
let env: Env;
beforeEach(() => {
	clients = {
		[acme]: client(acme, "Acme Dental", [ada, tom]),
		[bolt]: client(bolt, "Bolt Bakery", [tom, dana]),
		[corner]: client(corner, "Corner Shop", [ada]),
	};
	env = {
		DIRECTORY: {
			getByName: () => ({
				memberships: async (of: { person: string }) =>
					Object.keys(clients)
						.filter((one) => clients[one]?.snapshot.people.some((known) => known.id === of.person))
						.map((one) => ({ client: one, person: of.person, name: "" })),
			}),
		},
		CLIENT: {
			getByName: (one: string) => ({
				snapshot: async () => clients[one]?.snapshot,
				findSessions: async (wish: ListWish) => clients[one]?.table.find(wish),
			}),
		},
	} as unknown as Env;
});

const client = (of: string, name: string, people: Person[]) => {
	const storage = memoryStorage();
	migrate(storage, migrations);
	return { snapshot: { ...snapshotOf(people), client: of, name }, table: sessionsTable(storage.sql) };
};

/** Keeps a session that was opened at this time; several may be. */
const opened = (at: string, openedAt: number, some: Partial<Listed> = {}, n = openedAt) =>
	clients[at]?.table.list(
		{
			...{ session: id("s", n), request: `${n}`, requester: "Dana", state: "finished", openedAt },
			...{ closedAt: null, erasures: [], pending: [], ticket: null, takenBy: "Tom", outcome: "done" },
			...{
				went: "Done",
				asker: dana.id,
				taker: tom.id,
				machines: ["EP-1"],
				people: [dana.id, tom.id],
				...some,
			},
		} as Listed,
		[],
	);

const find = (by: Person, query: Record<string, string> = {}) => sessionsFor(env, by.id, sessionsWish(query));
const requests = async (by: Person, query: Record<string, string> = {}) =>
	(await find(by, query)).sessions.map(({ request, client }) => `${request} ${client}`);

test("sessions come newest first over all clients of who looks, each with its client, and of no other one", async () => {
	for (const [at, when] of [
		[acme, 1],
		[bolt, 2],
		[corner, 3],
		[acme, 4],
		[bolt, 5],
	] as const)
		opened(at, when);
	expect(await requests(tom)).toEqual(["5 Bolt Bakery", "4 Acme Dental", "2 Bolt Bakery", "1 Acme Dental"]);
	expect(await requests(ada)).toEqual(["4 Acme Dental", "3 Corner Shop", "1 Acme Dental"]);
	expect((await find(tom)).clients.map(({ name }) => name)).toEqual(["Acme Dental", "Bolt Bakery"]);
});

test("someone who only asks at one of them sees what they took part in there, and of colleagues no list", async () => {
	opened(acme, 1);
	opened(bolt, 2);
	opened(bolt, 3, { asker: tom.id, people: [tom.id] });
	const { sessions, clients: known, counts } = await find(dana);
	expect(sessions.map(({ request }) => request)).toEqual(["2"]);
	expect(known.map(({ name, people }) => [name, people])).toEqual([["Bolt Bakery", []]]);
	expect(counts.all).toBe(1);
});

test("a client in the address narrows the list and its sums to that one; another one's shows nothing", async () => {
	for (const [at, when] of [
		[acme, 1],
		[bolt, 2],
		[corner, 3],
	] as const)
		opened(at, when);
	expect(await requests(tom, { client: bolt })).toEqual(["2 Bolt Bakery"]);
	expect((await find(tom, { client: bolt })).counts.all).toBe(1);
	const { sessions, counts, clients: known, next } = await find(tom, { client: corner });
	expect([sessions, counts.all, next]).toEqual([[], 0, null]);
	expect(known.map(({ name }) => name)).toEqual(["Acme Dental", "Bolt Bakery"]);
});

test("each tab's number is the sum over all clients, whichever tab and page is shown", async () => {
	const unclaimed = { state: "waiting-for-technician", taker: null, takenBy: null } as const;
	const plan = {
		plan: id("pl", 1),
		proposer: tom.id,
		proposerAccount: null,
		changes: "c",
		endpoints: [],
		decideBy: 9,
	};
	opened(acme, 1, { ...unclaimed });
	opened(bolt, 2, { ...unclaimed });
	opened(acme, 3, { state: "running" });
	opened(bolt, 4, { state: "waiting-for-approval", pending: [plan] });
	opened(bolt, 5, { asker: ada.id, taker: ada.id });
	opened(corner, 6, { state: "running" });
	const counts = { all: 5, mine: 2, unclaimed: 2, approval: 1, running: 1 };
	for (const tab of ["all", "mine", "unclaimed", "approval", "running"] as const) {
		const found = await find(tom, { tab, before: `3.${id("s", 3)}` });
		expect([tab, found.counts]).toEqual([tab, counts]);
	}
	expect(await requests(tom, { tab: "unclaimed" })).toEqual(["2 Bolt Bakery", "1 Acme Dental"]);
});

test("page follows page over all clients without a gap or a repeat, also among those opened at the same time", async () => {
	const all: string[] = [];
	for (let n = 1; n <= 130; n++) {
		const at = n % 3 === 0 ? bolt : acme;
		opened(at, Math.floor(n / 20), {}, n);
		all.push(`${n}`);
	}
	const pages: string[][] = [];
	let query: Record<string, string> = {};
	for (let more = true; more && pages.length < 9; ) {
		const { sessions, next } = await find(tom, query);
		pages.push(sessions.map(({ request }) => request));
		more = next !== null;
		if (next) query = { before: `${next.openedAt}.${next.session}` };
	}
	expect(pages.map(({ length }) => length)).toEqual([50, 50, 30]);
	expect(pages.flat()).toEqual(all.toReversed());
});

test("what fills the last page to its end has no next one", async () => {
	for (let n = 1; n <= 50; n++) opened(n % 2 ? acme : bolt, n);
	expect((await find(tom)).next).toBeNull();
	opened(bolt, 51);
	expect((await find(tom)).next).toEqual({ openedAt: 2, session: id("s", 2) });
});
