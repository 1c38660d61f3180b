// What Slack says was filled into the plan's dialog.
import { z } from "zod";
import type { PlanField } from "../../../cards/kinds/plan-fields.ts";
import { choices } from "../../../cards/model/actions.ts";
import type { FilledIn } from "../../../cards/model/form.ts";
import type { Filled } from "../../proposal.ts";
import { inputAction } from "./form-blocks.ts";

const Value = z.looseObject({
	value: z.string().nullish(),
	selected_option: z.looseObject({ value: z.string() }).nullish(),
	selected_options: z
		.array(z.looseObject({ value: z.string(), text: z.looseObject({ text: z.string() }).optional() }))
		.nullish(),
	selected_date_time: z.int().nullish(),
});
export const Values = z.record(z.string(), z.record(z.string(), Value));
export type Values = z.infer<typeof Values>;

/** `folded`: what is filled in out of view. */
export const filledIn = (values: Values, folded: FilledIn = {}): Filled => {
	const of = (field: PlanField) => values[field]?.[inputAction];
	const at = of("notBefore")?.selected_date_time;
	const outOfView = Object.entries(folded).filter(([, value]) => typeof value === "string");
	const endpoints = values.endpoints?.[choices.endpoints]?.selected_options?.map(({ value }) => value);
	const all = Object.entries(values).map(([field, value]) => {
		const given = value[inputAction];
		return [field, given?.value ?? given?.selected_option?.value];
	});
	return {
		endpoints: endpoints ?? (Array.isArray(folded.endpoints) ? folded.endpoints : []),
		notBefore: at ? at * 1000 : null,
		values: Object.fromEntries([...outOfView, ...all]),
	};
};

/** The same, for the dialog to be drawn again with it. */
export const filledInView = (values: Values, folded: FilledIn): FilledIn => ({
	...folded,
	...Object.fromEntries(
		Object.entries(values).flatMap(([field, given]): [string, FilledIn[string]][] => {
			const several = given[choices.endpoints]?.selected_options;
			if (several) return [[field, several.map(({ value }) => value)]];
			const one = given[inputAction];
			if (!one) return [];
			if (one.selected_date_time !== undefined)
				return [[field, one.selected_date_time === null ? null : one.selected_date_time * 1000]];
			return [[field, one.value ?? one.selected_option?.value ?? ""]];
		}),
	),
});
