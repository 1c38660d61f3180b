// Posting in Slack: every message carries its key as metadata, so that one whose answer was lost is found again.
import { z } from "zod";
import { card } from "../../cards/kinds/message.ts";
import { renderSlack } from "../../cards/slack/card.ts";
import type { ChatMessage } from "../../protocol/read/view.ts";
import type { FindResult, Poster, PostResult, Target } from "../poster.ts";
import { type Call, type Called, slackApi, webApi } from "./web-api.ts";

type Options = {
	token: string;
	/** `slack:<team>`: whose people can be mentioned. */
	workspace: string;
	/** Slack's own where left out. */
	apiUrl?: string | undefined;
	fetch?: typeof fetch;
};

export const slackPoster = ({ token, workspace, apiUrl = slackApi, fetch: given }: Options): Poster => {
	const call = webApi({
		authorization: `Bearer ${token}`,
		apiUrl: apiUrl.replace(/\/$/, ""),
		fetch: given ?? ((...request) => fetch(...request)),
	});
	const render = (message: ChatMessage) => ({
		...renderSlack(card(message), workspace),
		unfurl_links: false,
		unfurl_media: false,
	});
	return {
		post: async (key, to, message) => {
			const place = await placeOf(call, to);
			// Nothing was posted yet: whatever went wrong, it can be tried again.
			if (!place.ok) return place.kind === "uncertain" ? { ...place, kind: "failed" } : place;
			const metadata = { event_type: eventType, event_payload: { key } };
			return send(call, "chat.postMessage", { ...place.body, ...render(message), metadata });
		},
		edit: ({ channel, message: ts }, message) =>
			send(call, "chat.update", { channel, ts, ...renderSlack(card(message), workspace) }),
		find: async (key, to, since) => {
			const place = await placeOf(call, to);
			return place.ok ? search(call, key, place.body, since) : unknown(place);
		},
	};
};

const eventType = "caisey";

const Posted = z.looseObject({ channel: z.string(), ts: z.string() });

const send = async (call: Call, method: string, body: object): Promise<PostResult> => {
	const sent = JSON.stringify(body);
	const answer = await call(method, sent, Posted);
	return answer.ok ? { ok: true, channel: answer.body.channel, message: answer.body.ts, sent } : answer;
};

type Found = { channel: string; thread_ts?: string };
const Opened = z.looseObject({ channel: z.looseObject({ id: z.string() }) });

/** The conversation; a person's own is opened, which does nothing if it is open. */
const placeOf = async (call: Call, to: Target): Promise<Called<Found>> => {
	if ("channel" in to)
		return { ok: true, body: { channel: to.channel, ...(to.thread !== null && { thread_ts: to.thread }) } };
	const user = to.person.slice(to.person.lastIndexOf(":") + 1);
	const opened = await call("conversations.open", JSON.stringify({ users: user }), Opened);
	return opened.ok ? { ok: true, body: { channel: opened.body.channel.id } } : opened;
};

const Page = z.looseObject({
	messages: z.array(
		z.looseObject({
			ts: z.string(),
			metadata: z
				.looseObject({
					event_type: z.string(),
					event_payload: z.looseObject({ key: z.string().optional() }).optional(),
				})
				.optional()
				.catch(undefined),
		}),
	),
	response_metadata: z.looseObject({ next_cursor: z.string().optional() }).nullish(),
});

/** Slack's clock and ours may differ by this much. */
const clockSkewSeconds = 120;
const mostPages = 10;

const unknown = (failed: Extract<Called<never>, { ok: false }>): FindResult =>
	failed.kind === "rate-limited"
		? { is: "unknown", error: "ratelimited", retryAfterMs: failed.retryAfterMs }
		: { is: "unknown", error: failed.error, retryAfterMs: null };

const search = async (
	call: Call,
	key: string,
	{ channel, thread_ts }: Found,
	since: number,
): Promise<FindResult> => {
	const oldest = String(Math.max(0, Math.floor(since / 1_000) - clockSkewSeconds));
	const method = thread_ts ? "conversations.replies" : "conversations.history";
	let cursor = "";
	for (let page = 0; page < mostPages; page++) {
		const asked = new URLSearchParams({ channel, oldest, limit: "200", include_all_metadata: "true" });
		if (thread_ts) asked.set("ts", thread_ts);
		if (cursor) asked.set("cursor", cursor);
		const answer = await call(method, asked, Page);
		if (!answer.ok) return unknown(answer);
		const found = answer.body.messages.find(
			({ metadata }) => metadata?.event_type === eventType && metadata.event_payload?.key === key,
		);
		if (found) return { is: "found", channel, message: found.ts };
		cursor = answer.body.response_metadata?.next_cursor ?? "";
		if (cursor === "") return { is: "absent" };
	}
	return { is: "unknown", error: `not within ${mostPages} pages`, retryAfterMs: null };
};
