// What one endpoint's runs found, as its object keeps it: sessions report their runs in any order, and more than once.
import { beforeEach, expect, test } from "vitest";
import type { Found } from "../contracts/endpoint.ts";
import { context } from "../session/testing/states.ts";
import { memoryStorage } from "../workspace/testing/sql.ts";
import { compare as compareIn, snapshotTable } from "./snapshots.ts";
import { endpointWith } from "./testing/endpoint.ts";

let table: ReturnType<typeof snapshotTable>;
beforeEach(() => {
	table = snapshotTable(memoryStorage().sql);
});

const id = (kind: string, n: number) => `${kind}_g${String(n).padStart(16, "0")}`;
/** In the order of the runs' numbers, whenever they are reported. */
const compare = (table: ReturnType<typeof snapshotTable>, one: Found) =>
	compareIn(table, one, Number(one.run.slice(-16)) * 1_000);
const agent: Found["runAs"] = { kind: "agent" };

/** The run `n`, at that time: by its shell's facts and the name of its machine. */
const found = (
	n: number,
	facts: Record<string, string>,
	some: Partial<Found> & { shell?: string } = {},
): Found => {
	const { shell = "pwsh", ...rest } = some;
	const ran = { ...context, facts, shell: { ...context.shell, name: shell } };
	return {
		run: id("r", n),
		session: id("s", n),
		plan: id("p", n),
		step: 0,
		heard: n * 1_000 + 5,
		runAs: agent,
		context: ran,
		...rest,
	};
};
const policy = (is: string) => ({ ExecutionPolicy: is });
const earlier = (n: number) => ({ run: id("r", n), session: id("s", n), at: n * 1_000 + 5 });
const changed = (before: string, now: string) => [{ scope: "shell", what: "ExecutionPolicy", before, now }];

test("the first run on an endpoint is compared with none", () => {
	expect(compare(table, found(1, policy("A")))).toEqual({ since: {}, changes: [] });
});

test("the next one is compared with it, whichever session it is of", () => {
	compare(table, found(1, policy("A")));
	expect(compare(table, found(2, policy("B")))).toEqual({
		since: { machine: earlier(1), account: earlier(1), shell: earlier(1) },
		changes: changed("A", "B"),
	});
});

test("a run of another shell in between leaves this shell's facts to be compared", () => {
	compare(table, found(1, policy("A")));
	expect(compare(table, found(2, {}, { shell: "sh" })).since).toEqual({
		machine: earlier(1),
		account: earlier(1),
	});
	expect(compare(table, found(3, policy("B")))).toEqual({
		since: { machine: earlier(2), account: earlier(2), shell: earlier(1) },
		changes: changed("A", "B"),
	});
});

test("a run as another account is compared with the last one as that account", () => {
	compare(table, found(1, policy("A")));
	const dana = { runAs: { kind: "user", name: "dana" } } as const;
	expect(compare(table, found(2, policy("B"), dana))).toEqual({
		since: { machine: earlier(1) },
		changes: [],
	});
	expect(compare(table, found(3, policy("B"), dana)).since.shell).toEqual(earlier(2));
});

test("a run that is reported late is compared with the one before it, and changes nothing for later ones", () => {
	compare(table, found(1, policy("A")));
	compare(table, found(3, policy("C")));
	expect(compare(table, found(2, policy("B")))).toMatchObject({
		since: { shell: earlier(1) },
		changes: changed("A", "B"),
	});
	expect(compare(table, found(4, policy("D")))).toMatchObject({
		since: { shell: earlier(3) },
		changes: changed("C", "D"),
	});
});

test("a run that is reported again is compared as before", () => {
	compare(table, found(1, policy("A")));
	const first = compare(table, found(2, policy("B")));
	expect(compare(table, found(2, policy("B")))).toEqual(first);
	expect(compare(table, found(1, policy("A")))).toEqual({ since: {}, changes: [] });
});

test("it keeps the last few, however many there are", () => {
	for (let n = 1; n <= 20; n++) compare(table, found(n, policy("A")));
	expect(table.before("machine", { run: id("r", 15), order: 15_000 })).toBeNull();
	expect(table.before("machine", { run: id("r", 21), order: 21_000 })?.run).toBe(id("r", 20));
});

test("the Worker's grants order the runs of plans, and their steps within one; no clock of the endpoint does", () => {
	const { store } = endpointWith();
	const plan = (n: number) => ({
		plan: id("p", n),
		session: id("s", n),
		approvedAt: n,
		notBefore: 0,
		runBy: 9e9,
	});
	for (const n of [1, 2, 3]) store.enqueue(plan(n));
	// A Worker's clock may be set back, too.
	store.granted(id("p", 2), 5_000);
	store.granted(id("p", 1), 4_000);
	store.granted(id("p", 2), 6_000);
	const turns = [2, 1, 3].map((n) => store.turn(id("p", n), 4_500));
	expect(turns).toEqual([5_000, 5_100, 5_200]);
});
