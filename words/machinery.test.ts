import { expect, test } from "vitest";
import type { SessionEventBody } from "../protocol/record/events.ts";
import type { Refusal } from "../protocol/refusal.ts";
import { machineryOf, machineryTitle } from "./machinery.ts";

const refused = (refusal: Refusal): SessionEventBody => ({
	kind: "attempt.refused",
	plan: null,
	action: "propose",
	refusal,
});

test("a refusal of what someone left out is folded away; one of authority or of a field's words never is", () => {
	expect(machineryOf(refused({ code: "empty-command" }))).toBe("incomplete request sent back");
	expect(
		machineryOf(refused({ code: "bad-field", field: "What changes", reason: "has 800 lines" })),
	).toBeNull();
	expect(machineryOf(refused({ code: "not-a-technician", client: "Acme Dental" }))).toBeNull();
	expect(machineryOf(refused({ code: "looks-secret", what: "a password", in: "proposal" }))).toBeNull();
});

test("the line counts every entry and names each thing once", () => {
	expect(machineryTitle(["card shown"])).toBe("Behind the scenes: card shown · 1 entry");
	expect(machineryTitle(["card shown", "card shown", "record signed"])).toBe(
		"Behind the scenes: card shown and record signed · 3 entries",
	);
});
