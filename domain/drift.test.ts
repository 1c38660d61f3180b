import { describe, expect, test } from "vitest";
import type { RunContext } from "../protocol/record/records.ts";
import { driftOf, type Earlier, headlines, partsOf } from "./drift.ts";

const context: RunContext = {
	type: "context",
	v: 1,
	runtime: "caisey-runtime-7a3f-dc2",
	agentVersion: "0.3.0",
	user: { name: "NT AUTHORITY\\SYSTEM", id: "S-1-5-18", groups: ["Everyone"], elevated: true },
	cwd: "C:\\",
	shell: { name: "powershell", path: "C:\\powershell.exe", sha256: null, version: "5.1", argv: ["a"] },
	executable: null,
	os: { platform: "win32", release: "10.0", version: "Windows 11", arch: "x64", hostname: "h" },
	locale: "en-US",
	timeZone: "UTC",
	bootId: "b",
	facts: {
		ExecutionPolicy: "RemoteSigned",
		"ExecutionPolicy LocalMachine": "RemoteSigned",
		"Pending restart": "no",
	},
	env: [
		{ name: "Path", value: "C:\\Windows;C:\\Tools", masked: false },
		{ name: "API_TOKEN", value: "", masked: true },
		{ name: "CAISEY_RUN", value: "r_1", masked: false },
		{ name: "CAISEY_SECRET_DB", value: "", masked: true },
	],
	capture: "plain",
};
const run = { run: "r_g0000000000000001", session: "s_g0000000000000001", at: 1 };

const drift = (now: Partial<RunContext>, before: Partial<RunContext> = {}) => {
	const { machine, account, shell } = partsOf({ ...context, ...before });
	const earlier = (part: Earlier["part"]): Earlier => ({ run, part });
	const of = { machine: earlier(machine), account: earlier(account), shell: earlier(shell) };
	return driftOf(partsOf({ ...context, ...now }), of).changes.map(({ what, before, now }) => [
		what,
		before,
		now,
	]);
};
const env = (...more: RunContext["env"]) => ({ env: [...context.env.slice(1), ...more] });
const facts = (more: Record<string, string>) => ({ facts: { ...context.facts, ...more } });

test("an environment doesn't differ from itself, whatever the run, its command and its directory", () => {
	const other = { name: "CAISEY_RUN", value: "r_2", masked: false };
	const shell = { ...context.shell, argv: ["b"] };
	expect(drift({ cwd: "D:\\", shell, runtime: "other", env: [...context.env.slice(0, 2), other] })).toEqual(
		[],
	);
});

test("what could not be read of a shell differs from nothing", () => {
	const unread = { shell: { ...context.shell, version: null, sha256: null } };
	const read = { shell: { ...context.shell, sha256: "ab".repeat(32) } };
	expect([drift(read, unread), drift(unread, read)]).toEqual([[], []]);
});

test.each<[string, Partial<RunContext>, unknown[]]>([
	["a policy", facts({ ExecutionPolicy: "AllSigned" }), ["ExecutionPolicy", "RemoteSigned", "AllSigned"]],
	[
		"a pending restart",
		facts({ "Pending restart": "yes: updates" }),
		["Pending restart", "no", "yes: updates"],
	],
	["a version", { shell: { ...context.shell, version: "7.6" } }, ["Shell version", "5.1", "7.6"]],
	[
		"a group that is new",
		{ user: { ...context.user, groups: ["Everyone", "Admins"] } },
		["Group", null, "Admins"],
	],
	["a group that is gone", { user: { ...context.user, groups: [] } }, ["Group", "Everyone", null]],
	["the user", { user: { ...context.user, name: "dana" } }, ["User", "NT AUTHORITY\\SYSTEM", "dana"]],
	["a restart", { bootId: "c" }, ["Boot id", "b", "c"]],
])("names %s", (_, now, change) => {
	expect(drift(now)).toEqual([change]);
});

test("a PATH is compared entry by entry, and its order", () => {
	const path = (value: string) => env({ name: "PATH", value, masked: false });
	expect(drift(path("C:\\New;C:\\Windows"))).toEqual([
		["PATH entry", "C:\\Tools", null],
		["PATH entry", null, "C:\\New"],
	]);
	expect(drift(path("C:\\Tools;C:\\Windows"))).toEqual([
		["PATH order", "C:\\Windows; C:\\Tools", "C:\\Tools; C:\\Windows"],
	]);
});

test("a variable that is new, gone or other is named, a masked one without its value", () => {
	const named = (name: string, value: string, masked = false) => ({ name, value, masked });
	expect(drift(env(named("Path", "C:\\Windows;C:\\Tools"), named("A", "1")))).toEqual([
		["Variable A", null, "1"],
	]);
	expect(drift({}, env(named("Path", "C:\\Windows;C:\\Tools"), named("A", "1")))).toEqual([
		["Variable A", "1", null],
	]);
	expect(drift({ env: [...context.env.slice(0, 1)] })).toEqual([["Variable API_TOKEN", "(masked)", null]]);
});

