import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { notice, planView, sessionView } from "../../cards/testing/views.ts";
import type { ChatMessage } from "../../protocol/read/view.ts";
import { answerAt, slackPoster } from "./poster.ts";
import { botToken, channel, readable, slackOfTests, team } from "./testing/slack.ts";

const slack = await slackOfTests();

const workspace = `slack:${team}`;
const noSilence = () => 0;
const poster = () => slackPoster({ token: botToken, workspace, apiUrl: `${slack.url}/api/` });
const session: ChatMessage = { type: "session", view: sessionView() };
const plan: ChatMessage = { type: "plan", view: planView() };
const root = { channel, thread: null };
const Messages = z.object({ messages: z.array(z.looseObject({ ts: z.string() })) });
const messageAt = async (ts: string) =>
	Messages.parse(await slack.call("conversations.replies", { channel, ts })).messages.find(
		(one) => one.ts === ts,
	);

const posted = async (
	key: string,
	to: { channel: string; thread: string | null } | { person: string },
	message: ChatMessage,
) => {
	const result = await poster().post(key, to, message, noSilence);
	if (!result.ok) throw new Error(JSON.stringify(result));
	return result;
};

test("a message is posted with its key, without unfurling, and the result says exactly what was sent", async () => {
	const result = await posted("session:1", root, session);
	expect(result.channel).toBe(channel);
	expect(await messageAt(result.message)).toMatchObject({
		unfurl_links: false,
		unfurl_media: false,
		metadata: { event_type: "caisey", event_payload: { key: "session:1" } },
	});
	expect(JSON.parse(result.sent)).toEqual(slack.of("chat.postMessage")[0]?.body);
});

test("in a thread, and edited in place", async () => {
	const first = await posted("session:2", root, session);
	const reply = await posted("plan:2", { channel, thread: first.message }, plan);
	const result = await poster().edit(
		{ channel, message: reply.message },
		{ type: "plan", view: planView({ state: "denied" }) },
	);
	expect(result).toMatchObject({ ok: true, channel, message: reply.message });
	const { messages } = Messages.parse(
		await slack.call("conversations.replies", { channel, ts: first.message }),
	);
	expect(messages.map(({ ts }) => ts)).toEqual([first.message, reply.message]);
	expect(readable(messages[1])).toContain("Denied: nothing was run");
});

test("a direct message reaches a person, by identity or by id", async () => {
	const ada = slack.user("ada");
	const message: ChatMessage = {
		type: "notice",
		view: notice({ to: [{ identities: [`${workspace}:${ada}`], name: "Ada" }] }),
	};
	const one = await posted("notice:1", { person: `${workspace}:${ada}` }, message);
	const other = await posted("notice:2", { person: ada }, message);
	expect(one.channel).toMatch(/^D/);
	expect(other.channel).toBe(one.channel);
	expect(JSON.parse(one.sent)).toMatchObject({
		text: expect.stringContaining(`<@${ada}>: Tom asks you to approve`),
	});
	expect(await poster().find("notice:2", { person: ada }, Date.now() - 60_000, "")).toEqual({
		is: "found",
		channel: one.channel,
		message: other.message,
	});
});

test("a search finds a message by its key, in a channel or a thread, and by no other", async () => {
	const first = await posted("session:3", root, session);
	const reply = await posted("plan:3", { channel, thread: first.message }, plan);
	const since = Date.now() - 60_000;
	expect(await poster().find("session:3", root, since, "")).toEqual({
		is: "found",
		channel,
		message: first.message,
	});
	expect(await poster().find("plan:3", { channel, thread: first.message }, since, "")).toEqual({
		is: "found",
		channel,
		message: reply.message,
	});
	expect(await poster().find("plan:4", { channel, thread: first.message }, since, "")).toEqual({
		is: "absent",
	});
	expect(await poster().find("plan:3", root, since, "")).toEqual({ is: "absent" });
});

test("a search finds a message far back in a busy channel, page by page", async () => {
	const first = await posted("session:far", root, session);
	for (let i = 0; i < 210; i++) await slack.call("chat.postMessage", { channel, text: `talk ${i}` });
	const since = Date.now() - 60_000;
	let cursor = "";
	for (let page = 0; ; page++) {
		const found = await poster().find("session:far", root, since, cursor);
		// Slack gives some apps 15 objects a call.
		expect(slack.of("conversations.history").at(-1)?.body).toMatchObject({
			limit: "15",
			...(cursor && { cursor }),
		});
		if (found.is === "more") cursor = found.cursor;
		else {
			expect(found).toEqual({ is: "found", channel, message: first.message });
			expect(page).toBe(14);
			break;
		}
	}
});

test("each of Slack's rejections is recognised and keeps its own word", async () => {
	expect(await poster().post("x", { channel: "C0NOWHERE", thread: null }, session, noSilence)).toEqual({
		ok: false,
		kind: "unreachable",
		error: "channel_not_found",
	});
	expect(await poster().post("x", { person: "U0NOBODY" }, session, noSilence)).toEqual({
		ok: false,
		kind: "refused",
		error: "user_not_found",
	});
	expect(await poster().edit({ channel, message: "1.000001" }, session)).toEqual({
		ok: false,
		kind: "gone",
		error: "message_not_found",
	});
});

