// What an endpoint remembers of its runs: in their order, each with what had changed.
import { beforeEach, expect, test } from "vitest";
import type { Found } from "../contracts/endpoint.ts";
import { context } from "../session/testing/states.ts";
import { memoryStorage } from "../workspace/testing/sql.ts";
import { compare, snapshotTable } from "./snapshots.ts";
import { timelineTable } from "./timeline.ts";

let sql: SqlStorage;
let snapshots: ReturnType<typeof snapshotTable>;
let timeline: ReturnType<typeof timelineTable>;
beforeEach(() => {
	({ sql } = memoryStorage());
	snapshots = snapshotTable(sql);
	timeline = timelineTable(sql, snapshots);
});

const id = (kind: string, n: number) => `${kind}_g${String(n).padStart(16, "0")}`;
const found = (n: number, policy: string, shell = "pwsh"): Found => ({
	...{ run: id("r", n), session: id("s", n), plan: id("p", n), step: 0, heard: n * 1_000 + 5 },
	runAs: { kind: "agent" },
	context: { ...context, facts: { ExecutionPolicy: policy }, shell: { ...context.shell, name: shell } },
});
const runs = (...all: Found[]) => {
	for (const one of all) {
		const at = Number(one.run.slice(-16)) * 1_000;
		timeline.keep(one, at, compare(snapshots, one, at));
	}
};
const shown = (before: Parameters<typeof timeline.runs>[0] = null, limit = 10) =>
	timeline
		.runs(before, limit)
		.map(({ run, drift }) => [
			Number(run.slice(-16)),
			drift?.changes.map(({ before, now }) => `${before} → ${now}`) ?? [],
		]);

test("each run tells what had changed since the one before it, the newest first", () => {
	runs(found(1, "A"), found(2, "A"), found(3, "B"));
	expect(shown()).toEqual([
		[3, ["A → B"]],
		[2, []],
		[1, []],
	]);
	expect(timeline.runs(null, 1)).toMatchObject([
		{ at: 3_000, heard: 3_005, session: id("s", 3), shell: "pwsh", runAs: { kind: "agent" } },
	]);
	expect(timeline.runs(null, 1)[0]?.drift?.since.shell).toEqual({
		run: id("r", 2),
		session: id("s", 2),
		at: 2_005,
	});
});

test("a run that is reported late, or again, has its place once", () => {
	runs(found(3, "B"), found(1, "A"), found(3, "B"), found(1, "A"));
	expect(shown()).toEqual([
		[3, []],
		[1, []],
	]);
});

test("a page begins behind the last run of the one before", () => {
	runs(...[1, 2, 3, 4, 5].map((n) => found(n, String(n))));
	const [, second] = timeline.runs(null, 2);
	expect(shown(second ?? null, 2).map(([n]) => n)).toEqual([3, 2]);
});

test("runs from before it was kept are remembered by their snapshots, with what had changed, read or kept on", () => {
	for (const one of [found(1, "A"), found(2, "B"), found(3, "C", "sh"), found(4, "C")])
		compare(snapshots, one, Number(one.run.slice(-16)) * 1_000);
	const before = [
		[4, ["B → C"]],
		[3, []],
		[2, ["A → B"]],
		[1, []],
	];
	expect(shown()).toEqual(before);
	expect(timeline.runs(null, 2).map(({ shell, runAs }) => [shell, runAs?.kind])).toEqual([
		["pwsh", "agent"],
		["sh", "agent"],
	]);
	runs(found(5, "D"));
	expect(shown()).toEqual([[5, ["C → D"]], ...before]);
});

test("of very many changes, the most telling are kept, and the others counted", () => {
	const many = (prefix: string): Found => {
		const one = found(prefix === "a" ? 1 : 2, "A");
		const env = Array.from({ length: 60 }, (_, n) => ({ name: `V${n}`, value: prefix, masked: false }));
		return { ...one, context: { ...one.context, env } };
	};
	runs(many("a"), many("b"));
	const [newest] = timeline.runs(null, 1);
	expect([newest?.drift?.changes.length, newest?.drift?.more]).toEqual([50, 10]);
});

test("of very long changes, so much is kept as a page of many runs can hold, and the others are counted", () => {
	const many = (n: number): Found => {
		const one = found(n, "A");
		const env = Array.from({ length: 40 }, (_, i) => ({
			name: `V${i}`,
			value: `${n}`.repeat(9_000),
			masked: false,
		}));
		return { ...one, context: { ...one.context, env } };
	};
	runs(many(1), many(2));
	const [newest] = timeline.runs(null, 1);
	const { changes = [], more = 0 } = newest?.drift ?? {};
	expect(JSON.stringify(changes).length).toBeLessThan(17_000);
	expect(changes[0]?.now?.length).toBe(300);
	expect([changes.length > 10, changes.length + more]).toEqual([true, 40]);
});

test("of very many runs, old ones that changed nothing go first, then the oldest", () => {
	timeline = timelineTable(sql, snapshots, { all: 6, unchanged: 3 });
	const policy = (n: number) => (n === 2 ? "A" : n < 5 ? "B" : n < 9 ? "C" : `D${n}`);
	runs(...Array.from({ length: 8 }, (_, n) => found(n + 1, policy(n + 1))));
	expect(shown()).toEqual([
		[8, []],
		[7, []],
		[6, []],
		[5, ["B → C"]],
		[3, ["A → B"]],
		[2, ["B → A"]],
	]);
	runs(...Array.from({ length: 20 }, (_, n) => found(n + 9, policy(n + 9))));
	expect(shown().map(([n]) => n)).toEqual([28, 27, 26, 25, 24, 23]);
});

test("runs from before there was a limit go, too, some at a time, and those that changed something stay", () => {
	timeline = timelineTable(sql, snapshots, { all: 1e6, unchanged: 1e6 });
	const policy = (n: number) => (n <= 250 ? "A" : n > 500 ? "C" : n % 2 ? "B" : "A");
	const next = (from: number, many: number) =>
		runs(...Array.from({ length: many }, (_, n) => found(from + n, policy(from + n))));
	next(1, 500);
	timeline = timelineTable(sql, snapshots, { all: 600, unchanged: 5 });
	next(501, 20);
	expect(shown(null, 5).length).toBe(5);
	expect(
		timeline
			.runs(null, 1_000)
			.slice(5)
			.map(({ run }) => Number(run.slice(-16))),
	).toEqual([501, ...Array.from({ length: 250 }, (_, n) => 500 - n), 1]);
	timeline = timelineTable(sql, snapshots, { all: 20, unchanged: 5 });
	next(521, 2);
	expect(timeline.runs(null, 1_000)).toHaveLength(20);
});

test("whatever an agent tells, a row is small", () => {
	const long = found(1, "A", "x".repeat(500_000));
	expect(compare(snapshots, long, 1_000).changes).toEqual([]);
	expect(timeline.runs(null, 1)[0]?.shell.length).toBe(100);
	runs(long);
	expect(timeline.runs(null, 1)[0]?.shell.length).toBe(100);
});
