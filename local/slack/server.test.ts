import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Received } from "./testing/receiver.ts";
import { startTestSlack, type TestSlack } from "./testing/slack.ts";

let it: TestSlack;
beforeAll(async () => {
	it = await startTestSlack();
});
afterAll(() => it.stop());

const channel = "C0ACME";
const nothing = { thread: null, files: [] };
const event = (type: string, matching: object) => (received: Received) => {
	const { event } = received.body as { event?: Record<string, unknown> };
	return event?.type === type && Object.entries(matching).every(([key, value]) => event[key] === value);
};
const payload =
	(type: string, matching: object = {}) =>
	({ body }: Received) =>
		body.type === type && Object.entries(matching).every(([key, value]) => body[key] === value);
const button = (action_id: string) => ({
	type: "actions",
	block_id: "row",
	elements: [{ type: "button", action_id, text: { type: "plain_text", text: "Press" }, value: "v1" }],
});
const section = (text: string) => ({ type: "section", text: { type: "mrkdwn", text } });

describe("what people type", () => {
	test("arrives as one signed message event, with rich text and escaped text", async () => {
		await it.as("dana", "say", { channel, text: "is 1 < 2 & *really*?", ...nothing });
		const found = await it.app.next(event("message", { text: "is 1 &lt; 2 &amp; *really*?" }));
		expect(found.signed).toBe(true);
		expect(found.body).toMatchObject({
			type: "event_callback",
			team_id: "T0LOCAL1",
			api_app_id: "A0CAISEY",
			authorizations: [{ team_id: "T0LOCAL1", user_id: "U0CAISEY", is_bot: true }],
			event: {
				type: "message",
				channel,
				channel_type: "channel",
				user: "U0DANA",
				team: "T0LOCAL1",
				blocks: [
					{
						type: "rich_text",
						elements: [
							{
								type: "rich_text_section",
								elements: [
									{ type: "text", text: "is 1 < 2 & " },
									{ type: "text", text: "really", style: { bold: true } },
									{ type: "text", text: "?" },
								],
							},
						],
					},
				],
			},
		});
		expect(it.app.received.filter(event("message", { text: "is 1 &lt; 2 &amp; *really*?" }))).toHaveLength(1);
	});

	test("a mention of the app arrives a second time as app_mention", async () => {
		await it.as("tom", "say", { channel, text: "@Caisey hello", ...nothing });
		const [message, mention] = await Promise.all([
			it.app.next(event("message", { text: "<@U0CAISEY> hello" })),
			it.app.next(event("app_mention", { text: "<@U0CAISEY> hello" })),
		]);
		expect(mention.body.event).toMatchObject({
			ts: (message.body.event as { ts: string }).ts,
			user: "U0TOM",
		});
	});

	test("replies, edits and deletions are events of the thread's messages", async () => {
		const root = await it.call("chat.postMessage", { channel, text: "root" });
		await it.as("dana", "say", { channel, text: "a reply", thread: root.ts, files: [] });
		const said = await it.app.next(event("message", { text: "a reply" }));
		const { ts } = said.body.event as { ts: string };
		expect(said.body.event).toMatchObject({ thread_ts: root.ts });
		await it.as("dana", "edit", { channel, ts, text: "a better reply" });
		const edited = await it.app.next(event("message", { subtype: "message_changed", channel }));
		expect(edited.body.event).toMatchObject({
			hidden: true,
			message: { ts, text: "a better reply", edited: { user: "U0DANA" } },
			previous_message: { ts, text: "a reply" },
		});
		await it.as("dana", "delete", { channel, ts });
		const deleted = await it.app.next(event("message", { subtype: "message_deleted" }));
		expect(deleted.body.event).toMatchObject({
			deleted_ts: ts,
			previous_message: { text: "a better reply" },
		});
	});

	test("no one can edit another person's message", async () => {
		const root = await it.call("chat.postMessage", { channel, text: "the app's own" });
		expect(await it.as("dana", "edit", { channel, ts: root.ts, text: "mine now" })).toMatchObject({
			trouble: expect.stringContaining("cant_update_message"),
		});
	});

	test("a file arrives on its message and the app reads its bytes with its token", async () => {
		const bytes = Buffer.from([0, 255, 10, 13]);
		const files = [{ name: "fix.ps1", base64: bytes.toString("base64") }];
		await it.as("tom", "say", { channel, thread: null, text: "see `this`", files });
		const said = await it.app.next(event("message", { subtype: "file_share" }));
		const { files: shared, blocks } = said.body.event as {
			files: { name: string; size: number; url_private_download: string }[];
			blocks: object[];
		};
		expect(shared[0]).toMatchObject({ name: "fix.ps1", size: 4 });
		expect(JSON.stringify(blocks)).toContain('"text":"this","style":{"code":true}');
		const url = shared[0]?.url_private_download ?? "";
		const read = await fetch(url, { headers: { authorization: `Bearer ${it.slack.botToken}` } });
		expect(Buffer.from(await read.arrayBuffer())).toEqual(bytes);
		expect((await fetch(url)).status).toBe(401);
	});

	test("a file is called as it was, in whatever script", async () => {
		const name = 'отчёт "за" июль 📄.txt';
		const files = [{ name, base64: Buffer.from("все").toString("base64") }];
		await it.as("tom", "say", { channel, thread: null, text: "the report", files });
		const said = await it.app.next(event("message", { subtype: "file_share", text: "the report" }));
		const [shared] = (said.body.event as { files: { name: string; url_private_download: string }[] }).files;
		expect(shared?.name).toBe(name);
		const headers = { authorization: `Bearer ${it.slack.botToken}` };
		const read = await fetch(shared?.url_private_download ?? "", { headers });
		expect([read.status, await read.text()]).toEqual([200, "все"]);
		const called = read.headers.get("content-disposition")?.split("filename*=UTF-8''")[1] ?? "";
		expect(decodeURIComponent(called)).toBe(name);
	});
});

