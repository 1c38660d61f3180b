// Buttons and menus, each of ours: docs.slack.dev/reference/interaction-payloads/block_actions-payload.
import { type ActionId, actions, choices, linkAction, menuAction } from "../../../../cards/model/actions.ts";
import { draft, endpoint, form, plan, session } from "../../../testing/backend.ts";
import {
	type Arrival,
	ada,
	channel,
	dana,
	enterprise,
	type Meant,
	place,
	presser,
	ref,
	reply,
	root,
	team,
	tom,
	workspace,
} from "./acme.ts";
import { asking, button, card, label, onCard, onEphemeral, onHome, onRoot } from "./pressed.ts";

const nowhere = { workspace, channel: "", thread: null };
const onSession = (user: string) => ({ by: presser(user), place, session });
const onPlan = { by: presser(ada), place, ref, plan };
const opens = ["views.open"];
const fills = ["views.open", "views.update"];
const privately = (user: string) => `chat.postEphemeral to ${user} in ${channel}`;
const wantsForm = (user: string, from: object): Meant => ["form", { by: presser(user), place, from }];

/** On a card in a session's thread, or on the session's first message: every button of ours. */
const expected: Record<ActionId, Omit<Arrival, "what">> = {
	[actions.runCommand]: {
		payload: onRoot(tom, button(actions.runCommand, session)),
		means: [wantsForm(tom, { from: "session", session })],
		calls: fills,
	},
	[actions.transcript]: {
		payload: onRoot(dana, button(actions.transcript, session)),
		means: [["signInLink", onSession(dana)]],
		calls: ["respond: ephemeral"],
	},
	[actions.review]: {
		payload: onCard(ada, button(actions.review, session)),
		means: [["signInLink", onSession(ada)]],
		calls: [`${privately(ada)} ${root}`],
	},
	[actions.details]: {
		payload: onCard(ada, button(actions.details, session)),
		means: [["signInLink", onSession(ada)]],
		calls: [`${privately(ada)} ${root}`],
	},
	[actions.close]: {
		payload: onRoot(dana, button(actions.close, session)),
		means: [["close", onSession(dana)]],
	},
	[actions.take]: { payload: onRoot(tom, button(actions.take, session)), means: [["take", onSession(tom)]] },
	[actions.ticket]: {
		payload: onRoot(tom, button(actions.ticket, session)),
		means: [["ticket", onSession(tom)]],
		calls: opens,
	},
	[actions.help]: { payload: onRoot(dana, button(actions.help, session)), calls: ["respond: ephemeral"] },
	[actions.approve]: {
		payload: onCard(ada, button(actions.approve, plan)),
		means: [["vote", { ...onPlan, verdict: "approve", reason: null }]],
	},
	[actions.deny]: { payload: onCard(ada, button(actions.deny, plan)), calls: opens },
	[actions.ask]: { payload: onCard(ada, button(actions.ask, plan)), calls: opens },
	[actions.cancel]: {
		payload: onCard(ada, button(actions.cancel, plan), { message: asking(actions.cancel, plan) }),
		means: [["cancel", onPlan]],
	},
	[actions.proposeAgain]: {
		payload: onCard(tom, button(actions.proposeAgain, plan)),
		means: [wantsForm(tom, { from: "plan", plan })],
		calls: fills,
	},
	[actions.draftPropose]: {
		payload: onEphemeral(tom, button(actions.draftPropose, draft)),
		means: [wantsForm(tom, { from: "draft", draft })],
		calls: fills,
	},
	[actions.draftEdit]: {
		payload: onEphemeral(tom, button(actions.draftEdit, draft)),
		means: [wantsForm(tom, { from: "draft", draft })],
		calls: fills,
	},
	[actions.draftDrop]: {
		payload: onEphemeral(tom, button(actions.draftDrop, draft)),
		means: [
			wantsForm(tom, { from: "draft", draft }),
			["dropDraft", { by: presser(tom), draft, session: form().session }],
		],
		calls: ["respond: delete"],
	},
};

const unknown = (action: string, by: object, at: object): Meant => [
	"attempt",
	{ by, place: at, action, code: "unknown-action", detail: action },
];
const direct = { workspace, channel: "D0ADA000001", thread: reply };

