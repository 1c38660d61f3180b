import { expect, test } from "vitest";
import { refusalText } from "../../../words/refusals.ts";
import type { Backend } from "../../backend.ts";
import { maxFileBytes } from "../../files.ts";
import { draft, endpoint, session } from "../../testing/backend.ts";
import {
	botToken,
	channel,
	eventOf,
	interaction,
	readable,
	setupOn,
	slackOfTests,
	team,
} from "../testing/slack.ts";

const slack = await slackOfTests();

const setup = setupOn(slack);
const technician: Partial<Backend> = {
	said: async () => ({ ok: true, technician: true, secret: null }),
};
const identity = (name: string) => `slack:${team}:${slack.user(name)}`;
const ephemerals = () =>
	slack
		.of("chat.postEphemeral")
		.map(({ body, answer }) => ({ ...body, ok: answer.ok, said: readable(body.blocks) }));
const words = (text: string, kind = "rich_text_section", style?: object) => [
	{
		type: "rich_text",
		elements: [{ type: kind, elements: [{ type: "text", text, ...(style && { style }) }] }],
	},
];
const command = (text: string, some: Record<string, string> = {}) => ({
	command: "/caisey",
	text,
	team_id: team,
	user_id: slack.user("dana"),
	user_name: "dana",
	channel_id: channel,
	trigger_id: "1.2.abc",
	response_url: slack.responseUrl(),
	...some,
});
const message = (name: string, some: object) =>
	eventOf({
		type: "message",
		channel,
		channel_type: "channel",
		user: slack.user(name),
		team,
		ts: "1705077667.000200",
		thread_ts: "1705077600.000100",
		text: "",
		...some,
	});

test("/caisey opens a session with the request as it was typed", async () => {
	const { recorded, command: send } = setup();
	const answerAt = slack.responseUrl();
	const { status, text } = await send(
		command("  please set a &lt; b &amp;&amp; c ", { response_url: answerAt }),
	);
	expect({ status, text }).toEqual({ status: 200, text: "" });
	expect(recorded.intents).toEqual([
		[
			"open",
			{
				by: { identity: identity("dana"), name: "dana" },
				place: { workspace: `slack:${team}`, channel, thread: null },
				request: "please set a < b && c",
				source: "command",
				once: "1.2.abc",
				original: null,
				whom: null,
				answerAt,
			},
		],
	]);
	expect(slack.calls).toEqual([]);
});

test.each([
	["for @dana.reyes a &lt; b", { request: "a < b", whom: { name: "dana.reyes" } }],
	[
		"for <@U0123456|dana> call <#C012|help>",
		{ request: "call #help", whom: { identity: `slack:${team}:U0123456` } },
	],
	["for &lt;@U0123456&gt; that", { request: "for <@U0123456> that", whom: null }],
])("/caisey %s says for whom", async (text, meant) => {
	const { recorded, command: send } = setup();
	await send(command(text));
	expect(recorded.of("open")).toMatchObject([meant]);
});

test.each(["", "  "])("/caisey %j asks for the dialog of a request, and opens no session", async (text) => {
	const { recorded, command: send } = setup();
	await send(command(text));
	expect(recorded.intents.map(([wish]) => wish)).toEqual(["request"]);
});

test.each(["help", "Help "])("/caisey %j explains itself, privately, and opens nothing", async (text) => {
	const { recorded, command: send } = setup();
	await send(command(text));
	expect(recorded.intents).toEqual([]);
	expect(slack.responses).toHaveLength(1);
	expect(slack.responses[0]?.body).toMatchObject({ response_type: "ephemeral", replace_original: false });
	expect(readable(slack.responses[0]?.body.blocks)).toContain("Nothing runs before that");
});

test("in a channel without a client, the person learns privately what to do", async () => {
	const { command: send } = setup({ open: async () => ({ ok: false, refusal: { code: "not-bound" } }) });
	await send(command("hello"));
	expect(readable(slack.responses[0]?.body.blocks)).toBe(refusalText({ code: "not-bound" }));
});

test("without a response URL, the answer is an ephemeral message", async () => {
	const { command: send } = setup({
		open: async () => ({ ok: false, refusal: { code: "no-role", client: "Acme" } }),
	});
	const { response_url: _, ...rest } = command("hello");
	await send(rest);
	expect(ephemerals()).toMatchObject([
		{ user: slack.user("dana"), channel, ok: true, said: refusalText({ code: "no-role", client: "Acme" }) },
	]);
});