describe("slash commands", () => {
	test("carry who, where and what; the answer is shown to that person alone", async () => {
		it.app.answer("command", () => Response.json({ text: "On it." }));
		await it.as("dana", "say", { channel, text: "/caisey fix a < b", ...nothing });
		const found = await it.app.next(payload("command"));
		expect(found.signed).toBe(true);
		expect(found.body).toMatchObject({
			command: "/caisey",
			text: "fix a &lt; b",
			user_id: "U0DANA",
			user_name: "dana",
			channel_id: channel,
			channel_name: "acme-dental",
			team_id: "T0LOCAL1",
			trigger_id: expect.stringMatching(/./),
			response_url: expect.stringMatching(/^http/),
		});
		const seen = async (handle: string) =>
			(await it.state(handle)).messages.filter(({ text, onlyYou }) => text === "On it." && onlyYou).length;
		expect([await seen("dana"), await seen("ada")]).toEqual([1, 0]);
	});

	test("are refused in a thread, in Slack's words", async () => {
		const before = it.app.received.filter(payload("command")).length;
		const root = await it.call("chat.postMessage", { channel, text: "root" });
		await it.as("tom", "say", { channel, text: "/caisey help", thread: root.ts, files: [] });
		const { messages } = await it.state("tom");
		expect(messages.find(({ thread, onlyYou }) => thread === root.ts && onlyYou)?.text).toBe(
			"`/caisey` is not supported in threads. Sorry!",
		);
		expect(it.app.received.filter(payload("command"))).toHaveLength(before);
	});

	test("fail visibly when the answer takes longer than three seconds, or is an error", async () => {
		const told = async () => (await it.state("sam")).messages.filter(({ onlyYou }) => onlyYou).at(-1)?.text;
		it.app.answer("command", () => new Response("", { status: 500 }));
		await it.as("sam", "say", { channel, text: "/caisey x", ...nothing });
		expect(await told()).toBe('`/caisey` failed with the error "dispatch_failed"');
		it.app.answer("command", () => new Promise(() => {}));
		const start = Date.now();
		await it.as("sam", "say", { channel, text: "/caisey x", ...nothing });
		expect(await told()).toBe('`/caisey` failed with the error "operation_timeout"');
		expect(Date.now() - start).toBeGreaterThanOrEqual(2_900);
		it.app.answer("command", () => new Response());
	});
});

