// Completes the events that emulate makes to what the app receives from Slack.
import { z } from "zod";
import type { ChannelRow } from "../store/rows.ts";
import type { Team } from "../team.ts";

/** What emulate hands over. */
const Envelope = z.looseObject({
	event: z.looseObject({
		type: z.string(),
		subtype: z.string().optional(),
		channel: z.string().optional(),
		user: z.string().optional(),
		text: z.string().optional(),
		ts: z.string().optional(),
		event_ts: z.string().optional(),
	}),
});

/** The event types that the app's manifest subscribes to and that emulate makes. */
const subscribed = new Set(["message", "file_shared"]);

/** The events to send for one of emulate's: none, itself, or itself and `app_mention`. */
export const slackEvents = (
	raw: unknown,
	team: Team,
	channelOf: (id: string) => ChannelRow | undefined,
): object[] => {
	const { event } = Envelope.parse(raw);
	if (!subscribed.has(event.type)) return [];
	if (event.type === "file_shared") return [wrap(event, team)];
	const channel = channelOf(event.channel ?? "");
	const full = {
		...event,
		...(event.subtype === "message_changed" || event.subtype === "message_deleted" ? {} : { team: team.id }),
		event_ts: event.event_ts ?? event.ts,
		channel_type: channel?.is_im ? "im" : "channel",
	};
	const mentioned =
		!channel?.is_im && event.user !== team.app.user && event.text?.includes(`<@${team.app.user}>`);
	const isNew = event.subtype === undefined || event.subtype === "file_share";
	if (!mentioned || !isNew) return [wrap(full, team)];
	const { channel_type: _, subtype: __, ...mention } = full;
	return [wrap(full, team), wrap({ ...mention, type: "app_mention" }, team)];
};

/** The outer part of every event. */
export const wrap = (event: object, team: Team): object => ({
	token: "local",
	team_id: team.id,
	context_team_id: team.id,
	context_enterprise_id: null,
	api_app_id: team.app.id,
	event,
	type: "event_callback",
	event_id: `Ev${crypto.randomUUID().replaceAll("-", "").slice(0, 10).toUpperCase()}`,
	event_time: Math.floor(Date.now() / 1000),
	authorizations: [
		{
			enterprise_id: null,
			team_id: team.id,
			user_id: team.app.user,
			is_bot: true,
			is_enterprise_install: false,
		},
	],
	is_ext_shared_channel: false,
});

/** A time as Slack writes it, now. */
export const nowTs = (): string => (Date.now() / 1000).toFixed(6);
