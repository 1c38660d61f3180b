// Dialogs that are sent, closed or searched in: docs.slack.dev/reference/interaction-payloads/view-interactions-payload
// (view_submission, view_closed) and block_suggestion-payload.
import { expect } from "vitest";
import { choices, dialogs as ids } from "../../../../cards/model/actions.ts";
import { client, endpoint, form, plan, prompt, session, snippet, taker } from "../../../testing/backend.ts";
import { spoolerDraft } from "../../../testing/draft.ts";
import {
	type Arrival,
	ada,
	app,
	enterprise,
	interaction,
	type Meant,
	place,
	presser,
	ref,
	reply,
	team,
	tom,
} from "./acme.ts";
import { planBlocks, planState } from "./plan-dialog.ts";
import { label } from "./pressed.ts";

/** docs.slack.dev/reference/views: a modal as Slack gives it back. */
const view = (callback: string, metadata: object, blocks: object[], values: object, some: object = {}) => ({
	id: "V0DIALOG001",
	team_id: team,
	type: "modal",
	blocks,
	private_metadata: JSON.stringify(metadata),
	callback_id: callback,
	state: { values },
	hash: "1705077690.aBcDeFgH",
	title: label("A dialog"),
	clear_on_close: false,
	notify_on_close: false,
	close: label("Cancel"),
	submit: label("Send"),
	submit_disabled: false,
	previous_view_id: null,
	root_view_id: "V0DIALOG001",
	app_id: app.id,
	external_id: "",
	app_installed_team_id: team,
	bot_id: app.bot,
	...some,
});
const sent = (user: string, one: object, some: object = {}) =>
	interaction(user, { type: "view_submission", view: one, response_urls: [], ...some });

const about = { plan, place, message: reply };
const question = (text: string | null) => ({
	question: { value: { type: "plain_text_input", value: text } },
});
const questionBlocks = [
	{
		type: "input",
		block_id: "question",
		label: label("Why?"),
		hint: null,
		optional: false,
		dispatch_action: false,
		element: {
			type: "plain_text_input",
			action_id: "value",
			multiline: true,
			max_length: 1000,
			focus_on_load: true,
			dispatch_action_config: { trigger_actions_on: ["on_enter_pressed"] },
		},
	},
];
const asked = (callback: string, text: string | null) =>
	view(callback, about, questionBlocks, question(text));
const clears = { response_action: "clear" };
const onPlan = { by: presser(ada), place, ref, plan };

const [first] = form().endpoints;
const metadata = { session, place, from: { from: "session", session }, preview: null, kept: false };
const planView = view(ids.plan, metadata, planBlocks, planState(first?.id ?? ""));
const proposal = {
	by: presser(tom),
	place,
	session,
	once: "V0DIALOG001",
	from: { from: "session", session },
	draft: spoolerDraft(first?.id),
};
const far = endpoint("FAR-AWAY-01");
const asksSnippets: Meant = ["snippets", { by: presser(tom), place, session }];

const denied: Meant = [
	"vote",
	{
		...onPlan,
		by: { ...presser(ada), identity: `slack:${enterprise}:${ada}` },
		verdict: "deny",
		reason: "No.",
	},
];

const [ofPlan = "", ofRun = ""] = prompt.split(".");
const onPrompt = { by: presser(tom), place, ref, plan: ofPlan, run: ofRun, prompt: 1 };
const answer = (value: object) => ({ answer: { value } });
const answerBlocks = questionBlocks.map((block) => ({ ...block, block_id: "answer", optional: true }));
const option = (value: string) => ({ text: label(`Choice ${value}`), value });
const chosen = (value: string) => ({ question: { value: { selected_option: option(value) } } });
const awayState = {
	...{
		deputy: { value: { selected_option: option(taker) } },
		until: { value: { selected_date_time: 1.8e9 } },
	},
};

