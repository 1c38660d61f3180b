// What ran, by the machines' own knowledge, against what was approved and what the session says of it.
import type { Session } from "../../../../worker/session/object.ts";
import type { Held } from "../world/held.ts";
import type { Execution } from "../world/machines.ts";
import type { People } from "../world/people.ts";
import type { Scene } from "../world/set-up.ts";

export const runProblems = ({ machines, people: known }: Scene, people: People, session: Held): string[] => {
	const { store } = session.object() as Session;
	const found: string[] = [];
	for (const { id: plan, plan: terms } of store.plans.all()) {
		const may = known
			.filter(({ id, roles }) => roles.includes("approver") && id !== terms.proposedBy)
			.flatMap(({ identities }) => identities);
		const pressed = new Set(
			people.presses
				.filter(({ what, about, by }) => what === "approve" && about === plan && may.includes(by))
				.map(({ by }) => by),
		);
		const needed = (session.object() as Session).self().snapshot.policy.votes;
		for (const run of store.runs.of(plan)) {
			const host = [...machines.values()].find(({ enrolment }) => enrolment.endpoint === run.endpoint);
			const executions = host?.executions.filter((one) => one.run === run.id) ?? [];
			if (executions.length > 1) found.push(`${run.id} ran ${executions.length} times`);
			const [execution] = executions;
			if (execution && pressed.size < needed)
				found.push(`${run.id} ran, though ${pressed.size} approvers pressed Approve and ${needed} must`);
			if (execution && execution.command !== terms.steps[run.step]?.command)
				found.push(`${run.id} ran another command than the approved one`);
			if (store.deliveries.get(plan, run.endpoint)?.state === "unheard") found.push(`${run.id} was given up`);
			found.push(
				...ends(run.id, execution, run.summary?.end, store.deliveries.get(plan, run.endpoint)?.state),
			);
		}
	}
	return found;
};

type End = { outcome: string; code?: number } | undefined;

/** Whether what the session says of a run is what happened. */
const ends = (
	run: string,
	execution: Execution | undefined,
	end: End,
	delivery: string | undefined,
): string[] => {
	const says = `${end?.outcome ?? "nothing"} ${end?.code ?? ""}`;
	if (!execution)
		return end && !["skipped", "not-started", "unknown"].includes(end.outcome)
			? [`${run} never ran, and ended as ${says}`]
			: [];
	if (!end) return [`${run} ran, and the session knows no end of it (${delivery})`];
	const fits = {
		exited: execution.end === "exited" && execution.code === end.code,
		unknown: execution.end === "left" || execution.end === "exited",
		cancelled: execution.end !== "running",
		"timed-out": execution.end !== "running",
	}[end.outcome];
	return fits ? [] : [`${run} ${execution.end}, and the session says ${says}`];
};
