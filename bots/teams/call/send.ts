// Messages of the bot itself: into a conversation or thread, to a person, changed or taken back.
import { z } from "zod";
import type { TeamsMessage } from "../../../cards/teams/card.ts";
import { type Call, type Called, pathOf } from "./connector.ts";

const Sent = z.looseObject({ id: z.string().min(1) });
const Created = z.looseObject({ id: z.string().min(1), activityId: z.string().nullish() });

/** Where a message goes: `thread` is the id of the channel message that it answers. */
export type Where = { serviceUrl: string; channel: string; thread: string | null };
/** `message`: its id. `channel`: the conversation's, without a thread. */
export type Posted = { channel: string; message: string };

/** `sent` is what is sent, as JSON. */
export const sendTo = async (
	call: Call,
	{ serviceUrl, channel, thread }: Where,
	sent: string,
): Promise<Called<Posted>> => {
	const path = pathOf(thread === null ? channel : `${channel};messageid=${thread}`, "activities");
	const answer = await call(serviceUrl, "POST", path, sent, Sent);
	return answer.ok ? { ok: true, body: { channel, message: answer.body.id } } : answer;
};

/** A channel message that answers none begins its own thread, which is a new conversation. */
export const beginThread = async (
	call: Call,
	{ serviceUrl, channel }: Omit<Where, "thread">,
	from: { bot: string; tenant: string },
	message: TeamsMessage,
): Promise<Called<Posted>> => {
	const body = {
		isGroup: true,
		bot: { id: from.bot },
		tenantId: from.tenant,
		channelData: { channel: { id: channel }, tenant: { id: from.tenant } },
		activity: message,
	};
	const answer = await call(serviceUrl, "POST", pathOf(), JSON.stringify(body), Created);
	if (!answer.ok) return answer;
	const id = answer.body.activityId ?? answer.body.id.split(";messageid=")[1];
	return id
		? { ok: true, body: { channel, message: id } }
		: { ok: false, kind: "uncertain", error: "a thread without an id" };
};

/** The person's own chat with the bot; nothing changes if there is one. `user`: `29:…`, or the directory's object id. */
export const personalChat = async (
	call: Call,
	serviceUrl: string,
	from: { bot: string; tenant: string },
	user: string,
): Promise<Called<{ channel: string }>> => {
	const body = {
		isGroup: false,
		bot: { id: from.bot },
		members: [{ id: user }],
		tenantId: from.tenant,
		channelData: { tenant: { id: from.tenant } },
	};
	const answer = await call(serviceUrl, "POST", pathOf(), JSON.stringify(body), Created);
	return answer.ok ? { ok: true, body: { channel: answer.body.id } } : answer;
};

/** `sent` is what is sent, as JSON. */
export const change = async (
	call: Call,
	serviceUrl: string,
	{ channel, message }: Posted,
	sent: string,
): Promise<Called<Posted>> => {
	const answer = await call(
		serviceUrl,
		"PUT",
		pathOf(channel, "activities", message),
		sent,
		z.looseObject({}),
	);
	return answer.ok ? { ok: true, body: { channel, message } } : answer;
};

export const takeBack = (
	call: Call,
	serviceUrl: string,
	{ channel, message }: Posted,
): Promise<Called<object>> =>
	call(serviceUrl, "DELETE", pathOf(channel, "activities", message), null, z.looseObject({}));