describe("buttons and response URLs", () => {
	const pressed = async (where: { channel: string; ts: string }, handle = "ada") => {
		const before = it.app.received.length;
		await it.as(handle, "press", { where, block: "row", action: "go", input: null, inputs: {} });
		return it.app.received.slice(before).find(payload("block_actions"))?.body;
	};
	const to = async (body: Record<string, unknown> | undefined, answer: object) => {
		const { response_url } = body as { response_url: string };
		return (await fetch(response_url, { method: "POST", body: JSON.stringify(answer) })).status;
	};

	test("a press tells the message, its thread, the person, and the button", async () => {
		const root = await it.call("chat.postMessage", { channel, text: "root" });
		const card = await it.call("chat.postMessage", {
			channel,
			thread_ts: root.ts,
			text: "card",
			blocks: [button("go")],
		});
		expect(await pressed({ channel, ts: card.ts })).toMatchObject({
			type: "block_actions",
			user: { id: "U0ADA", team_id: "T0LOCAL1" },
			api_app_id: "A0CAISEY",
			container: {
				type: "message",
				message_ts: card.ts,
				channel_id: channel,
				is_ephemeral: false,
				thread_ts: root.ts,
			},
			channel: { id: channel, name: "acme-dental" },
			message: { ts: card.ts, bot_id: "B0CAISEY", user: "U0CAISEY", thread_ts: root.ts },
			actions: [{ type: "button", action_id: "go", block_id: "row", value: "v1" }],
			trigger_id: expect.any(String),
		});
	});

	test("a response URL replaces, whispers and deletes, five times at most", async () => {
		const card = await it.call("chat.postMessage", { channel, text: "card", blocks: [button("go")] });
		const body = await pressed({ channel, ts: card.ts });
		expect(await to(body, { text: "only you", response_type: "ephemeral" })).toBe(200);
		expect(await to(body, { text: "replaced", replace_original: true })).toBe(200);
		const { messages } = await it.state("ada");
		expect(messages.find(({ ts }) => ts === card.ts)?.text).toBe("replaced");
		expect(messages.find(({ text }) => text === "only you")?.onlyYou).toBe(true);
		expect(await to(body, { delete_original: true })).toBe(200);
		expect((await it.state("ada")).messages.find(({ ts }) => ts === card.ts)).toBeUndefined();
		expect([
			await to(body, { text: "4" }),
			await to(body, { text: "5" }),
			await to(body, { text: "6" }),
		]).toEqual([200, 200, 404]);
	});

	test("an ephemeral message's buttons work only for its reader", async () => {
		await it.call("chat.postEphemeral", { channel, user: "U0TOM", text: "preview", blocks: [button("go")] });
		const preview = (await it.state("tom")).messages.find(({ text }) => text === "preview");
		const where = { channel, ts: preview?.ts ?? "" };
		expect(await pressed(where, "eve")).toBeUndefined();
		const body = await pressed(where, "tom");
		expect(body).toMatchObject({ container: { is_ephemeral: true } });
		expect(body).not.toHaveProperty("message");
		await to(body, { delete_original: true });
		expect((await it.state("tom")).messages.find(({ text }) => text === "preview")).toBeUndefined();
	});

	test("the shortcut carries the message", async () => {
		await it.as("dana", "say", { channel, text: "my printer is on fire", ...nothing });
		const said = await it.app.next(event("message", { text: "my printer is on fire" }));
		const { ts } = said.body.event as { ts: string };
		await it.as("tom", "shortcut", { channel, ts, callback: "start_session" });
		const found = await it.app.next(payload("message_action"));
		expect(found.body).toMatchObject({
			callback_id: "start_session",
			message_ts: ts,
			message: { text: "my printer is on fire", user: "U0DANA" },
			user: { id: "U0TOM" },
			channel: { id: channel },
			trigger_id: expect.any(String),
			response_url: expect.any(String),
		});
	});
});

