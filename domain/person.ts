// Whether a plan leaves the person at the machine the time that it offers.
import { anHour, asksPerson } from "../protocol/plan/person.ts";
import type { PlanDraft } from "../protocol/plan/plan.ts";

/** Seconds for all that happens between the approval and the question. */
const slack = 300;

/** Says what to do; null: nothing is wrong. */
export const personProblem = ({
	person,
	runWithin,
}: Pick<PlanDraft, "person" | "runWithin">): string | null =>
	person && asksPerson(person) && runWithin < person.wait + anHour + slack
		? "it can wait an hour only if the plan may run later than that. Choose a longer time to run within"
		: null;
