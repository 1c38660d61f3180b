// What Slack tells of a button: docs.slack.dev/reference/interaction-payloads/block_actions-payload. What it gives back of the
// message or view hangs on where the button was.
import { choices } from "../../../../cards/model/actions.ts";
import { endpoint } from "../../../testing/backend.ts";
import { app, botProfile, channel, interaction, reply, responseUrl, root, team } from "./acme.ts";

export const label = (text: string) => ({ type: "plain_text", text, emoji: true });
export const button = (action: string, value: string) => ({
	type: "button",
	action_id: action,
	block_id: "b1Q2w",
	text: label("Press"),
	value,
	style: "primary",
	action_ts: "1705077670.123456",
});
/** A card of ours, as Slack gives it back: with its blocks and who posted it. */
export const card = (ts: string, some: object = {}) => ({
	type: "message",
	subtype: undefined,
	user: app.user,
	bot_id: app.bot,
	app_id: app.id,
	bot_profile: botProfile(app, "Caisey"),
	text: "A card",
	team,
	ts,
	thread_ts: root,
	parent_user_id: app.user,
	metadata: { event_type: "caisey", event_payload: { key: "k" } },
	edited: { user: app.bot, ts: "1705077669.000000" },
	blocks: [
		{ type: "section", block_id: "s1", text: { type: "mrkdwn", text: "A card", verbatim: false } },
		{
			type: "actions",
			block_id: "b1Q2w",
			elements: [{ type: "button", action_id: "x", text: label("Press"), value: "y" }],
		},
	],
	...some,
});
/** A card whose button asks before it is sent. */
export const asking = (action: string, value: string) =>
	card(reply, {
		blocks: [
			{
				type: "actions",
				block_id: "b1Q2w",
				elements: [
					{
						...button(action, value),
						confirm: {
							title: label("Sure?"),
							text: label("It stops."),
							confirm: label("Yes"),
							deny: label("No"),
						},
					},
				],
			},
		],
	});
const pressed = (user: string, action: object, some: object) =>
	interaction(user, {
		type: "block_actions",
		response_url: responseUrl,
		state: { values: {} },
		actions: [action],
		...some,
	});

export const onCard = (user: string, action: object, some: object = {}) =>
	pressed(user, action, {
		container: {
			type: "message",
			message_ts: reply,
			channel_id: channel,
			is_ephemeral: false,
			thread_ts: root,
		},
		channel: { id: channel, name: "help" },
		message: card(reply),
		...some,
	});
/** The session's first message begins its thread. To Slack it is in no thread until someone answers. */
export const onRoot = (user: string, action: object) =>
	onCard(user, action, {
		container: { type: "message", message_ts: root, channel_id: channel, is_ephemeral: false },
		message: card(root, { thread_ts: undefined, parent_user_id: undefined }),
	});
/** Of an ephemeral message Slack gives nothing back but where it is. */
export const onEphemeral = (user: string, action: object) =>
	pressed(user, action, {
		container: {
			type: "message",
			message_ts: reply,
			channel_id: channel,
			is_ephemeral: true,
			thread_ts: root,
		},
		channel: { id: channel, name: "help" },
		state: {
			values: {
				e5T6y: {
					[choices.draftEndpoint]: {
						type: "static_select",
						selected_option: { text: label("CLIENT-ACCT-10"), value: endpoint("CLIENT-ACCT-10").id },
					},
				},
			},
		},
	});
/** A view has neither a channel nor a response URL. */
export const onHome = (user: string, action: object) =>
	pressed(user, action, {
		response_url: undefined,
		state: undefined,
		container: { type: "view", view_id: "V0HOME00001" },
		view: {
			id: "V0HOME00001",
			team_id: team,
			type: "home",
			blocks: [{ type: "actions", block_id: "b1Q2w", elements: [] }],
			private_metadata: "",
			callback_id: "",
			state: { values: {} },
			hash: "1705077600.aBcDeFgH",
			title: label("View Title"),
			clear_on_close: false,
			notify_on_close: false,
			close: null,
			submit: null,
			previous_view_id: null,
			root_view_id: "V0HOME00001",
			app_id: app.id,
			external_id: "",
			app_installed_team_id: team,
			bot_id: app.bot,
		},
	});
