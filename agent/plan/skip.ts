// Which of a plan's steps run, given how those before them ended.
import { succeeds } from "../../domain/success.ts";
import type { Plan, Step } from "../../protocol/plan/plan.ts";
import type { RunEnd } from "../../protocol/record/records.ts";

type Skip = Extract<RunEnd, { outcome: "skipped" }>["because"];

/** Whether step `index` runs. `ends` are those of the steps before it. Checks after always run, except after a cancel. */
export const fateOf = (
	plan: Pick<Plan, "steps" | "failedCheck">,
	index: number,
	ends: RunEnd[],
	cancelled: boolean,
): "run" | Skip => {
	if (cancelled) return "cancelled";
	if (plan.steps[index]?.phase === "after" || plan.failedCheck === "continue") return "run";
	const failed = ends.some((end, i) => plan.steps[i]?.phase === "before" && !isGood(end, plan.steps[i]));
	return failed ? "failed-check" : "run";
};

const isGood = (end: RunEnd, step: Step | undefined): boolean =>
	end.outcome === "exited" && succeeds(end.code, step?.success);
