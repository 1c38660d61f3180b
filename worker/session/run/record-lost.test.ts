// A machine lost its record of a plan that it had accepted: no one waits for it, and what still comes counts.
import { beforeEach, expect, test } from "vitest";
import { noticeCard } from "../../../cards/kinds/notice.ts";
import { results } from "../../../cards/kinds/plan-runs.ts";
import type { RunEnd } from "../../../protocol/record/records.ts";
import { planView } from "../show/views.ts";
import type { PlanRow } from "../tables/plan/plans.ts";
import { grantedPlan } from "../testing/granted.ts";
import { endpoint, noOutput, now } from "../testing/session.ts";
import { accepted, recordLost, sentAway } from "./delivered.ts";
import { takeReport } from "./reports.ts";

let it: ReturnType<typeof grantedPlan>["it"];
let plan: string;
beforeEach(() => {
	({ it, plan } = grantedPlan());
	accepted(it.core, plan, endpoint.id, "caisey-runtime-7a3f-dc2", now + 1_000);
});

const view = () => planView(it.core, it.store.plans.get(plan) as PlanRow);
const card = () => results(view()).flatMap((section) => ("line" in section ? section.line : []));
const told = () =>
	it.sent.flatMap((one) =>
		one.type === "notice" && one.notice.turn === "finished"
			? [noticeCard({ ...one.notice, to: [] }).notification.join("")]
			: [],
	);
const ends = (run: string, end: RunEnd, at: number) => {
	const row = it.store.plans.get(plan) as PlanRow;
	const nothing = { bytes: 0, sha256: null };
	const about = { v: 1, run, plan, digest: row.digest, endpoint: endpoint.id, durationMs: 10, end } as const;
	const summary = { ...about, records: 0, stdout: nothing, stderr: nothing };
	const found = { signed: true, started: true, stdout: null, stderr: null };
	const head = { id: run, count: 1, link: "ab".repeat(32), keyId: "k", signature: `${"A".repeat(86)}==` };
	it.store.runs.start(run, now + 1_000, now + 1_000, {} as never, null);
	takeReport(
		{ type: "ended", ended: { summary, agrees: true, found, head, progress: noOutput } },
		run,
		it.core,
		at,
	);
};

test("the plan ends at once as unknown, and card and notice say that the machine lost its record", () => {
	recordLost(it.core, plan, endpoint.id, now + 2_000);
	expect(view()).toMatchObject({ state: "finished", outcome: "unknown" });
	expect(card().join("\n")).toContain(
		`On ${endpoint.name}: this machine lost its record of the plan, so the change may or may not have run. Check that machine before you propose it again`,
	);
	expect(told()).toEqual([
		"We don't know whether Tom's “prints” worked on CLIENT-ACCT-01: the machine lost its record of the plan.",
	]);
	expect(it.kinds().at(-1)).toBe("plan.unheard");
});

test("a plan of which every step has ended stays as it ended", () => {
	for (const { id } of it.store.runs.of(plan)) ends(id, { outcome: "exited", code: 0 }, now + 3_000);
	expect(view().outcome).toBe("done");
	recordLost(it.core, plan, endpoint.id, now + 4_000);
	expect(view().outcome).toBe("done");
	expect(it.kinds()).not.toContain("plan.unheard");
});

test("records that come later count, and those who wait hear how it went", () => {
	recordLost(it.core, plan, endpoint.id, now + 2_000);
	for (const { id } of it.store.runs.of(plan)) ends(id, { outcome: "exited", code: 0 }, now + 3_000);
	expect(view().outcome).toBe("done");
	expect(told().at(-1)).toContain("Done on CLIENT-ACCT-01");
});

test.each([
	["removed", "it was removed before it reported how this ended"],
	["blocked", "two machines share its key, and neither reported how this ended"],
] as const)(
	"an endpoint that was %s, and isn't heard, ends its plan at once, and what comes later counts",
	(why, text) => {
		sentAway(it.core, plan, endpoint.id, why, now + 2_000);
		expect(view()).toMatchObject({ state: "finished", outcome: "unknown" });
		expect(card().join("\n")).toContain(
			`On ${endpoint.name}: ${text}, so the change may or may not have run. Check that machine before you propose it again`,
		);
		expect(it.kinds().at(-1)).toBe("plan.unheard");
		for (const { id } of it.store.runs.of(plan)) ends(id, { outcome: "exited", code: 0 }, now + 3_000);
		expect(view().outcome).toBe("done");
	},
);