test("on Enterprise Grid people are keyed on their organisation", async () => {
	const { recorded, command: send } = setup();
	await send(command("hello", { enterprise_id: "E01", is_enterprise_install: "false" }));
	expect(recorded.of("open")).toMatchObject([
		{ by: { identity: `slack:E01:${slack.user("dana")}` }, place: { workspace: `slack:${team}` } },
	]);
});

test("the answer to Slack does not wait for the work behind it", async () => {
	const gate = Promise.withResolvers<void>();
	const { recorded, post } = setup({
		open: async () => {
			await gate.promise;
			return { ok: true, session };
		},
	});
	const sent = await post(
		new URLSearchParams(command("hello")).toString(),
		"application/x-www-form-urlencoded",
	);
	expect(sent.response.status).toBe(200);
	gate.resolve();
	await sent.done();
	expect(recorded.of("open")).toHaveLength(1);
});

test("a throw is logged, and the person gets its id privately", async () => {
	const { command: send, errors } = setup({
		open: async () => {
			throw new Error("a bug");
		},
	});
	expect((await send(command("hello"))).status).toBe(200);
	expect(errors).toMatchObject([{ message: "a bug" }]);
	expect(readable(slack.responses[0]?.body.blocks)).toBe(refusalText({ code: "broken", errorId: "error-1" }));
});

test("a message that the Worker couldn't store gets a 500, so that Slack delivers it again; in the end its author hears", async () => {
	const { event, errors } = setup({
		said: async () => {
			throw new Error("a bug");
		},
	});
	expect((await event(message("dana", { text: "hi" }))).status).toBe(500);
	expect((await event(message("dana", { text: "hi" }), 2)).status).toBe(500);
	expect(errors).toHaveLength(2);
	expect(ephemerals()).toEqual([]);
	expect((await event(message("dana", { text: "hi" }), 3)).status).toBe(500);
	expect(ephemerals()).toMatchObject([
		{
			user: slack.user("dana"),
			thread_ts: "1705077600.000100",
			said: refusalText({ code: "broken", errorId: "error-3" }),
		},
	]);
});

test.each(["edited", "deleted"] as const)(
	"Slack delivers again what was %s and could not be stored",
	async (method) => {
		const { event } = setup({
			[method]: async () => {
				throw new Error("a bug");
			},
		});
		const before = { user: slack.user("dana"), team, ts: "1.1", thread_ts: "1.0", text: "old" };
		const some =
			method === "edited"
				? { subtype: "message_changed", message: { ...before, text: "new" }, previous_message: before }
				: { subtype: "message_deleted", deleted_ts: "1.1", previous_message: before };
		expect((await event(eventOf({ type: "message", channel, ts: "2", ...some }))).status).toBe(500);
	},
);

test("a message gets its answer once it is stored, before the bot reads its files", async () => {
	const order: string[] = [];
	const called = Promise.withResolvers<void>();
	const stored = Promise.withResolvers<void>();
	const read = Promise.withResolvers<void>();
	const { recorded, post } = setup({
		said: async () => {
			called.resolve();
			await stored.promise;
			order.push("stored");
			return { ok: true, technician: false, secret: null };
		},
		attached: async () => {
			await read.promise;
			return { ok: true };
		},
	});
	const file = { id: "F01", name: "x.txt" };
	const sent = post(JSON.stringify(message("dana", { text: "hi", files: [file] })), "application/json");
	void sent.then(() => order.push("answered"));
	await called.promise;
	// Time enough for an answer that does not wait.
	await slack.call("auth.test", {});
	stored.resolve();
	const { response, done } = await sent;
	expect(order).toEqual(["stored", "answered"]);
	expect(response.status).toBe(200);
	expect(recorded.of("said")).toMatchObject([{ text: "hi", expected: [{ file: "F01", name: "x.txt" }] }]);
	read.resolve();
	await done();
	expect(recorded.intents.map(([method]) => method)).toEqual(["said", "attached"]);
});

