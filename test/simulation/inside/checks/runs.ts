// What ran, by the machines' own knowledge, against what people pressed, what the owner ordered and what the session says of it.
import type { Session } from "../../../../worker/session/object.ts";
import type { PlanRow } from "../../../../worker/session/tables/plan/plans.ts";
import type { Held } from "../world/held.ts";
import type { Law } from "../world/laws.ts";
import type { Execution } from "../world/machines.ts";
import type { People } from "../world/people/people.ts";
import type { Scene } from "../world/set-up.ts";

export const runProblems = (scene: Scene, people: People, session: Held): string[] => {
	const { store } = session.object() as Session;
	const found: string[] = [];
	for (const row of store.plans.all()) {
		const { id: plan, plan: terms } = row;
		found.push(...unapproved(scene, people, row));
		for (const run of store.runs.of(plan)) {
			const host = [...scene.machines.values()].find(({ was }) => was.has(run.endpoint));
			const executions = host?.executions.filter((one) => one.run === run.id) ?? [];
			if (executions.length > 1) found.push(`${run.id} ran ${executions.length} times`);
			const [execution] = executions;
			const granted = scene.objects.grants.some((one) => one.plan === plan && one.endpoint === run.endpoint);
			if (execution && !granted) found.push(`${run.id} ran without a grant`);
			if (execution && execution.command !== terms.steps[run.step]?.command)
				found.push(`${run.id} ran another command than the approved one`);
			const delivery = store.deliveries.get(plan, run.endpoint)?.state;
			if (delivery === "unheard" && host?.enrolment?.endpoint === run.endpoint)
				found.push(`${run.id} was given up`);
			found.push(...ends(run.id, execution, run.summary?.end, delivery));
		}
	}
	return found;
};

/** Clocks of objects differ by as much, in ms. */
const skew = 2_000;

/** A plan is approved, and each grant made, by as many approvers as were then to do it, and never by who proposed it. */
const unapproved = (
	{ laws, objects }: Scene,
	{ presses }: People,
	{ id, plan, state, decided_at }: PlanRow,
): string[] => {
	const pressed = (law: Law, until: number) =>
		law.approvers.filter(
			({ person, identities }) =>
				person !== plan.proposedBy &&
				presses.some(
					({ what, about, by, at }) =>
						what === "approve" && about === id && at <= until && identities.includes(by),
				),
		).length;
	const lawful = (from: number, to: number) =>
		laws.between(from, to).some((law) => pressed(law, to) >= law.votes);
	const approved = ["approved", "running", "finished"].includes(state) && decided_at !== null;
	return [
		...(approved && !lawful(decided_at - longest, decided_at + skew)
			? [`${id} was approved by too few`]
			: []),
		...objects.grants
			.filter((one) => one.plan === id && !lawful(one.asked, one.made))
			.map(({ endpoint }) => `${id} was granted to ${endpoint}, approved by too few`),
	];
};

/** How old the policy may be by which a vote is counted, in ms: it is fetched just before. */
const longest = 60_000;

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
