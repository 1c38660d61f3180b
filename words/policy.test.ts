import { expect, test } from "vitest";
import { policyChangeText } from "./policy.ts";

test.each([
	["votes", 1, 2, "approvals needed for each change: 2 (before: 1)"],
	["decideWithin", 86_400, 3_600, "time to decide: 1 h (before: 24 h)"],
	["outputInChat", "lines", "counts", "output in chat: only byte counts (before: first lines)"],
	["retentionDays", null, 90, "output is kept: 90 days after the session closes (before: for ever)"],
	["legalHold", false, true, "legal hold: on, nothing is erased (before: off)"],
	["votes", undefined, 1, "approvals needed for each change: 1 (before: not set)"],
	["runBytes", 10_000_000_000, 5_000, "most that a run may print: 5,000 bytes (before: 10.0 GB)"],
	["runsPerDay", 10_000, 200, "most runs a day: 200 (before: 10,000)"],
	["newer", 1, 2, "policy newer: 2 (before: 1)"],
])("a change of %s from %s to %s reads in plain words", (name, before, after, text) => {
	expect(policyChangeText(name, before, after)).toBe(text);
});
