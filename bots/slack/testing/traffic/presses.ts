// Buttons and menus, each of ours: docs.slack.dev/reference/interaction-payloads/block_actions-payload.
import {
	type ActionId,
	actions,
	choices,
	linkAction,
	menuAction,
	turns,
} from "../../../../cards/model/actions.ts";
import { endpoint, plan, session } from "../../../testing/backend.ts";
import { idOf, type Press, presses as samples } from "../../../testing/presses.ts";
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
	responseUrl,
	root,
	team,
	tom,
	workspace,
} from "./acme.ts";
import { asking, button, card, label, onCard, onEphemeral, onHome, onRoot } from "./pressed.ts";

const nowhere = { workspace, channel: "", thread: null };
const onPlan = { by: presser(ada), place, ref, plan };
const opens = ["views.open"];
const privately = (user: string) => `chat.postEphemeral to ${user} in ${channel}`;
const people = { ada, dana, tom };
const messages = { root: onRoot, card: onCard, preview: onEphemeral };

/** How the person who pressed comes to see it. */
const calls = (user: string, { on, sees }: Press): string[] =>
	({
		dialog: opens,
		"plan's dialog": [...opens, "views.update"],
		words: [on === "root" ? "respond: ephemeral" : `${privately(user)} ${root}`],
		card: [],
		done: [],
		"preview again": ["respond: replace"],
		"preview gone": ["respond: delete"],
	})[sees];

/** With a press on Approve goes where the card may be edited. */
const editable = ([wish, what]: Meant): Meant =>
	wish === "vote" ? [wish, { ...Object(what), editAt: responseUrl }] : [wish, what];

const pressed = (action: ActionId, press: Press): Arrival => {
	const user = people[press.by];
	return {
		what: `the button ${action}`,
		payload: messages[press.on](user, button(action, idOf(action))),
		means: (press.means?.({ by: presser(user), place, ref }) ?? []).map(editable),
		calls: calls(user, press),
	};
};

/** On a card in a session's thread, or on the session's first message: every button of ours. Where a button asks, Slack has
 * asked already. */
const each = Object.values(actions).map(
	(action): Arrival =>
		action === actions.cancel
			? {
					what: `the button ${action}`,
					payload: onCard(ada, button(action, plan), { message: asking(action, plan) }),
					means: [["cancel", onPlan]],
				}
			: pressed(action, samples[action]),
);

const unknown = (action: string, by: object, at: object): Meant => [
	"attempt",
	{ by, place: at, action, code: "unknown-action", detail: action },
];
const direct = { workspace, channel: "D0ADA000001", thread: reply };

export const presses: Arrival[] = [
	...each,
	{
		what: "a button in someone's own chat with the bot",
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
					editAt: responseUrl,
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
		what: "a button of someone from another organisation",
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
	...Object.values(turns).map(
		(turn): Arrival => ({
			what: `the dialog's button ${turn} in a view that remembers nothing`,
			payload: onHome(tom, button(turn, turn)),
			means: [unknown(turn, presser(tom), nowhere)],
			calls: opens,
		}),
	),
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
