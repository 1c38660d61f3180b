import { expect, test } from "vitest";
import type { SessionEventBody } from "../protocol/events.ts";
import type { Refusal } from "../protocol/refusal.ts";
import { machineryOf, machineryTitle } from "./machinery.ts";

const refused = (refusal: Refusal): SessionEventBody => ({
	kind: "attempt.refused",
	plan: null,
	action: "propose",
	refusal,
});

test("a refusal of a mistyped field is folded away, a refusal of someone's authority never is", () => {
	expect(machineryOf(refused({ code: "bad-field", field: "Shell", reason: "is empty" }))).toBe(
		"a slip corrected",
	);
	expect(machineryOf(refused({ code: "not-a-technician", client: "Acme Dental" }))).toBeNull();
	expect(machineryOf(refused({ code: "looks-secret", what: "a password", in: "proposal" }))).toBeNull();
});

test("the line counts every entry and names each thing once", () => {
	expect(machineryTitle(["card shown"])).toBe("Behind the scenes: card shown · 1 entry");
	expect(machineryTitle(["card shown", "card shown", "record signed"])).toBe(
		"Behind the scenes: card shown and record signed · 3 entries",
	);
});
