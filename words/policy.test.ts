import { expect, test } from "vitest";
import { policyValueText } from "./policy.ts";

test.each([
	["votes", 2, "2"],
	["votes", undefined, "not set"],
	["decideWithin", 86_400, "24 h"],
	["outputInChat", "counts", "only byte counts"],
	["retentionDays", null, "for ever"],
	["retentionDays", 90, "90 days after the session closes"],
	["legalHold", true, "on, nothing is erased"],
	["runBytes", 5_000, "5,000 bytes"],
	["runBytes", 10_000_000_000, "10.0 GB"],
	["runsPerDay", 10_000, "10,000"],
] as const)("%s of %s reads in plain words", (name, value, text) => {
	expect(policyValueText(name, value)).toBe(text);
});
