// A dialog shown again as it was sent, with everything typed still in it, and what was wrong above it.
import { limits } from "../../../cards/model/limits.ts";
import { plainText, type SlackBlock } from "../../../cards/slack/card.ts";
import { Values } from "./plan-submission.ts";
import type { Submitted } from "./submitted.ts";
import type { Modal } from "./views.ts";

export const refilled = ({ view }: Submitted, wrong: string): Modal => {
	const values = Values.parse(view.state.values);
	const blocks = view.blocks
		.filter(({ block_id }) => block_id !== bannerBlock)
		.map((block) => withValue(block, values));
	return {
		type: "modal",
		title: plainText(view.title.text, 24),
		submit: plainText(view.submit?.text ?? "Send", 24),
		close: plainText("Cancel", 24),
		callback_id: view.callback_id,
		private_metadata: view.private_metadata,
		blocks: [banner(wrong), ...blocks],
	};
};

type Block = Submitted["view"]["blocks"][number];

const withValue = ({ block_id, ...block }: Block, values: Values): SlackBlock => {
	const element = block.element;
	const id = block_id === undefined ? {} : { block_id };
	if (!element) return { ...block, ...id };
	const { initial_value, initial_option, initial_options, initial_date_time, focus_on_load, ...bare } =
		element;
	return { ...block, ...id, element: { ...bare, ...initial(values[block_id ?? ""]?.[element.action_id]) } };
};

const initial = (value: Values[string][string] | undefined): object => {
	if (value?.value) return { initial_value: value.value };
	if (value?.selected_option) return { initial_option: value.selected_option };
	if (value?.selected_options?.length) return { initial_options: value.selected_options };
	return value?.selected_date_time ? { initial_date_time: value.selected_date_time } : {};
};

/** What is wrong, above the form. */
const banner = (text: string): SlackBlock => ({
	type: "section",
	block_id: bannerBlock,
	text: plainText(`⚠ ${text}`, limits.slack.sectionText),
});
const bannerBlock = "refusal";