describe("limits", () => {
	let ts: string;
	beforeAll(async () => {
		({ ts } = await it.call("chat.postMessage", { channel: "C0GENERAL", text: "fine" }));
	});

	test.each<[string, object[], string]>([
		["51 blocks", Array.from({ length: 51 }, () => ({ type: "divider" })), "invalid_blocks"],
		["a section of 3,001 characters", [section("x".repeat(3_001))], "invalid_blocks"],
		[
			"a header of 151",
			[{ type: "header", text: { type: "plain_text", text: "x".repeat(151) } }],
			"invalid_blocks",
		],
		["an empty text", [section("")], "invalid_blocks"],
		["an unknown block", [{ type: "teapot" }], "invalid_blocks"],
		["an unknown property", [{ type: "divider", colour: "red" }], "invalid_blocks"],
		[
			"two blocks of one id",
			[
				{ type: "divider", block_id: "a" },
				{ type: "divider", block_id: "a" },
			],
			"invalid_blocks",
		],
		[
			"13,300 characters of all blocks",
			Array.from({ length: 6 }, () => section("x".repeat(2_200))),
			"msg_blocks_too_long",
		],
	])("a message with %s is refused, and so is an edit", async (_what, blocks, error) => {
		expect(await it.call("chat.postMessage", { channel: "C0GENERAL", text: "x", blocks })).toMatchObject({
			ok: false,
			error,
		});
		expect(await it.call("chat.update", { channel: "C0GENERAL", ts, text: "x", blocks })).toMatchObject({
			ok: false,
			error,
		});
		expect((await it.state("dana")).messages.find((message) => message.ts === ts)?.text).toBe("fine");
	});

	test("a bot that posts faster than Slack allows must wait", async () => {
		const post = async (text: string) => {
			const response = await fetch(`${it.slack.apiUrl}chat.postMessage`, {
				method: "POST",
				headers: { authorization: `Bearer ${it.slack.botToken}`, "content-type": "application/json" },
				body: JSON.stringify({ channel: "D0EVE", text }),
			});
			return [response.status, response.headers.get("retry-after") !== null];
		};
		expect(await post("first")).toEqual([200, false]);
		// At once: one after the other they may be slow enough for Slack.
		const results = await Promise.all(Array.from({ length: 60 }, (_, i) => post(`${i}`)));
		expect(results).toContainEqual([429, true]);
	});

	test("an invalid token is refused", async () => {
		expect(await it.call("auth.test", {}, "xoxb-none")).toMatchObject({ ok: false, error: "invalid_auth" });
	});
});

test("other web pages reach nothing here", async () => {
	const evil = await fetch(`${it.slack.url}/client/state`, { headers: { origin: "https://evil.example" } });
	expect(evil.status).toBe(403);
});

test("an edit arrives live in the open window, and a direct message only at its reader", async () => {
	const open = async (handle: string) => {
		const response = await fetch(`${it.slack.url}/client/live?as=${handle}`);
		return response.body?.pipeThrough(new TextDecoderStream()).getReader();
	};
	const [dana, ada] = [await open("dana"), await open("ada")];
	const until = async (reader: typeof dana, text: string) => {
		let seen = "";
		while (!seen.includes(text)) {
			const { value, done } = (await reader?.read()) ?? { value: "", done: true };
			if (done) throw new Error(`the stream ended without ${text}`);
			seen += value;
		}
		return seen;
	};
	const { ts } = await it.call("chat.postMessage", { channel: "C0GENERAL", text: "before" });
	await it.call("chat.postMessage", { channel: "U0ADA", text: "for Ada alone" });
	await it.call("chat.update", { channel: "C0GENERAL", ts, text: "after" });
	expect(await until(ada, '"after"')).toContain("for Ada alone");
	expect(await until(dana, '"after"')).not.toContain("for Ada alone");
	await Promise.all([dana?.cancel(), ada?.cancel()]);
});

test("an event that failed is sent again at once, saying so", async () => {
	let failed = false;
	it.app.answer("event_callback", ({ raw }) => {
		const fail = raw.includes("say again?") && !failed;
		failed ||= fail;
		return new Response("", { status: fail ? 500 : 200 });
	});
	await it.as("eve", "say", { channel: "C0GENERAL", text: "say again?", ...nothing });
	const again = await it.app.next(
		({ headers, raw }) => headers.has("x-slack-retry-num") && raw.includes("say again?"),
	);
	expect(again.headers.get("x-slack-retry-num")).toBe("1");
	expect(again.signed).toBe(true);
	const first = it.app.received.find(({ raw }) => raw.includes("say again?"));
	expect(again.raw).toBe(first?.raw);
});

test("a second start finds yesterday's threads, ids and token", async () => {
	const root = await it.call("chat.postMessage", { channel, text: "yesterday" });
	await it.as("dana", "say", { channel, text: "a reply of yesterday", thread: root.ts, files: [] });
	const token = it.slack.botToken;
	await it.restart();
	expect(it.slack.botToken).toBe(token);
	const { messages } = await it.state("dana");
	expect(messages.find(({ thread }) => thread === root.ts)?.text).toBe("a reply of yesterday");
	expect(await it.call("chat.update", { channel, ts: root.ts, text: "edited today" })).toMatchObject({
		ok: true,
	});
});