export const dialogs: Arrival[] = [
	{
		what: `the dialog ${ids.plan}`,
		payload: sent(tom, planView),
		means: [["propose", proposal]],
		answer: clears,
	},
	{
		what: `the dialog ${ids.deny}`,
		payload: sent(ada, asked(ids.deny, "Please wait until lunch.")),
		means: [["vote", { ...onPlan, verdict: "deny", reason: "Please wait until lunch." }]],
		answer: clears,
	},
	{
		what: `the dialog ${ids.ask}`,
		payload: sent(ada, asked(ids.ask, "Who will notice?")),
		means: [["ask", { ...onPlan, question: "Who will notice?", once: "V0DIALOG001" }]],
		answer: clears,
	},
	{
		// Slack asks beside the button itself; should a dialog ask, this is its answer.
		what: `the dialog ${ids.cancel}`,
		payload: sent(ada, view(ids.cancel, about, [], {})),
		means: [["cancel", onPlan]],
		answer: clears,
	},
	{
		what: `the dialog ${ids.ticket}`,
		payload: sent(tom, view(ids.ticket, { session, place }, questionBlocks, question("INC-7"))),
		means: [["setTicket", { by: presser(tom), session, place, ticket: "INC-7" }]],
		answer: clears,
	},
	{
		what: `the dialog ${ids.request}`,
		payload: sent(
			tom,
			view(ids.request, { at: { workspace: place.workspace, channel: place.channel }, place }, [], {
				what: { value: { type: "plain_text_input", value: "The printer is jammed" } },
				computer: { value: { selected_option: option("CLIENT-ACCT-01") } },
				urgency: { value: { selected_option: option("stuck") } },
			}),
		),
		means: [
			[
				"open",
				{
					by: presser(tom),
					place: { ...place, thread: null },
					request: "The printer is jammed\nOn CLIENT-ACCT-01 · I can't work until it's done",
					source: "command",
					once: "V0DIALOG001",
					original: null,
					whom: null,
				},
			],
		],
		answer: clears,
	},
	{
		what: `the dialog ${ids.close}`,
		payload: sent(tom, view(ids.close, { session, place }, questionBlocks, question("New toner."))),
		means: [["close", { by: presser(tom), session, place, did: "New toner." }]],
		answer: clears,
	},
	{
		what: `the dialog ${ids.handOver}`,
		payload: sent(tom, view(ids.handOver, { session, place }, [], chosen(taker))),
		means: [["handOver", { by: presser(tom), session, place, to: taker }]],
		answer: clears,
	},
	{
		what: `the dialog ${ids.away}`,
		payload: sent(ada, view(ids.away, { client, place }, [], awayState)),
		means: [["nameDeputy", { by: presser(ada), place, client, deputy: taker, until: 1.8e12 }]],
		answer: clears,
	},
	{
		what: `the dialog ${ids.snippet}`,
		payload: sent(tom, view(ids.snippet, metadata, [], chosen(snippet.id))),
		means: [asksSnippets],
		answer: { response_action: "update", view: expect.objectContaining({ callback_id: ids.blanks }) },
	},
	{
		what: `the dialog ${ids.blanks}`,
		payload: sent(
			tom,
			view(ids.blanks, { ...metadata, snippet: snippet.id }, [], {
				blank_service: { value: { value: "Spooler" } },
			}),
		),
		means: [asksSnippets, ["form", { by: presser(tom), place, from: metadata.from }]],
		answer: { response_action: "update", view: expect.objectContaining({ callback_id: ids.plan }) },
	},
	{
		what: `the dialog ${ids.prompt}, with a line of text`,
		payload: sent(tom, view(ids.prompt, { ...about, prompt }, answerBlocks, answer({ value: "Front desk" }))),
		means: [["answer", { ...onPrompt, answer: { is: "text", text: "Front desk" } }]],
		answer: clears,
	},
	{
		what: `the dialog ${ids.prompt}, with one choice`,
		payload: sent(tom, view(ids.prompt, { ...about, prompt }, [], answer({ selected_option: option("6") }))),
		means: [["answer", { ...onPrompt, answer: { is: "choices", chosen: [6] } }]],
		answer: clears,
	},
	{
		what: `the dialog ${ids.prompt}, with several choices`,
		payload: sent(
			tom,
			view(ids.prompt, { ...about, prompt }, [], {
				answer: { [choices.endpoints]: { selected_options: [option("0"), option("2")] } },
			}),
		),
		means: [["answer", { ...onPrompt, answer: { is: "choices", chosen: [0, 2] } }]],
		answer: clears,
	},
	{
		what: "an optional input that was left empty",
		payload: sent(tom, view(ids.ticket, { session, place }, questionBlocks, question(null))),
		means: [["setTicket", { by: presser(tom), session, place, ticket: "" }]],
		answer: clears,
	},
	{
		what: "a dialog in an organisation's workspace",
		payload: sent(ada, asked(ids.deny, "No."), {
			team: { id: team, domain: "acme-dental", enterprise_id: enterprise, enterprise_name: "Acme Group" },
			enterprise: { id: enterprise, name: "Acme Group" },
		}),
		means: [denied],
		answer: clears,
	},
	{
		// Where the app is installed for the organisation, the view alone says for which workspace.
		what: "a dialog where Slack names no team",
		payload: sent(ada, asked(ids.deny, "No."), {
			team: null,
			enterprise: { id: enterprise, name: "Acme Group" },
			is_enterprise_install: true,
		}),
		means: [denied],
		answer: clears,
	},
	{
		// Sent only for views that ask for it; ours do not.
		what: "a dialog that was closed",
		payload: interaction(ada, { type: "view_closed", view: asked(ids.deny, null), is_cleared: false }),
	},
	{
		what: "a dialog of no known name",
		payload: sent(ada, asked("an_older_dialog", "x")),
		means: [
			[
				"attempt",
				{
					by: presser(ada),
					place,
					action: "dialog",
					code: "unknown-action",
					detail: "no dialog of ours",
				},
			],
		],
		answer: { response_action: "update", view: expect.objectContaining({ type: "modal" }) },
	},
	{
		what: "a search for endpoints in the dialog",
		payload: interaction(tom, {
			type: "block_suggestion",
			container: { type: "view", view_id: "V0DIALOG001" },
			action_id: choices.endpoints,
			block_id: "endpoints",
			value: "far",
			view: planView,
		}),
		means: [["searchEndpoints", { by: presser(tom), session, query: "far" }]],
		answer: {
			options: [
				{
					text: { type: "plain_text", text: expect.stringContaining(far.name), emoji: false },
					description: { type: "plain_text", text: expect.any(String), emoji: false },
					value: far.id,
				},
			],
		},
	},
];
