// The largest plans that chat may still approve, and their later states.
import type { PlanView, RunView } from "../../protocol/read/view.ts";
import { ada, endpoint, planView, runView } from "./views.ts";

/** The largest plan that may still be approved in chat. */
export const largestPlan = (): PlanView => {
	const steps: PlanView["steps"] = [
		...Array.from({ length: 10 }, () => ({ phase: "before" as const, command: `"<&>\\'${"x".repeat(40)}"` })),
		{ phase: "command" as const, command: `"\\${"y".repeat(208)}` },
		...Array.from({ length: 10 }, () => ({ phase: "after" as const, command: `"<&>\\'${"z".repeat(40)}"` })),
	];
	return planView({
		steps,
		words: { changes: "c".repeat(1_000), notices: "n".repeat(1_000), undo: "u".repeat(1_000) },
		endpoints: Array.from({ length: 10 }, (_, i) =>
			endpoint(`${"N".repeat(60)}-${i}`, {
				description: "d".repeat(200),
				os: "o".repeat(255),
				loggedOn: Array(100).fill("l".repeat(255)),
			}),
		),
		approvers: Array.from({ length: 50 }, () => ada),
	});
};

/** As many and as long ones as a report can have. */
const manyDoubts: NonNullable<RunView["doubted"]> = {
	claim: { outcome: "signalled", signal: "s".repeat(1_000) },
	doubts: Array(15).fill({ what: "kept-out", reason: "r".repeat(2_000) }),
};

/** 210 runs that printed much; half of them with reports that don't hold. */
export const manyRuns = (state: PlanView["state"]): PlanView => {
	const endpoints = Array.from({ length: 10 }, (_, i) => endpoint(`EP-${i}`));
	const runs = endpoints.flatMap(({ name }) =>
		Array.from({ length: 21 }, (_, i) =>
			runView({
				endpoint: name,
				phase: i < 10 ? "before" : i === 10 ? "command" : "after",
				stdout: 5_000_000,
				stderr: 12,
				lines: 90_000,
				whole: false,
				excerpt: `"<${"é\\".repeat(60)}\n`.repeat(40),
				doubted: i % 2 === 0 ? manyDoubts : null,
				...(i % 2 === 0 && { end: null }),
			}),
		),
	);
	return planView({ state, endpoints, runs });
};
