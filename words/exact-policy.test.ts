// What an approver confirms of a policy reads exactly: nothing is left out, and each changed rule has a line.
import { expect, test } from "vitest";
import { Policy } from "../protocol/people.ts";
import { exactPolicyChanges } from "./exact-policy.ts";

type Rules = Partial<Policy>;
const changes = (was: Rules, is: Rules) => exactPolicyChanges(Policy.parse(was), Policy.parse(is));
const df = { name: "disk", command: "df -h", shell: "sh" as const };
const many = Array.from({ length: 25 }, (_, n) => `SRV-${n}`);

test("a rule that gets another endpoint names it, however many it has", () => {
	const was = { allow: [{ ...df, on: many }] };
	expect(changes(was, { allow: [{ ...df, on: [...many.slice(0, 24), "DC-01"] }] })).toEqual([
		"runs without a vote: disk: “df -h” in sh: now also on DC-01; no longer on SRV-24",
	]);
	expect(changes({}, was)).toEqual([
		`runs without a vote: new rule disk: “df -h” in sh on ${many.join(", ")}`,
	]);
	expect(changes(was, { allow: [df] })).toEqual([
		`runs without a vote: disk: “df -h” in sh on all endpoints (before: “df -h” in sh on ${many.join(", ")})`,
	]);
});

test("each changed rule has a line of its own, and those that stay have none", () => {
	const deny = (name: string, program: string) => ({ name, program });
	expect(
		changes(
			{ deny: [deny("a", "format"), deny("b", "dd"), deny("c", "rm")] },
			{ deny: [deny("a", "format"), deny("c", "del"), deny("d", "mkfs")] },
		),
	).toEqual([
		"never runs: c: the program del on all endpoints (before: the program rm on all endpoints)",
		"never runs: new rule d: the program mkfs on all endpoints",
		"never runs: no longer b: the program dd on all endpoints",
	]);
});

test("rules in another order, or written otherwise, have a line, too", () => {
	const other = { ...df, name: "other" };
	expect(changes({ allow: [df, other] }, { allow: [other, df] })).toEqual([
		"runs without a vote: the same rules in another order: other, disk",
	]);
	expect(changes({ allow: [df] }, { allow: [{ ...df, runAs: { kind: "agent" } }] })).toHaveLength(1);
	expect(
		changes({ allow: [{ ...df, on: ["A", "B"] }] }, { allow: [{ ...df, on: ["B", "A"] }] }),
	).toHaveLength(1);
});

test("a command's own quotation marks don't end it", () => {
	const [line] = changes({}, { allow: [{ ...df, command: "df” in sh on SRV-1; “x" }] });
	expect(line).toBe('runs without a vote: new rule disk: "df” in sh on SRV-1; “x" in sh on all endpoints');
});

test.each([
	["votes", { votes: 1 }, { votes: 2 }, "approvals needed for each change: 2 (before: 1)"],
	["a time in days", {}, { decideWithin: 172_860 }, "time to decide: 172,860 s (before: 24 h)"],
	["a time in seconds", {}, { runWithin: 7_261 }, "time to start after the approval: 7,261 s (before: 1 h)"],
	[
		"bytes",
		{ runBytes: 10_000_000_000 },
		{ runBytes: 10_000_000_001 },
		"most that a run may print: 10,000,000,001 bytes (before: 10,000,000,000 bytes)",
	],
	[
		"a time until deputies",
		{ escalateAfter: 172_801 },
		{ escalateAfter: null },
		"time until deputies may decide: never (before: 172,801 s)",
	],
] as [string, Rules, Rules, string][])(
	"two values that differ never read the same: %s",
	(_, was, is, line) => {
		expect(changes(was, is)).toEqual([line]);
	},
);
