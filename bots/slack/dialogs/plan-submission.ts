// What Slack says was filled into the plan's dialog.
import { z } from "zod";
import type { PlanField } from "../../../cards/kinds/plan-form.ts";
import { choices } from "../../../cards/model/actions.ts";
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

export const filledIn = (values: Values): Filled => {
	const of = (field: PlanField) => values[field]?.[inputAction];
	const at = of("notBefore")?.selected_date_time;
	const all = Object.entries(values).map(([field, value]) => {
		const given = value[inputAction];
		return [field, given?.value ?? given?.selected_option?.value];
	});
	return {
		endpoints: values.endpoints?.[choices.endpoints]?.selected_options?.map(({ value }) => value) ?? [],
		notBefore: at ? at * 1000 : null,
		values: Object.fromEntries(all),
	};
};
