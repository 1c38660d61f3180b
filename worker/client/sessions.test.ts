import { beforeEach, expect, test } from "vitest";
import type { Listed, ListWish } from "../contracts/values/listed.ts";
import { migrate } from "../durable/sql.ts";
import { memoryStorage } from "../workspace/testing/sql.ts";
import { sessionsTable } from "./sessions.ts";
import { migrations } from "./tables.ts";

let table: ReturnType<typeof sessionsTable>;
beforeEach(() => {
	const storage = memoryStorage();
	migrate(storage, migrations);
	table = sessionsTable(storage.sql);
});

const session = (n: number, some: Partial<Listed> = {}): Listed => ({
	...{
		session: `s_${n}`,
		request: `r ${n}`,
		requester: "Dana",
		state: "finished",
		openedAt: n,
		closedAt: null,
		erasures: [],
	},
	...{ pending: [], ticket: null, takenBy: "Tom", outcome: "done", went: "Done" },
	...{ asker: "p_dana", taker: "p_tom", machines: ["EP-1"], people: ["p_dana", "p_tom"], ...some },
});
const any: ListWish = {
	...{ tab: "all", me: "p_dana", only: null, endpoint: null, person: null, state: null, outcome: null },
	...{ ticket: null, from: null, to: null, before: null, limit: 100 },
};
const pending = [
	{ plan: "pl_1", proposer: "p_tom", proposerAccount: null, changes: "c", endpoints: ["EP-1"], decideBy: 9 },
];
const found = (wish: Partial<ListWish>) =>
	table.find({ ...any, ...wish }).sessions.map(({ openedAt }) => openedAt);

test("each tab has its sessions, newest first, and tells how many", () => {
	table.list(session(1), []);
	table.list(session(2, { asker: "p_ada", state: "running" }), []);
	table.list(session(3, { asker: "p_ada", taker: "p_dana" }), []);
	table.list(session(4, { asker: null, takenBy: null, taker: null, state: "waiting-for-technician" }), []);
	table.list(session(5, { asker: null, state: "waiting-for-approval", pending }), []);
	table.list(session(6, { asker: null, takenBy: null, closedAt: 7, state: "closed" }), []);
	const tabs = ["all", "mine", "unclaimed", "approval", "running"] as const;
	expect(tabs.map((tab) => found({ tab }))).toEqual([[6, 5, 4, 3, 2, 1], [3, 1], [4], [5], [2]]);
	const { counts } = table.find({ ...any, tab: "mine", before: { openedAt: 2, session: "s_2" } });
	expect(counts).toEqual({ all: 6, mine: 2, unclaimed: 1, approval: 1, running: 1 });
});

test("filters narrow it, each and together; one that may see their own alone sees no others", () => {
	table.list(session(1, { machines: ["EP-1", "EP-2"], ticket: "T-1" }), []);
	table.list(session(2, { outcome: "did-not-work", asker: "p_ada" }), []);
	expect(found({ endpoint: "EP-2" })).toEqual([1]);
	expect(found({ person: "p_ada" })).toEqual([2]);
	expect(found({ person: "p_tom" })).toEqual([2, 1]);
	expect(found({ state: "finished", outcome: "did-not-work" })).toEqual([2]);
	expect(found({ ticket: "T-1" })).toEqual([1]);
	expect(found({ from: 2 })).toEqual([2]);
	expect(found({ to: 2 })).toEqual([1]);
	expect(found({ endpoint: "EP-2", person: "p_ada" })).toEqual([]);
	expect(found({ only: "p_ada" })).toEqual([2]);
	expect(table.find({ ...any, only: "p_ada" }).counts.all).toBe(1);
});

test("pages go on after a session, also among those opened at the same time", () => {
	for (let n = 1; n <= 250; n++) table.list({ ...session(n), openedAt: Math.floor(n / 50) }, []);
	const seen: string[] = [];
	for (let before: ListWish["before"] = null, more = true; more; ) {
		const page = table.find({ ...any, before, limit: 60 });
		seen.push(...page.sessions.map(({ session }) => session));
		more = page.more;
		before = page.sessions.at(-1) ?? null;
	}
	expect([seen.length, new Set(seen).size]).toEqual([250, 250]);
});

