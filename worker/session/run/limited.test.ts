// A run that passed a limit of the client's policy.
import { expect, test } from "vitest";
import { propose } from "../plan/proposing.ts";
import { planView } from "../show/views.ts";
import type { PlanRow } from "../tables/plan/plans.ts";
import { grantedPlan } from "../testing/granted.ts";
import { ada, endpoint, now, olga, proposal, sam, sessionWith, snapshotOf, tom } from "../testing/session.ts";
import { context } from "../testing/states.ts";
import { takeReport } from "./reports.ts";

const limit = { of: "bytes", most: 10_000_000_000 } as const;
const why = "Caisey: a run may print at most 10.0 GB (policy)";

const running = () => {
	const { it, plan } = grantedPlan();
	const [run] = it.store.runs.of(plan);
	if (!run) throw new Error("no run");
	takeReport({ type: "started", context, at: now }, run.id, it.core, now);
	const row = () => it.store.plans.get(plan) as PlanRow;
	const events = () =>
		it.store.events
			.ofKinds("run.stopped", "cancel.asked")
			.map(({ body, actor }) => [body?.kind, actor?.name]);
	return {
		it,
		run: run.id,
		plan,
		row,
		events,
		stop: () => takeReport({ type: "limited", limit }, run.id, it.core, now),
	};
};

test("is stopped by Caisey, with its limit in the record and on the card, once", () => {
	const { it, run, row, events, stop } = running();
	stop();
	stop();
	expect(events()).toEqual([
		["run.stopped", "Caisey"],
		["cancel.asked", "Caisey"],
	]);
	expect(it.store.events.ofKinds("run.stopped")[0]?.body).toEqual({ kind: "run.stopped", run, limit });
	expect(row().cancelled_by).toBe("Caisey");
	expect(planView(it.core, row()).cancelledBy).toBe(why);
	expect(it.sent.flatMap((one) => (one.type === "cancel" ? [one.by] : []))).toEqual([why]);
});

test("isn't stopped again after someone cancelled its plan", () => {
	const { it, plan, row, events, stop } = running();
	it.store.plans.setCancelledBy(plan, "Ada Lindqvist");
	stop();
	expect(events()).toEqual([]);
	expect(planView(it.core, row()).cancelledBy).toBe("Ada Lindqvist");
});

test("a plan with more runs than are left of the day isn't proposed; a person without a role hears of that first", () => {
	const it = sessionWith();
	const wanted = proposal(it.core);
	const runs = { left: 0, until: now + 1 };
	const proposes = (left: number, by = wanted.by) =>
		propose(it.core, { ...wanted, by }, { ...it.visit(by), runs: { ...runs, left } });
	expect(proposes(0)).toEqual({ ok: false, refusal: { code: "too-many", what: "runs", until: now + 1 } });
	expect(proposes(0, { identity: "slack:T1:U99", name: "Eve" })).toMatchObject({
		refusal: { code: "not-a-technician" },
	});
	expect(proposes(1)).toMatchObject({ ok: true });
	expect(it.sent.filter(({ type }) => type === "runs")).toEqual([
		{ type: "runs", plan: expect.any(String), runs: 1, proposedAt: now },
	]);
	// A proposal that came again is the same plan.
	expect(proposes(0)).toMatchObject({ ok: true });
});

test("a run that a rule lets go ahead without a vote counts, too", () => {
	const it = sessionWith();
	it.snapshot = snapshotOf([ada, sam, olga, tom], {
		allow: [{ name: "hello", shell: "sh", command: "echo hello" }],
	});
	it.store.session.keepSnapshot(it.snapshot);
	const steps = [
		{
			parsed: true,
			problems: [],
			names: [],
			effects: [{ what: "reads-only" as const, target: null }],
			cut: false,
		},
	];
	const wanted = proposal(it.core);
	const answer = propose(it.core, wanted, it.visit(wanted.by), {
		v: 1,
		endpoints: [{ endpoint: endpoint.id, state: "checked", steps }],
	});
	expect(answer.ok && it.store.plans.get(answer.plan)?.state).toBe("approved");
	expect(it.sent.filter(({ type }) => type === "runs")).toMatchObject([{ runs: 1 }]);
});
