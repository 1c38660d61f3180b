// Posting in Slack: every message carries its key as metadata, so that one whose answer was lost is found again.
import { z } from "zod";
import { card } from "../../cards/kinds/message.ts";
import { renderSlack } from "../../cards/slack/card.ts";
import type { ChatMessage } from "../../protocol/read/view.ts";
import type { FindResult, Poster, PostResult, Target } from "../poster.ts";
import { keyIn, Metadata, metadataOf } from "./read/posted-key.ts";
import { type Responded, respond } from "./respond.ts";
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
			const metadata = metadataOf(key);
			return send(call, "chat.postMessage", { ...place.body, ...render(message), metadata });
		},
		edit: ({ channel, message: ts }, message) =>
			send(call, "chat.update", { channel, ts, ...renderSlack(card(message), workspace) }),
		editPressed: async (address, at, message) => {
			const sent = JSON.stringify({ replace_original: true, ...renderSlack(card(message), workspace) });
			const responded = await respond(address, sent);
			return responded === "taken" ? { ok: true, ...at, sent } : notTaken[responded];
		},
		wordWithin: 10_000,
		find: async (key, to, since, cursor) => {
			const place = await placeOf(call, to);
			return place.ok ? search(call, key, place.body, since, cursor) : unknown(place);
		},
	};
};

/** Answers someone privately at a response URL. */
export const answerAt = (workspace: string, address: string, message: ChatMessage): Promise<Responded> => {
	const shown = renderSlack(card(message), workspace);
	return respond(address, JSON.stringify({ replace_original: false, ...shown, response_type: "ephemeral" }));
};

const notTaken = {
	refused: { ok: false, kind: "failed", error: "the response URL took nothing" },
	unknown: { ok: false, kind: "uncertain", error: "the response URL gave no answer" },
} as const;

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
	messages: z.array(z.looseObject({ ts: z.string(), metadata: Metadata })),
	response_metadata: z.looseObject({ next_cursor: z.string().optional() }).nullish(),
});

/** Slack's clock and ours may differ by this much. */
const clockSkewSeconds = 120;
/** Slack gives some apps no more: https://docs.slack.dev/changelog/2025/05/29/rate-limit-changes-for-non-marketplace-apps */
const pageLength = 15;

const unknown = (failed: Extract<Called<never>, { ok: false }>): FindResult =>
	failed.kind === "rate-limited"
		? { is: "unknown", error: "ratelimited", retryAfterMs: failed.retryAfterMs }
		: { is: "unknown", error: failed.error, retryAfterMs: null };

/** One page: the caller goes on at the cursor. */
const search = async (
	call: Call,
	key: string,
	{ channel, thread_ts }: Found,
	since: number,
	cursor: string,
): Promise<FindResult> => {
	const oldest = String(Math.max(0, Math.floor(since / 1_000) - clockSkewSeconds));
	const method = thread_ts ? "conversations.replies" : "conversations.history";
	const limit = `${pageLength}`;
	const asked = new URLSearchParams({ channel, oldest, limit, include_all_metadata: "true" });
	if (thread_ts) asked.set("ts", thread_ts);
	if (cursor) asked.set("cursor", cursor);
	const answer = await call(method, asked, Page);
	if (!answer.ok) return unknown(answer);
	const found = answer.body.messages.find(({ metadata }) => keyIn(metadata) === key);
	if (found) return { is: "found", channel, message: found.ts };
	const next = answer.body.response_metadata?.next_cursor ?? "";
	return next === "" ? { is: "absent" } : { is: "more", cursor: next };
};
