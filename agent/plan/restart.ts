// A restart of the machine that a plan declares: the agent waits for it after the command, and runs the checks after once it is
// back. The command itself never runs again.
import { endsByRestart } from "../../domain/success.ts";
import type { Plan, Step } from "../../protocol/plan/plan.ts";
import type { RunEnd } from "../../protocol/record/records.ts";
import type { Settings } from "../home/settings.ts";
import type { Ended, Recording } from "../record/recording.ts";

/** Whether the machine is about to restart, as the plan says. */
export const restartFollows = (plan: Pick<Plan, "restart">, step: Step, end: RunEnd): boolean =>
	plan.restart === true && step.phase === "command" && endsByRestart(end, step.success);

/** Resolves if the machine is still up after `settings.restartMs`, or the plan is cancelled: it did not restart then. */
export const awaitRestart = async (
	recording: Recording,
	ended: Ended,
	{ restartMs }: Pick<Settings, "restartMs">,
	cancel: AbortSignal,
): Promise<void> => {
	recording.restarting(ended);
	const { promise, resolve } = Promise.withResolvers<void>();
	const timer = setTimeout(resolve, restartMs);
	cancel.addEventListener("abort", () => resolve(), { once: true });
	if (cancel.aborted) resolve();
	await promise;
	clearTimeout(timer);
	recording.event({ type: "restart", v: 1, state: "missing" });
};
