// The plan's dialog as Slack gives it back: each input with all that Slack adds, and what was filled in.
import { choices } from "../../../../cards/model/actions.ts";
import { label } from "./pressed.ts";

const option = (value: string) => ({ text: label(value), value });

const input = (id: string, element: object, optional = false) => ({
	type: "input",
	block_id: id,
	label: label(id),
	hint: label("A hint"),
	optional,
	dispatch_action: false,
	element: { action_id: "value", ...element },
});
const typed = (id: string, optional = false) =>
	input(
		id,
		{
			type: "plain_text_input",
			multiline: true,
			max_length: 3000,
			dispatch_action_config: { trigger_actions_on: ["on_enter_pressed"] },
		},
		optional,
	);
const chosen = (id: string, ...values: string[]) =>
	input(id, {
		type: "static_select",
		placeholder: label("Select an item"),
		options: values.map(option),
		initial_option: option(values[0] ?? ""),
	});

export const planBlocks = [
	input("endpoints", {
		type: "multi_external_select",
		action_id: choices.endpoints,
		min_query_length: 0,
		max_selected_items: 10,
		placeholder: label("Type a name…"),
	}),
	typed("command"),
	typed("before", true),
	typed("after", true),
	chosen("shell", "powershell", "cmd"),
	chosen("runAs", "agent", "user"),
	typed("runAsName", true),
	typed("cwd", true),
	typed("changes"),
	typed("notices", true),
	typed("undo", true),
	chosen("stepTimeLimit", "600", "3600"),
	chosen("failedCheck", "stop", "continue"),
	chosen("decideWithin", "86400", "3600"),
	chosen("runWithin", "3600", "86400"),
	input("notBefore", { type: "datetimepicker" }, true),
];

const text = (value: string | null) => ({ value: { type: "plain_text_input", value } });
const select = (value: string) => ({ value: { type: "static_select", selected_option: option(value) } });

/** An input that was left empty is there with null. */
export const planState = (endpoint: string) => ({
	endpoints: {
		[choices.endpoints]: {
			type: "multi_external_select",
			selected_options: [
				{ ...option(endpoint), text: label("CLIENT-ACCT-01"), description: label("front desk") },
			],
		},
	},
	command: text("Restart-Service Spooler"),
	before: text("Get-Service Spooler"),
	after: text(null),
	shell: select("powershell"),
	runAs: select("agent"),
	runAsName: text(null),
	cwd: text(null),
	changes: text("restarts the print spooler"),
	notices: text(null),
	undo: text(null),
	stepTimeLimit: select("600"),
	failedCheck: select("stop"),
	decideWithin: select("86400"),
	runWithin: select("3600"),
	notBefore: { value: { type: "datetimepicker", selected_date_time: 4_102_444_800 } },
});
