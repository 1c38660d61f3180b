import { expect, test } from "vitest";
import { grantedPlan } from "../testing/granted.ts";
import { readAll } from "./checking.ts";
import { openEnds } from "./open.ts";

const none = "no head is signed yet: all 5 events are linked, not signed";

test("a session without a head says that nothing of it is signed", () => {
	const { it } = grantedPlan();
	expect(openEnds(it.core, readAll(it.core), new Set())).toEqual([none]);
});

test("an older approval doesn't name its runs, so only its place binds a run to its step", () => {
	const { it } = grantedPlan();
	const events = readAll(it.core).map(({ body, ...event }) => {
		if (body?.kind !== "plan.decided") return { ...event, body };
		const { runs: _, ...older } = body;
		return { ...event, body: older };
	});
	expect(openEnds(it.core, events, new Set())).toEqual([
		none,
		"Step 1 on CLIENT-ACCT-01: only its place binds it to its step",
		"Step 2 on CLIENT-ACCT-01: only its place binds it to its step",
	]);
});