test("the shortcut makes a message that someone wrote the first entry, with its author and time", async () => {
	const { recorded, interact } = setup();
	const answerAt = slack.responseUrl();
	await interact(
		interaction(slack.user("tom"), {
			type: "message_action",
			callback_id: "start_session",
			trigger_id: "1.2.def",
			channel: { id: channel, name: "general" },
			message_ts: "1705077667.000200",
			message: {
				type: "message",
				user: slack.user("dana"),
				team,
				ts: "1705077667.000200",
				text: "x",
				blocks: words("please make it *work*"),
			},
			response_url: answerAt,
		}),
	);
	const ref = { workspace: `slack:${team}`, channel, message: "1705077667.000200" };
	expect(recorded.of("open")).toEqual([
		{
			by: { identity: identity("tom"), name: "handle" },
			place: { workspace: `slack:${team}`, channel, thread: "1705077667.000200" },
			request: "please make it *work*",
			source: "shortcut",
			once: `${channel}:1705077667.000200`,
			original: { ref, author: { identity: identity("dana"), name: "Dana of Acme" }, at: 1_705_077_667_000 },
			whom: null,
			answerAt,
		},
	]);
});

test("a mention in the channel opens a session in its own thread; one in a thread does not", async () => {
	const { recorded, event } = setup();
	const mention = {
		type: "app_mention",
		channel,
		user: slack.user("dana"),
		team,
		ts: "1705077667.000200",
		text: "<@U000000001> please help",
	};
	await event(eventOf(mention));
	await event(eventOf({ ...mention, thread_ts: "1705077600.000100" }));
	expect(recorded.of("open")).toMatchObject([
		{
			request: "please help",
			source: "mention",
			place: { thread: "1705077667.000200" },
			by: { identity: identity("dana"), name: "Dana of Acme" },
		},
	]);
});

test("the bot passes on everything said in a thread, with its author", async () => {
	const { recorded, event } = setup();
	await event(message("dana", { blocks: words("is it <done>?"), text: "is it &lt;done&gt;?" }));
	expect(recorded.of("said")).toEqual([
		{
			by: { identity: identity("dana"), name: "Dana of Acme" },
			place: { workspace: `slack:${team}`, channel, thread: "1705077600.000100" },
			ref: { workspace: `slack:${team}`, channel, message: "1705077667.000200" },
			text: "is it <done>?",
			expected: [],
		},
	]);
	expect(ephemerals()).toEqual([]);
});

test("an author from another workspace counts by their own team", async () => {
	const { recorded, event } = setup();
	await event(message("dana", { user: "U0GUEST", user_team: "T0OTHER", text: "hi" }));
	await event(
		eventOf(
			{ type: "message", channel, user: "U0GRID", user_team: team, ts: "1.1", thread_ts: "1.0", text: "hi" },
			{ enterprise_id: "E01", authorizations: null },
		),
	);
	expect(recorded.of("said")).toMatchObject([
		{ by: { identity: "slack:T0OTHER:U0GUEST" } },
		{ by: { identity: "slack:E01:U0GRID" } },
	]);
});

test("the bot records neither our own posts nor talk outside threads", async () => {
	const { recorded, event } = setup();
	await event(message("dana", { user: "U000000001" }));
	await event(message("dana", { app_id: "A01", bot_id: "B01" }));
	await event(message("dana", { thread_ts: undefined, text: "hello all" }));
	await event(message("dana", { subtype: "channel_join" }));
	expect(recorded.intents).toEqual([]);
});

test("in a thread without a session, the bot asks for no name and no file, and passes nothing on", async () => {
	const { recorded, event } = setup({ isSession: async () => false });
	const files = [{ id: "F01", name: "x", url_private: `${slack.url}/api/files.info?file=F01` }];
	const before = { user: "U0NEW", team, ts: "1.1", thread_ts: "1.0", text: "old" };
	await event(message("dana", { user: "U0NEW", text: "hi", files }));
	for (const some of [
		{ subtype: "message_changed", message: { ...before, text: "new" }, previous_message: before },
		{ subtype: "message_deleted", deleted_ts: "1.1", previous_message: before },
	])
		expect((await event(eventOf({ type: "message", channel, ts: "2", ...some }))).status).toBe(200);
	expect(recorded.intents).toEqual([]);
	expect(slack.calls).toEqual([]);
});

test("the bot records talk below a card in posting once it knows the session", async () => {
	const answers = ["unclear", "unclear", true] as const;
	let asked = 0;
	const { recorded, event } = setup({ isSession: async () => answers[asked++] ?? true });
	await event(message("dana", { ts: "1705079999.000100", text: "quick" }));
	expect(recorded.of("said")).toMatchObject([{ text: "quick" }]);
	expect(asked).toBe(3);
});

