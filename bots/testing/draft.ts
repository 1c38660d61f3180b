// What a technician fills into the plan's dialog, on either platform.
import type { PlanDraft } from "../../protocol/plan/plan.ts";

/** Restarts the print spooler, from a moment on that is long to come. */
export const spoolerDraft = (endpoint: string | undefined): { [field in keyof PlanDraft]: unknown } => ({
	endpoints: [endpoint],
	shell: "powershell",
	runAs: { kind: "agent" },
	cwd: null,
	steps: [
		{ phase: "before", command: "Get-Service Spooler" },
		{ phase: "command", command: "Restart-Service Spooler" },
	],
	stepTimeLimit: 600,
	failedCheck: "stop",
	input: ["choices"],
	decideWithin: 86_400,
	runWithin: 3_600,
	notBefore: 4_102_444_800_000,
	words: { changes: "restarts the print spooler", notices: "", undo: "" },
});
