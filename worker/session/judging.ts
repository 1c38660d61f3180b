// How each run of a plan went: what the session and the recording know of it, put before the one judge.
import type { Earlier, Judged } from "../../domain/evidence.ts";
import { judge } from "../../domain/verdict.ts";
import type { CancelAsked } from "../../protocol/record/verdict.ts";
import { stoppedBy } from "../../words/run-limits.ts";
import { type Core, worker } from "./core.ts";
import { type DeliveryRow, unheardBecause } from "./tables/deliveries.ts";
import type { PlanRow } from "./tables/plan/plans.ts";
import type { RunRow } from "./tables/runs.ts";

export type JudgedRun = { run: RunRow; judged: Judged };

/** All runs of a plan, endpoint by endpoint, in the order of its steps. */
export const judgedRuns = (core: Core, row: PlanRow): JudgedRun[] => {
	const cancel = cancelOf(core, row);
	const earlier = new Map<string, Earlier[]>();
	return core.store.runs.of(row.id).map((run) => {
		const before = earlier.get(run.endpoint) ?? [];
		const judged = judgeRun(core, row, run, cancel, before);
		earlier.set(run.endpoint, [...before, { ...judged, phase: run.phase, started: run.started_at !== null }]);
		return { run, judged };
	});
};

/** Whether no one waits for a run any more: it has ended, was rejected, or its endpoint fell silent. */
export const isOver = (core: Core, run: RunRow): boolean =>
	run.ended_at !== null ||
	run.rejected !== null ||
	unheardBecause(core.store.deliveries.get(run.plan, run.endpoint)) !== null;

const judgeRun = (
	core: Core,
	row: PlanRow,
	run: RunRow,
	cancel: CancelAsked | null,
	earlier: Earlier[],
): Judged => {
	const delivery = core.store.deliveries.get(run.plan, run.endpoint);
	const success = row.plan.steps[run.step]?.success;
	return judge({
		session: {
			run: run.id,
			plan: row.id,
			digest: row.digest,
			endpoint: run.endpoint,
			phase: run.phase,
			terms: row.plan,
			...(success && { success }),
			approvedAt: row.decided_at ?? 0,
			runBy: row.run_by ?? 0,
			delivery: deliveredAs(delivery),
			started: run.started_at !== null,
			endedAt: run.ended_at,
			cancel,
			keptOut: run.rejected,
			unheard: unheardBecause(delivery),
			earlier,
		},
		recording: {
			stdout: run.stdout,
			stderr: run.stderr,
			records: run.head?.count ?? 0,
			agrees: run.agrees === true,
			found: run.found,
		},
		summary: run.summary,
	});
};

const deliveredAs = (delivery: DeliveryRow | null) => {
	if (delivery?.state === "refused" || delivery?.state === "undelivered") return delivery.state;
	return delivery === null || delivery.state === "queued" ? "not-granted" : "granted";
};

/** By the chained event; the plan's row says only that there is one. */
const cancelOf = (core: Core, row: PlanRow): CancelAsked | null => {
	if (row.cancelled_by === null) return null;
	const asked = core.store.events
		.ofKinds("cancel.asked")
		.find(({ body }) => body?.kind === "cancel.asked" && body.plan === row.id);
	return asked ? { by: asked.actor?.name ?? row.cancelled_by, at: asked.at } : null;
};

/** Who cancelled a plan, as cards say it: with the limit, if it was policy. The record has an event that says so. */
export const cancellerOf = (core: Core, row: PlanRow): string | null => {
	if (row.cancelled_by !== worker.name) return row.cancelled_by;
	const [stopped] = core.store.events
		.ofKinds("run.stopped")
		.flatMap(({ body }) => (body?.kind === "run.stopped" ? [body] : []))
		.filter(({ run }) => core.store.runs.get(run)?.plan === row.id);
	return stopped ? stoppedBy(worker.name, stopped.limit) : row.cancelled_by;
};

/** The same of one run that ended so. */
export const cancelledBy = (core: Core, row: PlanRow, { cancelled }: Judged): CancelAsked | null =>
	cancelled && { ...cancelled, by: cancellerOf(core, row) ?? cancelled.by };