test("Slack delivers a message again if it isn't clear yet whether its thread is a session's; if it stays so, nobody is told", async () => {
	const { recorded, event, errors } = setup({ isSession: async () => "unclear" });
	const before = { user: slack.user("dana"), team, ts: "1.1", thread_ts: "1.0", text: "old" };
	const edit = { subtype: "message_changed", message: { ...before, text: "new" }, previous_message: before };
	expect((await event(message("dana", { text: "quick" }))).status).toBe(500);
	expect((await event(eventOf({ type: "message", channel, ts: "2", ...edit }))).status).toBe(500);
	expect(errors).toEqual([]);
	expect((await event(eventOf({ type: "message", channel, ts: "2", ...edit }), 3)).status).toBe(500);
	expect(errors).toHaveLength(1);
	expect(ephemerals()).toEqual([]);
	expect(recorded.intents).toEqual([]);
});

test("another app's message is recorded, whatever it says of itself", async () => {
	const { recorded, event } = setup();
	const metadata = { event_type: "caisey", event_payload: { key: "x" } };
	await event(
		message("dana", { subtype: "bot_message", user: undefined, bot_id: "B99", app_id: "A99", metadata }),
	);
	expect(recorded.of("said")).toMatchObject([{ by: { identity: `slack:${team}:B99` } }]);
});

test("speaking to the bot in a thread without a session gets a private answer", async () => {
	const { event } = setup({ isSession: async () => false });
	await event(message("dana", { text: "what about this?" }));
	expect(ephemerals()).toEqual([]);
	await event(message("dana", { text: "<@U000000001> what about this?" }));
	expect(ephemerals()).toMatchObject([
		{ said: refusalText({ code: "no-thread" }), thread_ts: "1705077600.000100", user: slack.user("dana") },
	]);
});

test("the bot passes on edits and deletions, but not unfurled links and our own edits", async () => {
	const { recorded, event } = setup();
	const before = {
		user: slack.user("dana"),
		team,
		ts: "1705077667.000200",
		thread_ts: "1705077600.000100",
		text: "old",
	};
	const edited = { ...before, text: "new", edited: { user: slack.user("dana"), ts: "1705077700.000000" } };
	const changed = (message: object, previous_message: object) =>
		eventOf({ type: "message", subtype: "message_changed", channel, ts: "1", message, previous_message });
	await event(changed(edited, before));
	await event(changed({ ...before, attachments: [{}] }, before));
	await event(changed({ ...edited, user: "U000000001", edited: { user: "U000000001", ts: "1" } }, before));
	await event(
		eventOf({
			type: "message",
			subtype: "message_deleted",
			channel,
			ts: "2",
			deleted_ts: before.ts,
			previous_message: before,
		}),
	);
	await event(
		changed(
			{ subtype: "tombstone", ts: "1705077600.000100", text: "This message was deleted." },
			{ ...before, ts: "1705077600.000100" },
		),
	);
	const by = { identity: identity("dana"), name: "Dana of Acme" };
	const place = { workspace: `slack:${team}`, channel, thread: "1705077600.000100" };
	const ref = { workspace: `slack:${team}`, channel, message: before.ts };
	expect(recorded.intents).toEqual([
		["edited", { by, place, ref, text: "new", once: `${channel}:${before.ts}:1705077700.000000` }],
		["deleted", { author: by, place, ref }],
		["deleted", { author: by, place, ref: { ...ref, message: "1705077600.000100" } }],
	]);
});

test.each([
	[
		"a line with $",
		words("$ Get-Item HKLM:\\a | Select <b>"),
		"Get-Item HKLM:\\a | Select <b>",
		"Get-Item HKLM:\\a | Select <b>",
	],
	[
		"a code block",
		words("if (1) {\n  'x'\n}", "rich_text_preformatted"),
		"if (1) {\n  'x'\n}",
		"1│ if (1) {\n2│   'x'\n3│ }",
	],
])("a technician's %s becomes a private preview of exactly that", async (_, blocks, typed, drawn) => {
	const { recorded, event } = setup(technician);
	await event(message("tom", { blocks, text: "prettified" }));
	expect(recorded.of("draft")).toMatchObject([{ command: typed, once: `${channel}:1705077667.000200` }]);
	const [preview] = ephemerals();
	expect(preview).toMatchObject({ user: slack.user("tom"), thread_ts: "1705077600.000100", ok: true });
	const shown = JSON.stringify(preview);
	expect(shown).toContain(
		JSON.stringify({ type: "rich_text_preformatted", elements: [{ type: "text", text: drawn }] }),
	);
	expect(shown).not.toContain("initial_option");
	for (const [action, label] of [
		["draft_propose", "Propose…"],
		["draft_edit", "Edit…"],
		["draft_drop", "Not a command"],
	])
		expect(shown).toContain(
			`"action_id":"${action}","text":{"type":"plain_text","text":"${label}","emoji":false},"value":"${draft}"`,
		);
	expect(shown).toContain("CLIENT-ACCT-01 · front desk · reports “Dana” logged on");
});