test("months are those in which sessions were opened, with how many there are, or how many someone took part in", () => {
	table.list({ ...session(1, { people: ["p_ada"] }), openedAt: Date.UTC(2026, 9, 31, 23, 59) }, []);
	table.list({ ...session(2), openedAt: Date.UTC(2026, 10, 1) }, []);
	table.list({ ...session(3), openedAt: Date.UTC(2026, 10, 2) }, []);
	const counted = (only: string | null) => table.months(only).map(({ month, sessions }) => [month, sessions]);
	expect(counted(null)).toEqual([
		["2026-11", 2],
		["2026-10", 1],
	]);
	expect(counted("p_ada")).toEqual([
		["2026-11", 0],
		["2026-10", 1],
	]);
});

test("an office manager finds what they asked for, and what they took part in", () => {
	table.list(session(1), []);
	table.list(session(2, { asker: "p_ada", people: ["p_ada", "p_dana"] }), []);
	table.list(session(3, { asker: "p_ada", people: ["p_ada"] }), []);
	expect(found({ only: "p_dana" })).toEqual([2, 1]);
	// As soon as they write there.
	table.list(session(3, { asker: "p_ada", people: ["p_ada", "p_dana"] }), []);
	expect(found({ only: "p_dana" })).toEqual([3, 2, 1]);
});

test("at a glance, each session stands once: asked for, in the queue by what it waits for, or among the others", () => {
	const free = { asker: null, takenBy: null, taker: null };
	const mine = { asker: null, takenBy: "Dana", taker: "p_dana" };
	const theirs = { asker: null };
	table.list(session(1, { state: "closed", closedAt: 9 }), []);
	table.list(session(2, { ...mine, state: "waiting-for-approval", pending }), []);
	table.list(session(3, { ...mine, state: "closed", closedAt: 9 }), []);
	table.list(session(4, { ...free, state: "waiting-for-technician" }), []);
	table.list(session(5, { ...theirs, state: "waiting-for-approval", pending }), []);
	table.list(session(6, { ...theirs, state: "running" }), []);
	table.list(session(7, { ...theirs, state: "finished" }), []);
	table.list(session(8, { ...free, state: "waiting-for-technician" }), []);
	const { requests, queue, recent } = table.glance("p_dana");
	expect(requests.map(({ openedAt }) => openedAt)).toEqual([1]);
	expect(queue.map((one) => `${one.openedAt} ${one.queue}`)).toEqual([
		"2 mine",
		"4 unclaimed",
		"5 approval",
		"6 running",
		"8 unclaimed",
	]);
	expect(recent.map(({ openedAt }) => openedAt)).toEqual([7, 3]);
});

test("erasures that wait are found until they are over", () => {
	const erasures = [
		{
			erasure: "x_1",
			eraser: "p_olga",
			eraserAccount: null,
			by: "Olga",
			what: "event 3",
			reason: "a name",
			expires: 9,
		},
	];
	table.list(session(1, { erasures }), []);
	expect(table.glance("p_dana").erasing).toMatchObject([{ openedAt: 1, erasures }]);
	table.list(session(1), []);
	expect(table.glance("p_dana").erasing).toEqual([]);
});

test("many sessions in one queue hide no other queue, and each tells how many it has", () => {
	const free = { asker: null, takenBy: null, taker: null };
	for (let n = 1; n <= 50; n++) table.list(session(n, { ...free, state: "waiting-for-technician" }), []);
	table.list(session(51, { asker: null, takenBy: "Dana", taker: "p_dana", state: "running" }), []);
	table.list(session(52, { asker: null, state: "running" }), []);
	const { queue, queued, recent } = table.glance("p_dana");
	expect(queue.slice(-2).map((one) => `${one.openedAt} ${one.queue}`)).toEqual(["51 mine", "52 running"]);
	expect(queue.filter((one) => one.queue === "unclaimed").map(({ openedAt }) => openedAt)).toEqual([
		1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
	]);
	expect(queued).toEqual({ mine: 1, unclaimed: 50, approval: 0, running: 1 });
	expect(recent).toEqual([]);
});
