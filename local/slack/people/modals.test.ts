import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { z } from "zod";
import type { Received } from "../testing/receiver.ts";
import { startTestSlack, type TestSlack } from "../testing/slack.ts";
import type { Inputs } from "./wire.ts";

let it: TestSlack;
let card: string;
beforeAll(async () => {
	it = await startTestSlack();
	const button = { type: "button", action_id: "go", text: plain("Go") };
	const blocks = [{ type: "actions", block_id: "row", elements: [button] }];
	card = (await it.call("chat.postMessage", { channel, text: "card", blocks })).ts;
});
afterAll(() => it.stop());

const channel = "C0ACME";
const plain = (text: string) => ({ type: "plain_text" as const, text });
const option = (value: string) => ({ text: plain(value), value });
const input = (block_id: string, element: object, more: object = {}) => ({
	type: "input",
	block_id,
	label: plain(block_id),
	element: { action_id: "a", ...element },
	...more,
});
const view = (blocks: object[], more: object = {}) => ({
	type: "modal",
	callback_id: "plan_dialog",
	private_metadata: "kept",
	title: plain("A dialog"),
	submit: plain("Propose"),
	blocks,
	...more,
});
const payload =
	(type: string) =>
	({ body }: Received) =>
		body.type === type;

/** Presses a button in a message and gives the trigger. */
const trigger = async (): Promise<string> => {
	const before = it.app.received.length;
	const where = { channel, ts: card };
	await it.as("tom", "press", { where, block: "row", action: "go", input: null, inputs: {} });
	const pressed = it.app.received.slice(before).find(payload("block_actions"));
	return z.object({ trigger_id: z.string() }).parse(pressed?.body).trigger_id;
};
const open = async (blocks: object[], more: object = {}): Promise<string> => {
	const opened = await it.call("views.open", { trigger_id: await trigger(), view: view(blocks, more) });
	expect(opened).toMatchObject({ ok: true });
	return (opened.view as { id: string }).id;
};
const modals = async () => (await it.state("tom")).modals;
const submit = (id: string, inputs: Inputs) => it.as("tom", "submit", { view: id, inputs });

test("a submission carries every input in Slack's shape, filled in or not", async () => {
	const id = await open([
		input("text", { type: "plain_text_input", multiline: true }),
		input("empty", { type: "plain_text_input" }, { optional: true }),
		input("kept", { type: "plain_text_input", initial_value: "as it was" }),
		input("one", { type: "static_select", options: [option("x"), option("y")], initial_option: option("x") }),
		input("many", { type: "multi_static_select", options: [option("x"), option("y")] }),
		input("found", { type: "external_select", min_query_length: 0 }),
		input("founds", { type: "multi_external_select" }, { optional: true }),
		input("when", { type: "datetimepicker" }),
		input("radio", { type: "radio_buttons", options: [option("x")] }),
		input("check", { type: "checkboxes", options: [option("x"), option("y")] }, { optional: true }),
	]);
	const reply = await submit(id, {
		text: { a: "line 1\nline 2 *x*" },
		many: { a: [option("y")] },
		found: { a: option("e_1") },
		when: { a: 1_800_000_000 },
		radio: { a: option("x") },
	});
	expect(reply).toEqual({});
	const { body } = await it.app.next(payload("view_submission"));
	expect(body).toMatchObject({
		user: { id: "U0TOM" },
		view: { id, callback_id: "plan_dialog", private_metadata: "kept", type: "modal" },
	});
	expect((body.view as { state: object }).state).toEqual({
		values: {
			text: { a: { type: "plain_text_input", value: "line 1\nline 2 *x*" } },
			empty: { a: { type: "plain_text_input", value: null } },
			kept: { a: { type: "plain_text_input", value: "as it was" } },
			one: { a: { type: "static_select", selected_option: option("x") } },
			many: { a: { type: "multi_static_select", selected_options: [option("y")] } },
			found: { a: { type: "external_select", selected_option: option("e_1") } },
			founds: { a: { type: "multi_external_select", selected_options: [] } },
			when: { a: { type: "datetimepicker", selected_date_time: 1_800_000_000 } },
			radio: { a: { type: "radio_buttons", selected_option: option("x") } },
			check: { a: { type: "checkboxes", selected_options: [] } },
		},
	});
	expect(await modals()).toEqual([]);
});

test("missing or too long input is refused before the app hears of it", async () => {
	const id = await open([
		input("needed", { type: "plain_text_input" }),
		input("short", { type: "plain_text_input", max_length: 3 }),
	]);
	const before = it.app.received.length;
	expect(await submit(id, { short: { a: "long" } })).toEqual({
		errors: {
			needed: "Please complete this required field.",
			short: "Please shorten this to 3 characters or less.",
		},
	});
	expect(it.app.received).toHaveLength(before);
	await it.as("tom", "close", { view: id, all: true });
});

test("the app's answer shows errors, another view, one more on top, or clears all", async () => {
	const blocks = [input("x", { type: "plain_text_input", initial_value: "v" })];
	const id = await open(blocks);
	const answer = (body: object) => it.app.answer("view_submission", () => Response.json(body));
	answer({ response_action: "errors", errors: { x: "Not like this" } });
	expect(await submit(id, {})).toEqual({ errors: { x: "Not like this" } });
	answer({ response_action: "errors", errors: { nowhere: "?" } });
	expect(await submit(id, {})).toHaveProperty("trouble");
	answer({ response_action: "update", view: view(blocks, { title: plain("Changed") }) });
	expect(await submit(id, {})).toEqual({});
	expect((await modals()).map(({ title }) => title)).toEqual(["Changed"]);
	answer({ response_action: "push", view: view(blocks, { title: plain("On top") }) });
	await submit(id, {});
	expect((await modals()).map(({ title }) => title)).toEqual(["Changed", "On top"]);
	answer({ response_action: "push", view: view(blocks, { title: plain("x".repeat(25)) }) });
	expect(await submit(id, {})).toHaveProperty("trouble");
	answer({ response_action: "clear" });
	await submit(id, {});
	expect(await modals()).toEqual([]);
	it.app.answer("view_submission", () => new Response());
});