test("a single endpoint is chosen already; without one, the preview says so", async () => {
	const one = setup({
		...technician,
		draft: async ({ command }) => ({ ok: true, draft, session, command, endpoints: [endpoint("A")] }),
	});
	await one.event(message("tom", { blocks: words("$ ls") }));
	expect(JSON.stringify(ephemerals()[0])).toContain("initial_option");
	const none = setup({
		...technician,
		draft: async ({ command }) => ({ ok: true, draft, session, command, endpoints: [] }),
	});
	await none.event(message("tom", { blocks: words("$ ls") }));
	expect(ephemerals()[1]?.said).toContain("No endpoint is enrolled");
});

test("others' commands are talk", async () => {
	const { recorded, event } = setup();
	await event(message("dana", { blocks: words("$ rm -rf /") }));
	expect(recorded.intents.map(([method]) => method)).toEqual(["said"]);
	expect(ephemerals()).toEqual([]);
});

test("the bot doesn't propose text that Slack changed: it records the attempt and asks for a code block", async () => {
	const { recorded, event } = setup(technician);
	const bold = [
		{
			type: "rich_text",
			elements: [
				{
					type: "rich_text_section",
					elements: [
						{ type: "text", text: "$ rm " },
						{ type: "text", text: "all", style: { bold: true } },
					],
				},
			],
		},
	];
	await event(message("tom", { blocks: bold }));
	expect(recorded.intents.map(([method]) => method)).toEqual(["said", "attempt"]);
	expect(recorded.of("attempt")).toMatchObject([{ code: "styled-text", action: "propose" }]);
	expect(ephemerals()[0]?.said).toBe(refusalText({ code: "styled-text" }));
});

test("a refused draft gets a private answer with the Backend's reason", async () => {
	const { event } = setup({
		...technician,
		draft: async () => ({
			ok: false,
			refusal: { code: "looks-secret", what: "a private key", in: "proposal" },
		}),
	});
	await event(message("tom", { blocks: words("$ x") }));
	expect(ephemerals()[0]?.said).toBe(
		refusalText({ code: "looks-secret", what: "a private key", in: "proposal" }),
	);
});

const upload = async (name: string, bytes: Uint8Array) => {
	const call = async (method: string, body: object) => slack.call(method, { ...body });
	const { upload_url, file_id } = await call("files.getUploadURLExternal", {
		filename: name,
		length: bytes.length,
	});
	await fetch(String(upload_url), {
		method: "POST",
		headers: { "content-type": "application/octet-stream" },
		body: new Uint8Array(bytes),
	});
	await call("files.completeUploadExternal", { files: [{ id: file_id, title: name }], channel_id: channel });
	const { file } = await call("files.info", { file: file_id });
	const attached = file as { url_private: string; [key: string]: unknown };
	const address = new URL(attached.url_private);
	return { ...attached, url_private: `${slack.url}${address.pathname}`, url_private_download: undefined };
};

test("attachments come with their bytes; a technician's script is previewed byte for byte", async () => {
	const { recorded, event } = setup(technician);
	const script = "\ufeffWrite-Output 'é'\r\n\tend";
	const file = await upload("fix.ps1", new TextEncoder().encode(script));
	await event(message("tom", { subtype: "file_share", files: [file] }));
	expect(recorded.of("attached")).toMatchObject([
		{
			file: expect.stringMatching(/^F/),
			content: { name: "fix.ps1", bytes: new TextEncoder().encode(script) },
		},
	]);
	expect(recorded.of("draft")).toMatchObject([
		{
			command: "Write-Output 'é'\r\n\tend",
			script: { name: "fix.ps1", encoding: "utf-8-bom", arguments: [] },
		},
	]);
	expect(ephemerals()[0]?.said).toContain("Nothing is proposed yet.");
});

