// Requests made by hand, for what no window of the local Slack would send: other people's, other places', wrongly signed.
import { createHmac } from "node:crypto";
import { wrap } from "../../../local/slack/deliver/events.ts";
import type { ClientMessage, ClientView } from "../../../local/slack/people/wire.ts";
import { acme, type Team } from "../../../local/slack/team.ts";
import { channel as acmeChannel, type World } from "../world.ts";

type Signing = { secret?: string /** Seconds from now. */; at?: number; type?: string };

/** Posts a body to the Worker as Slack would, signed with the true secret unless told otherwise. */
export const deliver = (world: World, body: string, signing: Signing = {}): Promise<Response> =>
	fetch(`${world.workerUrl}/slack/events`, { method: "POST", headers: signed(world, body, signing), body });

const signed = (world: World, body: string, signing: Signing): Record<string, string> => {
	const { secret = world.secrets.SLACK_SIGNING_SECRET, at = 0 } = signing;
	const time = `${Math.floor(Date.now() / 1000) + at}`;
	const digest = createHmac("sha256", secret).update(`v0:${time}:${body}`).digest("hex");
	return {
		"content-type": signing.type ?? "application/x-www-form-urlencoded",
		"x-slack-request-timestamp": time,
		"x-slack-signature": `v0=${digest}`,
	};
};

type Pressing = {
	/** A handle of Acme's, or a user's id. */
	by: string;
	action: string;
	value: string;
	channel?: string;
	thread?: string | null;
	/** The message with the button. */
	message: string;
	team?: string;
	/** The person's own team, where it is another. */
	home?: string;
};

/** The form of a press on a button. */
export const pressBody = (press: Pressing): string => {
	const { by, action, value, channel = acmeChannel, thread = null, message, team = acme.id } = press;
	const user = acme.people.find(({ handle }) => handle === by)?.id ?? by;
	const within = thread === null ? {} : { thread_ts: thread };
	// As on a card of today, whose Cancel… has asked before it is sent.
	const pressed = { type: "button", action_id: action, value, confirm: {} };
	const blocks = [{ type: "actions", block_id: "b", elements: [pressed] }];
	return interaction({
		type: "block_actions",
		team: { id: team, domain: team.toLowerCase() },
		user: { id: user, username: by, name: by, team_id: press.home ?? team },
		api_app_id: acme.app.id,
		token: "local",
		trigger_id: `1.${team}.none`,
		container: { type: "message", message_ts: message, channel_id: channel, ...within },
		channel: { id: channel, name: "channel" },
		message: { type: "message", ts: message, ...within, blocks },
		actions: [{ type: "button", action_id: action, block_id: "b", value, action_ts: "1" }],
	});
};

/** The form of a dialog that was sent: `metadata` is what it remembered, `values` Slack's `state.values`. */
export const submissionBody = (sent: {
	by: string;
	callback: string;
	metadata: object;
	values: object;
	team?: string;
}): string => {
	const team = sent.team ?? acme.id;
	const user = acme.people.find(({ handle }) => handle === sent.by)?.id ?? sent.by;
	return interaction({
		type: "view_submission",
		team: { id: team, domain: team.toLowerCase() },
		user: { id: user, username: sent.by, name: sent.by, team_id: team },
		api_app_id: acme.app.id,
		token: "local",
		view: {
			id: `V${Math.random().toString(36).slice(2).toUpperCase()}`,
			type: "modal",
			callback_id: sent.callback,
			private_metadata: JSON.stringify(sent.metadata),
			title: { type: "plain_text", text: "Caisey" },
			blocks: [],
			state: { values: sent.values },
		},
	});
};

/** The plan's dialog as Slack sends it: one command on one endpoint, run by `sh`. */
export const planValues = (endpoint: string, command: string, changes: string): object => {
	const of = (value: string) => ({ value: { selected_option: { value } } });
	return {
		endpoints: { plan_endpoints: { selected_options: [{ value: endpoint }] } },
		command: { value: { value: command } },
		changes: { value: { value: changes } },
		shell: of("sh"),
		runAs: of("agent"),
		stepTimeLimit: of("60"),
		failedCheck: of("stop"),
		decideWithin: of("3600"),
		runWithin: of("3600"),
	};
};

/** The JSON of an event in Acme's workspace. */
export const eventBody = (event: object): string => eventFor(acme, event);

/** The JSON of an event in any workspace, so many seconds from now. */
export const eventFor = (team: Team, event: object, seconds = 0): string =>
	JSON.stringify({ ...wrap(event, team), event_time: Math.floor(Date.now() / 1000) + seconds });

export const interaction = (payload: object): string =>
	new URLSearchParams({ payload: JSON.stringify(payload) }).toString();

/** What a button carries. */
export const carried = (at: ClientMessage | ClientView, action: string): string => {
	const found = JSON.stringify(at.blocks).match(
		new RegExp(`"action_id":"${action}"[^}]*?(?:}[^}]*?)?"value":"([^"]+)"`),
	)?.[1];
	if (!found) throw new Error(`nothing there carries ${action}: ${JSON.stringify(at.blocks)}`);
	return found;
};
