import { expect, test } from "vitest";
import type { Machine } from "../protocol/machine.ts";
import { clockAhead, differences, endsByItself, type Known, withBoot } from "./machine.ts";

const [first, second, third] = [1, 2, 3].map((n) => `0000000${n}-0000-4000-8000-000000000000`) as [
	string,
	string,
	string,
];
const known: Known = { host: "FRONT-01", id: "ab".repeat(32), boots: [first, second], count: 7 };
const said = (some: Partial<Machine> = {}): Machine => ({
	host: "FRONT-01",
	id: "ab".repeat(32),
	boot: second,
	count: 8,
	at: 1,
	...some,
});

test.each<[what: string, some: Partial<Machine>, found: string[]]>([
	["the same machine", {}, []],
	["the same machine after a start of its system", { boot: third }, []],
	["another way to write its name", { host: "front-01" }, []],
	["a journal that went on", { count: 200 }, []],
	["a machine that can't tell its id, or count", { id: null, count: null }, []],
	["another name", { host: "COPY-7" }, ["host"]],
	["another id", { id: "cd".repeat(32) }, ["machine"]],
	["another machine", { host: "COPY-7", id: "cd".repeat(32), boot: third }, ["host", "machine"]],
	["a journal as old as what we know", { count: 7 }, ["journal"]],
	["a journal that is new, or older", { count: 1 }, ["journal"]],
	["a start of the system that had ended", { boot: first }, ["boot"]],
])("%s", (_, some, found) => {
	expect(differences(known, said(some))).toEqual(found);
});

test("a time of start that comes back says nothing: clocks are set", () => {
	const windows = { ...known, boots: ["133500000000000000", "133500000005000000"] };
	expect(differences(windows, said({ boot: "133500000000000000" }))).toEqual([]);
});

test("an agent that says nothing of its machine any more differs", () => {
	expect(differences(known, null)).toEqual(["silent"]);
});

test("a hold ends by itself where the machine is again what it was, but not after an older journal", () => {
	expect(endsByItself(["host", "machine"])).toBe(true);
	expect(endsByItself(["host", "journal"])).toBe(false);
});

test("the last thirty starts of a system are known, each once", () => {
	const all = Array.from({ length: 40 }, (_, n) => String(n));
	expect(all.reduce<string[]>(withBoot, [])).toEqual(all.slice(10));
	expect(withBoot(["a", "b"], "a")).toEqual(["b", "a"]);
	expect(withBoot(["a", "b"], "b")).toEqual(["a", "b"]);
});

test("a clock that is a minute or more away differs from a slow connection", () => {
	const now = 1_700_000_000_000;
	expect([-59_999, 0, 59_999].map((by) => clockAhead(now + by, now))).toEqual([0, 0, 0]);
	expect([-60_000, 7_200_000].map((by) => clockAhead(now + by, now))).toEqual([-60_000, 7_200_000]);
});