export const presses: Arrival[] = [
	...Object.entries(expected).map(([action, one]) => ({ what: `the button ${action}`, ...one })),
	{
		what: "a button in somebody's own chat with the bot",
		payload: onCard(ada, button(actions.approve, plan), {
			container: { type: "message", message_ts: reply, channel_id: "D0ADA000001", is_ephemeral: false },
			channel: { id: "D0ADA000001", name: "directmessage" },
			message: card(reply, { thread_ts: undefined, parent_user_id: undefined }),
		}),
		means: [
			[
				"vote",
				{
					by: presser(ada),
					place: direct,
					ref: { workspace, channel: "D0ADA000001", message: reply },
					plan,
					verdict: "approve",
					reason: null,
				},
			],
		],
	},
	{
		// With the app in an organisation, both say which; `enterprise_name` is in the team's.
		what: "a button in an organisation's workspace",
		payload: onCard(ada, button(actions.cancel, plan), {
			message: asking(actions.cancel, plan),
			team: { id: team, domain: "acme-dental", enterprise_id: enterprise, enterprise_name: "Acme Group" },
			enterprise: { id: enterprise, name: "Acme Group" },
		}),
		means: [["cancel", { ...onPlan, by: { ...presser(ada), identity: `slack:${enterprise}:${ada}` } }]],
	},
	{
		// Installed for all of an organisation there is no team; the person's own says which.
		what: "a button where Slack names no team",
		payload: onCard(ada, button(actions.cancel, plan), {
			message: asking(actions.cancel, plan),
			team: null,
			enterprise: { id: enterprise, name: "Acme Group" },
			is_enterprise_install: true,
		}),
		means: [["cancel", { ...onPlan, by: { ...presser(ada), identity: `slack:${enterprise}:${ada}` } }]],
	},
	{
		what: "a button of somebody from another organisation",
		payload: onCard(ada, button(actions.cancel, plan), {
			message: asking(actions.cancel, plan),
			user: { id: "U0EXTERN001", username: "sam.roy", name: "sam.roy", team_id: "T0MSP000001" },
		}),
		means: [["cancel", { ...onPlan, by: { identity: "slack:T0MSP000001:U0EXTERN001", name: "sam.roy" } }]],
	},
	{
		what: "a button on the Home tab",
		payload: onHome(ada, button(actions.review, session)),
		means: [["signInLink", { by: presser(ada), place: nowhere, session }]],
		calls: opens,
	},
	{
		what: "an option of a menu",
		payload: onCard(ada, {
			type: "overflow",
			action_id: menuAction,
			block_id: "m7U8i",
			selected_option: { text: label("Cancel"), value: `${actions.cancel} ${plan}` },
			action_ts: "1705077670.123456",
		}),
		means: [["askCancel", onPlan]],
		calls: opens,
	},
	{
		what: "a link that was followed",
		payload: onCard(ada, { ...button(linkAction, ""), value: undefined, url: "https://caisey.example" }),
	},
	{
		what: "an endpoint that was chosen",
		payload: onEphemeral(tom, {
			type: "static_select",
			action_id: choices.draftEndpoint,
			block_id: "e5T6y",
			placeholder: label("Choose…"),
			initial_option: { text: label("CLIENT-ACCT-01"), value: endpoint("CLIENT-ACCT-01").id },
			selected_option: { text: label("CLIENT-ACCT-10"), value: endpoint("CLIENT-ACCT-10").id },
			action_ts: "1705077670.123456",
		}),
	},
	{
		// Only a dialog whose inputs report each change sends it; ours do not.
		what: "endpoints that were chosen in a dialog",
		payload: onHome(tom, {
			type: "multi_static_select",
			action_id: choices.endpoints,
			block_id: "endpoints",
			selected_options: [],
			action_ts: "1705077670.123456",
		}),
	},
	{
		what: "a button of no known name",
		payload: onCard(ada, button("plan_approve_v0", plan)),
		means: [unknown("plan_approve_v0", presser(ada), place)],
		calls: [`${privately(ada)} ${root}`],
	},
	{
		what: "an option of a menu of no known name",
		payload: onCard(ada, {
			type: "overflow",
			action_id: menuAction,
			block_id: "m7U8i",
			selected_option: { text: label("Old"), value: `plan_old ${plan}` },
			action_ts: "1705077670.123456",
		}),
		means: [unknown("plan_old", presser(ada), place)],
		calls: [`${privately(ada)} ${root}`],
	},
];