test("a picture is recorded and isn't a command; a script that isn't UTF-8 is refused", async () => {
	const { recorded, event } = setup(technician);
	const png = await upload("shot.png", Uint8Array.of(137, 80, 78, 71, 255));
	await event(message("tom", { subtype: "file_share", files: [{ ...png, mimetype: "image/png" }] }));
	expect(ephemerals()).toEqual([]);
	const latin = await upload("old.ps1", Uint8Array.of(0x22, 0xe4, 0x22));
	await event(message("tom", { subtype: "file_share", files: [latin] }));
	expect(recorded.of("draft")).toEqual([]);
	expect(recorded.of("attempt")).toMatchObject([{ code: "not-text", detail: "old.ps1" }]);
	expect(ephemerals()[0]?.said).toBe(refusalText({ code: "not-text", name: "old.ps1" }));
});

test("files outside Slack, too large, or gone are named with the reason, and the token goes nowhere else", async () => {
	const { recorded, event } = setup();
	const elsewhere = [
		"https://evil.example/x",
		"https://files.slack.com.evil.example/x",
		"http://files.slack.com/x",
		`${slack.url.replace("127.0.0.1", "localhost")}/x`,
		"javascript:x",
	];
	await event(
		message("dana", {
			subtype: "file_share",
			files: [
				...elsewhere.map((url_private, i) => ({ name: `${i}`, url_private, size: 1 })),
				{ name: "large", url_private: `${slack.url}/x`, size: maxFileBytes + 1 },
				{ name: "gone", url_private: `${slack.url}/files-pri/F0/x`, size: 1 },
				{ name: "nowhere" },
			],
		}),
	);
	const attached = recorded.of("attached") as { file: string; content: { name: string; reason: string } }[];
	expect(attached.map(({ file }) => file)).toEqual(["0", "1", "2", "3", "4", "5", "6", "7"]);
	expect(attached.map(({ content }) => content.reason)).toEqual([
		...elsewhere.map(() => "it lies outside Slack"),
		"it is larger than 10,485,760 bytes",
		"Slack answered 404",
		"Slack gives no address for it",
	]);
	expect(botToken).toBeTruthy();
});

test("a secret in an edit gets a private answer, as in a new message; a redelivery gets none", async () => {
	const found = ["a private key", null];
	const { event } = setup({ edited: async () => ({ ok: true, secret: found.shift() ?? null }) });
	const before = {
		type: "message",
		user: slack.user("dana"),
		ts: "1705077667.000200",
		text: "old",
		thread_ts: "1705077600.000100",
	};
	const envelope = eventOf({
		type: "message",
		subtype: "message_changed",
		channel,
		ts: "1705077700.000100",
		message: { ...before, text: "a key", edited: { user: slack.user("dana"), ts: "1705077700.000000" } },
		previous_message: before,
	});
	await event(envelope);
	await event(envelope, 1);
	expect(ephemerals()).toMatchObject([
		{
			said: refusalText({ code: "looks-secret", what: "a private key", in: "talk" }),
			user: slack.user("dana"),
			thread_ts: "1705077600.000100",
		},
	]);
});

test("a message that looks like a secret gets a private answer, and its files are recorded anyway; a failing one loses no other", async () => {
	const { recorded, event, errors } = setup({
		said: async () => ({ ok: true, technician: true, secret: "a private key" }),
		attached: async ({ file }) => {
			if (file === "F01") throw new Error("a bug");
			return { ok: true };
		},
	});
	const files = [{ id: "F01", name: "a.sh" }, { id: "F02" }];
	const { status } = await event(message("tom", { blocks: words("$ x"), files }));
	expect(status).toBe(200);
	expect(recorded.intents.map(([method]) => method)).toEqual(["said", "attached", "attached"]);
	expect(errors).toHaveLength(1);
	expect(ephemerals().map(({ said }) => said)).toEqual([
		refusalText({ code: "looks-secret", what: "a private key", in: "talk" }),
		refusalText({ code: "broken", errorId: "error-1" }),
	]);
});

test("what someone writes about their closed request is answered with the way to reopen it, for them alone", async () => {
	const { event } = setup({
		said: async () => ({ ok: true, technician: false, secret: null, closed: session }),
	});
	await event(message("dana", { text: "It jams again" }));
	expect(ephemerals()).toMatchObject([
		{ user: slack.user("dana"), said: expect.stringContaining("Not solved? Press “Reopen”"), ok: true },
	]);
	expect(JSON.stringify(slack.of("chat.postEphemeral"))).toContain(session);
});
