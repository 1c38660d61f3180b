import { beforeEach, describe, expect, test } from "vitest";
import type { Actor } from "../../protocol/people.ts";
import type { RunEnd, RunSummary } from "../../protocol/record/records.ts";
import type { Found } from "../../protocol/record/verdict.ts";
import { judgedRuns } from "./judging.ts";
import { cancel } from "./plan/cancelling.ts";
import { record } from "./record.ts";
import { takeReport } from "./run/reports.ts";
import type { PlanRow } from "./tables/plan/plans.ts";
import { grantedPlan } from "./testing/granted.ts";
import { endpoint, noOutput, now } from "./testing/session.ts";

let it: ReturnType<typeof grantedPlan>["it"];
let plan: string;
beforeEach(() => {
	({ it, plan } = grantedPlan());
});

const row = () => it.store.plans.get(plan) as PlanRow;
const judged = () => judgedRuns(it.core, row()).map((one) => one.judged);

/** The agent's report of a step that put nothing out and never began, and what was found of it. */
const report = (step: number, end: RunEnd) => {
	const run = it.store.runs.of(plan)[step]?.id ?? "";
	const none = { bytes: 0, sha256: null };
	const summary: RunSummary = {
		v: 1,
		run,
		plan,
		digest: row().digest,
		endpoint: endpoint.id,
		records: 0,
		stdout: none,
		stderr: none,
		durationMs: null,
		end,
	};
	const found: Found = { signed: true, started: false, stdout: null, stderr: null };
	const head = { id: run, count: 1, link: "ab".repeat(32), keyId: "k", signature: `${"A".repeat(86)}==` };
	const ended = { summary, agrees: true, found, head, progress: noOutput };
	takeReport({ type: "ended", ended }, run, it.core, now + 5_000);
	return run;
};
const notStarted: RunEnd = { outcome: "not-started", reason: "no such shell" };
const byAgent: RunEnd = { outcome: "cancelled", by: "Ada" };

describe("a cancellation", () => {
	test("bears the name and time of the session's own event, not the agent's name", () => {
		const by = { identity: "slack:T1:U4", name: "Tom" };
		const ref = { workspace: "slack:T1", channel: "C1", message: "2" };
		const asked = { by, plan, pressed: { place: it.core.self().place, ref, ofPlan: true } };
		expect(cancel(it.core, asked, it.visit(by, now + 1_000))).toEqual({ ok: true });
		report(0, byAgent);
		expect(judged()[0]).toEqual({
			state: "ended",
			end: { outcome: "cancelled", by: "Tom" },
			cancelled: { by: "Tom", at: now + 1_000 },
			doubted: null,
		});
	});

	test("of another plan counts for nothing", () => {
		const someone: Actor = { surface: "slack", person: null, identity: null, name: "Tom", label: null };
		record(it.core, now, someone, { kind: "cancel.asked", plan: "pl_g0000000000000009" });
		report(0, byAgent);
		expect(judged()[0]?.doubted).toEqual({
			claim: { outcome: "cancelled" },
			doubts: [{ what: "not-asked" }],
		});
	});
});

test("a report of a plan without a grant there gives no verdict", () => {
	it.store.deliveries.set(plan, endpoint.id, "queued", null);
	report(0, notStarted);
	expect(judged()[0]?.doubted?.doubts).toEqual([{ what: "delivery", state: "not-granted" }]);
});

test("a step skipped for a failed check is judged by that check's end", () => {
	const skipped: RunEnd = { outcome: "skipped", because: "failed-check" };
	report(1, skipped);
	expect(judged().map(({ end }) => end)).toEqual([null, skipped]);
	report(0, notStarted);
	expect(judged().map(({ end }) => end)).toEqual([notStarted, skipped]);
});

test("records kept out after a plan has finished take its verdict back, and the people who wait hear so", () => {
	const finished = () =>
		it.sent.flatMap((one) =>
			one.type === "notice" && one.notice.turn === "finished" ? [one.notice.outcomes] : [],
		);
	report(0, notStarted);
	const run = report(1, { outcome: "skipped", because: "failed-check" });
	expect(finished()).toMatchObject([[{ endpoint: endpoint.name, outcome: "not-run", doubted: [] }]]);
	takeReport({ type: "integrity", reason: "record 2 came after the end" }, run, it.core, now + 6_000);
	takeReport({ type: "integrity", reason: "record 2 came after the end" }, run, it.core, now + 7_000);
	expect(finished()).toHaveLength(2);
	expect(finished()[1]).toMatchObject([
		{
			outcome: "unknown",
			doubted: [{ doubts: [{ what: "kept-out", reason: "record 2 came after the end" }] }],
		},
	]);
});
