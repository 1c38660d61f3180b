// What was filled into a dialog, as the handlers take it.
import type { PlanField } from "../../../cards/kinds/plan-fields.ts";
import type { filledInTeams } from "../../../cards/teams/form.ts";
import type { FilledAnswer } from "../../handlers/prompts.ts";
import type { Filled } from "../../proposal.ts";

export const filledOf = (filled: ReturnType<typeof filledInTeams>): Filled => {
	const { endpoints, notBefore, ...others } = filled;
	const values = Object.entries(others).filter(([, value]) => typeof value === "string");
	return {
		endpoints: Array.isArray(endpoints) ? endpoints : [],
		notBefore: typeof notBefore === "number" ? notBefore : null,
		values: Object.fromEntries(values) as { [field in PlanField]?: string },
	};
};

export const filledAnswer = (
	filled: ReturnType<typeof filledInTeams>[string] | undefined,
	text: boolean,
): FilledAnswer => {
	if (text) return { text: `${filled ?? ""}` };
	return { chosen: Array.isArray(filled) ? filled : [`${filled ?? ""}`] };
};
