import { expect, test } from "vitest";
import { planView, runView } from "../../../cards/testing/views.ts";
import type { RunView } from "../../../protocol/read/view.ts";
import { urgency, urgencyOf } from "./urgency.ts";

const to = { channel: "C1", thread: null };
const card = (run: Partial<RunView>): string =>
	JSON.stringify({
		type: "plan",
		view: planView({ state: "running", runs: [runView({ state: "running", end: null, ...run })] }),
	});

test("a command that goes on printing gives way to all else, however its output is read", () => {
	const before = card({ excerpt: "" });
	const reading = { as: ["UTF-16LE"], overdrawn: true };
	expect(urgencyOf(before, card({ excerpt: "x", stdout: 1, part: "last", reading }), to)).toBe(
		urgency.passing,
	);
	expect(urgencyOf(before, card({ state: "ended" }), to)).toBe(urgency.changed);
});
