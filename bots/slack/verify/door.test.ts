import { beforeEach, expect, test } from "vitest";
import { recordingBackend } from "../../testing/backend.ts";
import { botOn, signed, signingSecret, slackOfTests, team } from "../testing/slack.ts";

const slack = await slackOfTests();
let recorded: ReturnType<typeof recordingBackend>;
let bot: ReturnType<typeof botOn>;
beforeEach(() => {
	recorded = recordingBackend();
	bot = botOn(slack, recorded);
});

const body = JSON.stringify({ type: "url_verification", challenge: "abc" });
const knock = async (text: string | Uint8Array, headers: Record<string, string>, method = "POST") => {
	const request = new Request("https://x.example/slack/events", {
		method,
		headers,
		...(method === "POST" && { body: text }),
	});
	const response = await bot.bot.handle(request, { waitUntil: () => expect.unreachable() });
	return { status: response.status, text: await response.text() };
};
const json = { "content-type": "application/json" };
const seconds = () => Math.floor(Date.now() / 1000);

test("the door answers Slack's question whether someone is there", async () => {
	expect(await knock(body, { ...json, ...signed(body) })).toEqual({
		status: 200,
		text: '{"challenge":"abc"}',
	});
	const check = "ssl_check=1&token=x";
	expect((await knock(check, signed(check))).status).toBe(200);
});

test.each([
	["without any", {}],
	["of someone else", signed(body, seconds(), "another secret")],
	["of another body", signed(`${body} `)],
	["six minutes old", signed(body, seconds() - 360)],
	["six minutes ahead", signed(body, seconds() + 360)],
	["without a time", { "x-slack-signature": signed(body)["x-slack-signature"] ?? "" }],
	["with an invalid time", { ...signed(body), "x-slack-request-timestamp": "soon" }],
	["cut short", { ...signed(body), "x-slack-signature": "v0=abc" }],
	[
		"of another version",
		{ ...signed(body), "x-slack-signature": (signed(body)["x-slack-signature"] ?? "").replace("v0", "v1") },
	],
	["long and wide", { ...signed(body), "x-slack-signature": `v0=${"é".repeat(64)}` }],
])("a signature that is %s is refused", async (_, headers) => {
	expect((await knock(body, { ...json, ...headers })).status).toBe(401);
	expect(recorded.intents).toEqual([]);
});

test("a signature is valid for five minutes either way", async () => {
	expect((await knock(body, { ...json, ...signed(body, seconds() - 295) })).status).toBe(200);
	expect((await knock(body, { ...json, ...signed(body, seconds() + 295) })).status).toBe(200);
});

test("an empty signing secret opens nothing", async () => {
	const { createSlack } = await import("../index.ts");
	const open = createSlack({
		backend: recorded.backend,
		signingSecret: "",
		token: async () => "x",
		now: Date.now,
		log: () => "",
	});
	const request = new Request("https://x.example", {
		method: "POST",
		headers: { ...json, ...signed(body, seconds(), "") },
		body,
	});
	expect((await open.handle(request, { waitUntil: () => {} })).status).toBe(401);
	expect(signingSecret).not.toBe("");
});

test.each(["{", "[1]", '"text"', "null", "payload"])(
	"a body that is malformed is refused: %s",
	async (text) => {
		expect((await knock(text, { ...json, ...signed(text) })).status).toBe(400);
	},
);

test("the door refuses a malformed payload", async () => {
	const text = "payload=%7B";
	expect(
		(await knock(text, { "content-type": "application/x-www-form-urlencoded", ...signed(text) })).status,
	).toBe(400);
});

test("the door takes 1 MiB and not one byte more, whatever the header says", async () => {
	const [large, larger] = [body.padEnd(1_048_576), body.padEnd(1_048_577)];
	expect((await knock(large, { ...json, ...signed(large) })).status).toBe(200);
	expect((await knock(larger, { ...json, ...signed(larger) })).status).toBe(413);
	expect((await knock(body, { ...json, ...signed(body), "content-length": "2000000" })).status).toBe(413);
});

test("the door answers only POST", async () => {
	expect((await knock("", {}, "GET")).status).toBe(405);
});

test("a workspace without the app gets a private answer, and nothing happens", async () => {
	const stranger = botOn(slack, recorded, null);
	const said = await stranger.command({
		command: "/caisey",
		text: "hello",
		team_id: team,
		user_id: "U1",
		channel_id: "C1",
		trigger_id: "1",
	});
	expect(said.json()).toMatchObject({
		response_type: "ephemeral",
		text: expect.stringContaining("isn't connected to a client"),
	});
	const url = slack.responseUrl();
	await stranger.interact({
		type: "block_actions",
		team: { id: team },
		user: { id: "U1" },
		actions: [{ action_id: "plan_approve", value: "x" }],
		response_url: url,
	});
	expect(slack.responses.at(-1)?.body).toMatchObject({
		text: expect.stringContaining("isn't connected to a client"),
	});
	expect(recorded.intents).toEqual([]);
});
