// What ran, by the machines' own knowledge, against what people pressed, what the owner ordered and what the session says of it.

import type { Plan } from "../../../../protocol/plan/plan.ts";
import type { Session } from "../../../../worker/session/object.ts";
import type { PlanRow } from "../../../../worker/session/tables/plan/plans.ts";
import { shaOf, stepsOf } from "../replaced/agent-inside.ts";
import type { Held } from "../world/held.ts";
import { type Law, longest, skew } from "../world/laws.ts";
import type { Execution, Host } from "../world/machines.ts";
import type { People } from "../world/people/people.ts";
import type { Scene } from "../world/set-up.ts";

export const runProblems = (scene: Scene, people: People, session: Held): string[] => {
	const { store } = session.object() as Session;
	const found: string[] = [];
	for (const row of store.plans.all()) {
		const { id: plan, plan: terms } = row;
		found.push(...unapproved(scene, people, row), ...unparsed(plan, terms));
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
			if (delivery === "unheard" && !host?.removed && host?.enrolment?.endpoint === run.endpoint)
				found.push(`${run.id} was given up`);
			if (execution && host) found.push(...unlooked(terms, run.endpoint, execution, host));
			// The session gave it up: its agent may never be heard again.
			const removed = host?.removed && delivery === "unheard" ? ({ outcome: "unknown" } as const) : undefined;
			found.push(...ends(run.id, execution, run.summary?.end ?? removed, delivery));
		}
	}
	return found;
};

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
						what === "approve" && about === id && at <= until && [person, ...identities].includes(by),
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

/** An endpoint said that it can't run. */
const unparsed = (id: string, { preflight }: Plan): string[] =>
	(preflight?.endpoints ?? [])
		.flatMap((one) => (one.state === "checked" ? one.steps : []))
		.some(({ problems }) => problems.some(({ what }) => what === "syntax"))
		? [`${id} was proposed, though it can't be parsed`]
		: [];

/** What was approved ran with other programs than those of the proposal. */
const unlooked = (
	{ preflight, steps }: Plan,
	endpoint: string,
	{ run, at }: Execution,
	{ looks }: Host,
): string[] => {
	const before = preflight?.endpoints.find((one) => one.endpoint === endpoint);
	if (before?.state !== "checked") return [];
	const sha256 = before.steps[0]?.names[0]?.sha256;
	const same = looks.some(
		(look) => look.at <= at && look.steps === stepsOf(steps) && sha256 === shaOf(look.programs),
	);
	return same ? [] : [`${run} ran with other programs than the proposal's`];
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
		return end && !["skipped", "not-started", "unknown", "cancelled"].includes(end.outcome)
			? [`${run} never ran, and ended as ${says}`]
			: [];
	if (!end) return [`${run} ran, and the session knows no end of it (${delivery})`];
	const fits = {
		exited: execution.end === "exited" && execution.code === end.code,
		unknown: execution.end !== "running",
		cancelled: execution.end !== "running",
		"timed-out": execution.end !== "running",
	}[end.outcome];
	return fits ? [] : [`${run} ${execution.end}, and the session says ${says}`];
};
