// Questions of running steps: what a process read is what someone answered who may, and what the session says of it is true.
import type { Session } from "../../../../worker/session/object.ts";
import type { PlanRow } from "../../../../worker/session/tables/plan/plans.ts";
import type { PromptRow } from "../../../../worker/session/tables/prompts.ts";
import type { Held } from "../world/held.ts";
import { longest, skew } from "../world/laws.ts";
import type { Read } from "../world/machines.ts";
import { aboutAnswer, wordOf } from "../world/people/answering.ts";
import type { People } from "../world/people/people.ts";
import type { Scene } from "../world/set-up.ts";

export const promptProblems = (scene: Scene, people: People, session: Held): string[] => {
	const { store } = session.object() as Session;
	return store.plans.all().flatMap((plan) => {
		const asked = store.prompts.of(plan.id);
		return store.runs.of(plan.id).flatMap(({ id: run, erased }) => {
			if (erased !== null) return [];
			const read = readBy(scene, run);
			const rows = asked.filter((one) => one.run === run);
			return [
				...read.flatMap((one) => unheard(scene, people, plan, run, rows, one)),
				...rows.flatMap((row) => untrue(row, read)),
			];
		});
	});
};

const readBy = ({ machines }: Scene, run: string): Read[] =>
	[...machines.values()]
		.flatMap(({ executions }) => executions)
		.filter((one) => one.run === run)
		.flatMap(({ read }) => read);

/** Whether a process got what no one said, or what no approver let through. */
const unheard = (
	{ laws }: Scene,
	{ presses }: People,
	{ plan }: PlanRow,
	run: string,
	rows: PromptRow[],
	{ word, at }: Read,
): string[] => {
	if (word === null) return [];
	const row = rows.find(
		({ state, answer }) => state !== "open" && state !== "typed" && wordOf(answer) === word,
	);
	if (!row) return [`${run} read "${word}", which the session doesn't know`];
	const about = aboutAnswer(run, row.id, word);
	const pressed = (what: string) =>
		presses.filter((one) => one.what === what && one.about === about && one.at <= at).map(({ by }) => by);
	const authors = pressed("answer");
	if (authors.length === 0) return [`${run} read "${word}", which no one answered`];
	if (row.asked.kind !== "text") return [];
	const cleared = laws.between(at - longest, at + skew).some(({ approvers, votes }) => {
		const may = approvers.filter(
			({ person, identities }) =>
				person !== plan.proposedBy &&
				pressed("send").some((by) => identities.includes(by)) &&
				!authors.every((by) => identities.includes(by)),
		);
		return may.length >= votes;
	});
	return cleared ? [] : [`${run} read "${word}", which too few let through`];
};

/** The step has the answer, says the session: then its process read it, if it lived to. */
const untrue = ({ run, id, state, answer, asked }: PromptRow, read: Read[]): string[] =>
	state === "taken" &&
	answer !== null &&
	asked.text !== "" &&
	!read.some(({ word }) => word === wordOf(answer))
		? [
				`question ${id} of ${run} has its answer, says the session, and its process read ${JSON.stringify(read)}`,
			]
		: [];