type Asked = Parameters<RequestListener>[0];
type Answer = Parameters<RequestListener>[1];
/** Where something other than Slack answers. */
const answering = async (listener: RequestListener) => {
	const server = createServer(listener);
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const close = () => {
		server.closeAllConnections();
		return new Promise<void>((resolve) => server.close(() => resolve()));
	};
	onTestFinished(close);
	const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`;
	return { poster: slackPoster({ token: botToken, workspace, apiUrl }), close, url: apiUrl };
};

test("after too many at once the wait is as long as Slack says", async () => {
	const busy = await answering((_, response) =>
		response.writeHead(429, { "retry-after": "7" }).end('{"ok":false,"error":"ratelimited"}'),
	);
	expect(await busy.poster.post("x", root, session, noSilence)).toEqual({
		ok: false,
		kind: "rate-limited",
		retryAfterMs: 7_000,
	});
	expect(await busy.poster.find("x", root, 0, "")).toMatchObject({ is: "unknown", retryAfterMs: 7_000 });
	const vague = await answering((_, response) => response.end('{"ok":false,"error":"ratelimited"}'));
	expect(await vague.poster.post("x", root, session, noSilence)).toEqual({
		ok: false,
		kind: "rate-limited",
		retryAfterMs: 1_000,
	});
});

test.each([
	[
		"a server's error",
		(...[, response]: Parameters<RequestListener>) => void response.writeHead(502).end("oops"),
	],
	["an invalid answer", (...[, response]: Parameters<RequestListener>) => void response.end("<html>")],
	[
		"Slack's own trouble",
		(...[, response]: Parameters<RequestListener>) =>
			void response.end('{"ok":false,"error":"internal_error"}'),
	],
	[
		"a lost answer",
		(...[request]: Parameters<RequestListener>) =>
			void request.on("end", () => request.socket.destroy()).resume(),
	],
])("%s: it may have been posted", async (_, listener) => {
	const { poster } = await answering(listener);
	expect(await poster.post("x", root, session, noSilence)).toMatchObject({ ok: false, kind: "uncertain" });
	expect(await poster.find("x", root, 0, "")).toMatchObject({ is: "unknown", retryAfterMs: null });
	// A direct message can't even begin without its conversation.
	expect(await poster.post("x", { person: "U1" }, session, noSilence)).toMatchObject({
		ok: false,
		kind: "failed",
	});
});

test.each([
	["not_in_channel", "unreachable"],
	["is_archived", "unreachable"],
	["missing_scope", "unreachable"],
	["cant_update_message", "gone"],
	["msg_too_long", "refused"],
])("Slack's word %s means: %s", async (error, kind) => {
	const { poster } = await answering((_, response) => response.end(JSON.stringify({ ok: false, error })));
	expect(await poster.edit({ channel, message: "1.000001" }, session)).toEqual({ ok: false, kind, error });
	expect(await poster.find("x", root, 0, "")).toEqual({ is: "unknown", error, retryAfterMs: null });
});

test("after an invalid token the post can be tried again, since someone may replace it", async () => {
	const { poster } = await answering((_, response) => response.end('{"ok":false,"error":"token_revoked"}'));
	expect(await poster.post("x", root, session, noSilence)).toEqual({
		ok: false,
		kind: "failed",
		error: "token_revoked",
	});
});

test("a pressed card is edited at its response URL; what Slack doesn't take there is not done", async () => {
	const bodies: string[] = [];
	const taking = await answering(async (request, response) => {
		bodies.push(Buffer.concat(await request.toArray()).toString());
		response.writeHead(bodies.length === 1 ? 200 : 404).end(bodies.length === 1 ? "ok" : "used_url");
	});
	const at = { channel, message: "1.000001" };
	const edit = () => taking.poster.editPressed?.(taking.url, at, plan);
	expect(await edit()).toEqual({ ok: true, ...at, sent: bodies[0] });
	expect(JSON.parse(bodies[0] ?? "")).toMatchObject({ replace_original: true, blocks: expect.any(Array) });
	expect(await edit()).toMatchObject({ ok: false, kind: "failed" });
});

test("someone is answered privately at their response URL, without our token", async () => {
	let [body, authorization]: [string, string | undefined] = ["", undefined];
	const taking = await answering(async (request, response) => {
		body = Buffer.concat(await request.toArray()).toString();
		authorization = request.headers.authorization;
		response.end("ok");
	});
	const view = notice({ turn: "unopened", to: [], text: "I'm not a member." });
	expect(await answerAt(workspace, taking.url, { type: "notice", view })).toBe("taken");
	expect(authorization).toBeUndefined();
	expect(JSON.parse(body)).toMatchObject({
		response_type: "ephemeral",
		replace_original: false,
		text: expect.stringMatching(/^I couldn't open a thread for .+ I'm not a member\.$/),
	});
});

test.each([
	[
		"says no with HTTP 200",
		"failed",
		(_: unknown, response: Answer) => response.end('{"ok":false,"error":"expired_url"}'),
	],
	[
		"says that it went wrong",
		"uncertain",
		(_: unknown, response: Answer) => response.writeHead(502).end("oops"),
	],
	["gives no answer", "uncertain", (request: Asked) => request.socket.destroy()],
] as const)("a response URL that %s: the edit is %s", async (_, kind, listener) => {
	const { poster, url } = await answering((...asked) => void listener(...asked));
	const at = { channel, message: "1.000001" };
	expect(await poster.editPressed?.(url, at, plan)).toMatchObject({ ok: false, kind });
});

test("no connection: it was certainly not posted", async () => {
	const { poster, close } = await answering(() => {});
	await close();
	expect(await poster.post("x", root, session, noSilence)).toMatchObject({ ok: false, kind: "failed" });
});

test("the poster follows no redirect: the token goes nowhere else", async () => {
	const { poster } = await answering((_, response) =>
		response.writeHead(302, { location: `${slack.url}/api/chat.postMessage` }).end(),
	);
	expect(await poster.post("x", root, session, noSilence)).toMatchObject({
		ok: false,
		kind: "failed",
		error: "HTTP 302",
	});
	expect(slack.of("chat.postMessage")).toEqual([]);
});