test("a dialog whose place another took is not sent any more, and it is said", async () => {
	const first = await open([input("x", { type: "plain_text_input", initial_value: "v" })]);
	const second = await open([input("x", { type: "plain_text_input", initial_value: "w" })]);
	const before = it.app.received.length;
	expect(await submit(first, {})).toMatchObject({ trouble: expect.stringContaining("not open any more") });
	expect(it.app.received).toHaveLength(before);
	await it.as("tom", "close", { view: second, all: true });
});

test("an app that answers with an error leaves the dialog open and says so", async () => {
	const id = await open([input("x", { type: "plain_text_input", initial_value: "v" })]);
	it.app.answer("view_submission", () => new Response("", { status: 500 }));
	expect(await submit(id, {})).toMatchObject({ trouble: expect.stringContaining("dispatch_failed") });
	expect(await modals()).toHaveLength(1);
	it.app.answer("view_submission", () => new Response());
	await it.as("tom", "close", { view: id, all: false });
	expect(await modals()).toEqual([]);
});

test("the app hears of a closed view if the view asks for it", async () => {
	const id = await open([input("x", { type: "plain_text_input" })], { notify_on_close: true });
	await it.as("tom", "close", { view: id, all: false });
	const { body } = await it.app.next(payload("view_closed"));
	expect(body).toMatchObject({ view: { id }, is_cleared: false, user: { id: "U0TOM" } });
});

test("a trigger works once, within three seconds", async () => {
	const used = await trigger();
	const dialog = view([input("x", { type: "plain_text_input" })]);
	expect(await it.call("views.open", { trigger_id: used, view: dialog })).toMatchObject({ ok: true });
	expect(await it.call("views.open", { trigger_id: used, view: dialog })).toMatchObject({
		ok: false,
		error: "exchanged_trigger_id",
	});
	const late = await trigger();
	vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 3_100 });
	try {
		expect(await it.call("views.open", { trigger_id: late, view: dialog })).toMatchObject({
			ok: false,
			error: "expired_trigger_id",
		});
	} finally {
		vi.useRealTimers();
	}
	expect(await it.call("views.open", { trigger_id: "made up", view: dialog })).toMatchObject({
		ok: false,
		error: "invalid_trigger_id",
	});
});

test.each<[string, object]>([
	["a title of 25 characters", view([], { title: plain("x".repeat(25)) })],
	["an input but no submit", view([input("x", { type: "plain_text_input" })], { submit: undefined })],
	["101 blocks", view(Array.from({ length: 101 }, () => ({ type: "divider" })))],
	["3,001 characters of private metadata", view([], { private_metadata: "x".repeat(3_001) })],
	[
		"101 options",
		view([
			input("x", { type: "static_select", options: Array.from({ length: 101 }, (_, i) => option(`${i}`)) }),
		]),
	],
])("a dialog with %s is refused", async (_what, dialog) => {
	expect(await it.call("views.open", { trigger_id: await trigger(), view: dialog })).toMatchObject({
		ok: false,
		error: "invalid_arguments",
	});
});

test("an external select asks the app for its options", async () => {
	const id = await open([input("endpoint", { type: "multi_external_select" })]);
	it.app.answer("block_suggestion", () => Response.json({ options: [option("CLIENT-ACCT-01")] }));
	const where = { view: id };
	expect(await it.as("tom", "suggest", { where, block: "endpoint", action: "a", query: "acct" })).toEqual({
		options: [option("CLIENT-ACCT-01")],
	});
	const { body } = await it.app.next(payload("block_suggestion"));
	expect(body).toMatchObject({
		value: "acct",
		action_id: "a",
		block_id: "endpoint",
		container: { view_id: id },
	});
	await it.as("tom", "close", { view: id, all: true });
});

test("the app publishes the Home tab when asked, and its buttons work only for its person", async () => {
	await it.as("ada", "home", {});
	const opened = await it.app.next(({ raw }) => raw.includes("app_home_opened"));
	expect(opened.body.event).toMatchObject({ user: "U0ADA", tab: "home", channel: "D0ADA" });
	const blocks = [
		{
			type: "actions",
			block_id: "row",
			elements: [{ type: "button", action_id: "open", text: plain("Open") }],
		},
	];
	await it.call("views.publish", { user_id: "U0ADA", view: { type: "home", blocks } });
	const { home } = await it.state("ada");
	expect(home?.blocks).toMatchObject(blocks);
	expect((await it.state("tom")).home).toBeNull();
	const press = (handle: string) =>
		it.as(handle, "press", {
			where: { view: home?.id ?? "" },
			block: "row",
			action: "open",
			input: null,
			inputs: {},
		});
	const before = it.app.received.length;
	await press("tom");
	expect(it.app.received).toHaveLength(before);
	await press("ada");
	expect(it.app.received.at(-1)?.body).toMatchObject({
		type: "block_actions",
		container: { type: "view" },
		view: { type: "home" },
	});
});