test("a fact that only one of the agents tells is not compared", () => {
	expect(drift(facts({ "Language mode": "FullLanguage" }))).toEqual([]);
	expect(drift({}, facts({ "Language mode": "FullLanguage" }))).toEqual([]);
});

test("a list of a fact is compared thing by thing", () => {
	const updates = (list: string) => facts({ Updates: list });
	expect(drift(updates("KB1; KB2"), updates("KB1"))).toEqual([["Update", null, "KB2"]]);
	expect(drift(updates("KB1"), updates("none"))).toEqual([["Update", null, "KB1"]]);
});

test("a PATH entry of which the machine couldn't say in time whether it is there has not changed, as far as anyone knows", () => {
	const missing = (...entries: string[]) => facts({ "PATH entries missing": entries.join("; ") || "none" });
	const late = missing("C:\\gone", "C:\\Windows (no answer)", "Z:\\ (not looked at: others give no answer)");
	const quick = missing("C:\\gone", "Z:\\");
	expect([drift(late, quick), drift(quick, late)]).toEqual([[], []]);
	expect(drift(late, missing("Z:\\"))).toEqual([["Missing PATH entry", null, "C:\\gone"]]);
});

test("times, names of runs and who is logged on are no drift", () => {
	const noisy = { "ExecutionPolicy read at": "2", "Last boot": "2", "Logged on": "dana" };
	expect(
		drift(facts(noisy), facts({ "ExecutionPolicy read at": "1", "Last boot": "1", "Logged on": "none" })),
	).toEqual([]);
});

test("the most telling change comes first, and a card counts none that only explains another", () => {
	const more = facts({
		ExecutionPolicy: "AllSigned",
		"ExecutionPolicy LocalMachine": "AllSigned",
		"Pending restart": "yes",
	});
	const { shell } = partsOf(context);
	const found = driftOf(partsOf({ ...context, ...more, bootId: "c" }), {
		machine: { run, part: partsOf(context).machine },
		shell: { run, part: shell },
	});
	const names = (changes: typeof found.changes) => changes.map(({ what }) => what);
	expect(names(found.changes)).toEqual([
		"ExecutionPolicy",
		"ExecutionPolicy LocalMachine",
		"Pending restart",
		"Boot id",
	]);
	expect(names(headlines(found.changes))).toEqual(["ExecutionPolicy", "Pending restart", "Boot id"]);
	expect(found.since).toEqual({ machine: run, shell: run });
});

describe("an endpoint that names what it likes", () => {
	const path = (from: number, many: number) =>
		env({
			name: "PATH",
			value: Array.from({ length: many }, (_, n) => `/${from + n}`).join(":"),
			masked: false,
		});
	const linux = { os: { ...context.os, platform: "linux" } };
	const whole = (now: Partial<RunContext>, before: Partial<RunContext>) => {
		const { shell } = partsOf({ ...context, ...before });
		return driftOf(partsOf({ ...context, ...now }), { shell: { run, part: shell } });
	};
	/** A Durable Object's row. */
	const fits = (drift: object) =>
		expect(Buffer.byteLength(JSON.stringify(JSON.stringify(drift)))).toBeLessThan(2_000_000);

	test("changes more than can be kept: the first ones are, and the rest is counted", () => {
		const found = whole({ ...linux, ...path(0, 20_000) }, { ...linux, ...path(20_000, 20_000) });
		expect([found.changes.length, found.more]).toEqual([500, 39_500]);
		fits(found);
		expect(headlines(found.changes)).toHaveLength(500);
	});

	test("has texts too long to be kept: each is cut, and those that don't fit are counted", () => {
		const odd = String.fromCharCode(1).repeat(10_000);
		const many = Array.from({ length: 400 }, (_, n) => ({ name: `${n}${odd}`, value: odd, masked: false }));
		const found = whole(env(...many), env());
		expect(found.changes.length + (found.more ?? 0)).toBe(400);
		expect(found.changes.every(({ what, now }) => what.length <= 300 && (now?.length ?? 0) <= 2_000)).toBe(
			true,
		);
		fits(found);
	});

	test("names a fact or a variable like a method of every object", () => {
		const named = { name: "constructor", value: "1", masked: false };
		const found = whole(
			{ ...facts({ toString: "x" }), ...env(...context.env.slice(0, 1), named) },
			{ ...facts({ toString: "y" }), ...env(...context.env.slice(0, 1)) },
		);
		expect(found.changes.map(({ what, before, now }) => [what, before, now])).toEqual([
			["toString", "y", "x"],
			["Variable constructor", null, "1"],
		]);
		expect(whole(facts({ valueOf: "x" }), {}).changes).toEqual([]);
		expect(headlines(found.changes)).toEqual(found.changes);
	});
});
