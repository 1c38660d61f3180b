import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { launch, newPage } from "../../console/testing/browser.ts";
import { startTestSlack, type TestSlack } from "./testing/slack.ts";

let it: TestSlack;
let browser: Browser;
beforeAll(async () => {
	[it, browser] = await Promise.all([startTestSlack(), launch()]);
});
afterAll(async () => {
	await browser.close();
	await it.stop();
});

const channel = "C0ACME";
const plain = (text: string) => ({ type: "plain_text", text });
const complaints: string[][] = [];
const open = async (handle: string, size = { width: 1280, height: 800 }): Promise<Page> => {
	const made = await newPage(browser, { viewport: size });
	complaints.push(made.complaints);
	await made.page.goto(`${it.slack.url}/?as=${handle}`);
	return made.page;
};
const log = (page: Page) => page.getByRole("log", { name: "Messages in #acme-dental" });
afterEach(() => expect(complaints.flat()).toEqual([]));

test("a message appears in the other person's window, with its thread", async () => {
	const [dana, tom] = [await open("dana"), await open("tom")];
	await dana
		.getByRole("textbox", { name: "Message #acme-dental" })
		.fill("my *update* fails: <b>&amp;</b> `a *b*`");
	await dana.keyboard.press("Enter");
	const message = log(tom).getByRole("article").filter({ hasText: "my update fails" });
	await message.waitFor();
	expect(await message.locator(".said").textContent()).toBe("my update fails: <b>&amp;</b> a *b*");
	await message.hover();
	await message.getByRole("button", { name: "Reply in thread" }).click();
	await tom.getByRole("textbox", { name: "Reply in thread" }).fill("looking");
	await tom.getByRole("button", { name: "Send" }).last().click();
	await log(dana).getByRole("button", { name: "1 reply" }).click();
	const thread = dana.getByRole("complementary", { name: "Thread" });
	await thread.getByRole("article").filter({ hasText: "looking" }).waitFor();
	await dana.getByRole("article").filter({ hasText: "my update fails" }).first().hover();
	expect(await message.getByRole("button", { name: "Edit message" }).count()).toBe(0);
	await thread.getByRole("button", { name: "Close thread" }).click();
	await Promise.all([dana.context().close(), tom.context().close()]);
});

test("a button opens a dialog, which is filled in by keyboard, refused, and sent", async () => {
	const fields = [
		{
			type: "multi_static_select",
			options: ["A-01", "B-02"].map((name) => ({ text: plain(name), value: name })),
		},
		{ type: "plain_text_input", multiline: true },
		{ type: "datetimepicker" },
	];
	const labels = ["Run on", "Command", "Not before"];
	const view = {
		type: "modal",
		callback_id: "plan",
		title: plain("Propose a command"),
		submit: plain("Propose"),
		blocks: fields.map((element, index) => ({
			type: "input",
			block_id: `b${index}`,
			label: plain(labels[index] ?? ""),
			optional: index === 2,
			element: { ...element, action_id: "a" },
		})),
	};
	it.app.answer("block_actions", ({ body }) => {
		void it.call("views.open", { trigger_id: body.trigger_id, view });
		return new Response();
	});
	const button = { type: "button", action_id: "run", text: plain("Run a command…"), value: "s_1" };
	await it.call("chat.postMessage", {
		channel,
		text: "session",
		blocks: [{ type: "actions", elements: [button] }],
	});
	const tom = await open("tom");
	await log(tom).getByRole("button", { name: "Run a command…" }).click();
	const dialog = tom.getByRole("dialog", { name: "Propose a command" });
	await dialog.getByRole("combobox", { name: "Run on" }).press("Enter");
	await tom.keyboard.type("b-0");
	await tom.keyboard.press("Enter");
	await tom.keyboard.press("Escape");
	await dialog.getByRole("button", { name: "Remove B-02" }).waitFor();
	await dialog.getByRole("button", { name: "Propose" }).click();
	await dialog.getByRole("alert").filter({ hasText: "Please complete this required field." }).waitFor();
	await dialog.getByRole("textbox", { name: "Command" }).fill("sed -i 's/*/_/' x");
	await dialog.getByRole("textbox", { name: "Not before" }).fill("2030-01-02T03:04");
	await dialog.getByRole("button", { name: "Propose" }).click();
	await dialog.waitFor({ state: "detached" });
	const { body } = await it.app.next(({ body }) => body.type === "view_submission");
	expect((body.view as { state: object }).state).toEqual({
		values: {
			b0: { a: { type: "multi_static_select", selected_options: [{ text: plain("B-02"), value: "B-02" }] } },
			b1: { a: { type: "plain_text_input", value: "sed -i 's/*/_/' x" } },
			// 3:04 in Stockholm.
			b2: { a: { type: "datetimepicker", selected_date_time: Date.UTC(2030, 0, 2, 2, 4) / 1000 } },
		},
	});
	await tom.context().close();
});

test("text from right to left turns nothing beside it", async () => {
	const elements = [
		{ type: "text", text: "in " },
		{ type: "text", text: "עברית", style: { code: true } },
		{ type: "text", text: " 10.0.0.1 then 10.0.0.2" },
	];
	const blocks = [{ type: "rich_text", elements: [{ type: "rich_text_section", elements }] }];
	await it.call("chat.postMessage", { channel, text: "a folder", blocks });
	await it.call("chat.postMessage", { channel, text: "`עברית` 10.0.0.1 and 10.0.0.2" });
	const ada = await open("ada");
	const left = async (of: Locator) => (await of.boundingBox())?.x ?? Number.NaN;
	const rich = log(ada).getByRole("article").filter({ hasText: "10.0.0.1 then" });
	await rich.waitFor();
	expect(await left(rich.getByText("in", { exact: true }))).toBeLessThan(await left(rich.getByText("עברית")));
	expect(await left(rich.getByText("עברית"))).toBeLessThan(await left(rich.getByText("10.0.0.1 then")));
	const marked = log(ada).getByRole("article").filter({ hasText: "10.0.0.1 and" });
	expect(await left(marked.getByText("עברית", { exact: true }))).toBe(await left(marked.locator(".text")));
	await ada.context().close();
});

test.each([
	["a button", { type: "button", text: plain("Cancel…"), style: "danger", value: "pl_1" }],
	["a menu's option", { type: "overflow", options: [{ text: plain("Cancel…"), value: "pl_1" }] }],
])("%s with a confirm asks as Slack does, and is sent with a yes alone", async (what, element) => {
	const confirm = {
		title: plain("Cancel this change?"),
		text: plain("This stops what is running on CLIENT-ACCT-01. What it has already done stays done."),
		confirm: plain("Stop it"),
		deny: plain("Let it run"),
		style: "danger",
	};
	const id = `cancel ${what}`;
	it.app.answer("block_actions", () => new Response());
	const presses = () => it.app.received.filter(({ body }) => JSON.stringify(body.actions ?? "").includes(id));
	const { ts } = await it.call("chat.postMessage", {
		channel,
		text: id,
		blocks: [{ type: "actions", elements: [{ ...element, action_id: id, confirm }] }],
	});
	const ada = await open("ada", { width: 375, height: 740 });
	const press = async () => {
		const card = log(ada).getByRole("article").last();
		if (what === "a button") return card.getByRole("button", { name: "Cancel…" }).click();
		await card.getByRole("button", { name: "More actions" }).last().click();
		await ada.getByRole("menuitem", { name: "Cancel…" }).click();
	};
	const asked = ada.getByRole("alertdialog", { name: "Cancel this change?" });
	await press();
	await asked.getByText("What it has already done stays done.").waitFor();
	await asked.getByRole("button", { name: "Let it run" }).click();
	await asked.waitFor({ state: "detached" });
	await press();
	await ada.keyboard.press("Escape");
	await asked.waitFor({ state: "detached" });
	expect(presses()).toEqual([]);
	await press();
	await asked.getByRole("button", { name: "Stop it" }).click();
	const { body } = await it.app.next(({ body }) => JSON.stringify(body.actions ?? "").includes(id));
	expect(body).toMatchObject({ type: "block_actions", container: { message_ts: ts } });
	await asked.waitFor({ state: "detached" });
	expect(presses()).toHaveLength(1);
	await ada.context().close();
});

test("a card changes in place; a mention is noticed elsewhere and leads there", async () => {
	const card = (text: string) => [{ type: "section", text: { type: "mrkdwn", text } }];
	const ada = await open("ada");
	await ada.getByRole("link", { name: "general" }).click();
	await ada.getByRole("log", { name: "Messages in #general" }).waitFor();
	const blocks = card("*Approve* <@U0ADA> <javascript:alert(1)|evil> <https://example.com|fine>");
	const notice = ada.getByRole("status").getByRole("link", { name: "Caisey: @Ada Lindqvist approve this" });
	// It goes by itself: so it is awaited before it comes, and pressed by the page.
	const pressed = notice.dispatchEvent("click");
	const { ts } = await it.call("chat.postMessage", { channel, text: "<@U0ADA> approve this", blocks });
	await pressed;
	const message = log(ada).getByRole("article").filter({ hasText: "Approve @Ada Lindqvist evil fine" });
	await message.waitFor();
	expect(
		await message.getByRole("link").evaluateAll((links) => links.map((link) => link.getAttribute("href"))),
	).toEqual(["https://example.com"]);
	await it.call("chat.update", { channel, ts, text: "done", blocks: card("Approved by Ada") });
	await log(ada).getByText("Approved by Ada").waitFor();
	expect(await message.count()).toBe(0);
	await ada.context().close();
});

test("a slash command in a thread is refused in the thread, visible to its author alone", async () => {
	const root = await it.call("chat.postMessage", { channel, text: "a root" });
	const tom = await open("tom");
	await tom.goto(`${it.slack.url}/?as=tom#${channel}/${root.ts}`);
	await tom.getByRole("textbox", { name: "Reply in thread" }).fill("/caisey help");
	await tom.keyboard.press("Enter");
	const note = tom.getByRole("complementary", { name: "Thread" }).getByRole("article").last();
	await note.getByText("is not supported in threads. Sorry!").waitFor();
	await note.getByText("Only visible to you").waitFor();
	await note.getByRole("button", { name: "Dismiss" }).click();
	await tom.getByText("Only visible to you").waitFor({ state: "detached" });
	await tom.context().close();
});

test("on a phone nothing is wider than the screen, and one switches person", async () => {
	const long = {
		type: "rich_text",
		elements: [{ type: "rich_text_preformatted", elements: [{ type: "text", text: "x".repeat(400) }] }],
	};
	await it.call("chat.postMessage", { channel, text: "x".repeat(400), blocks: [long] });
	const phone = await open("dana", { width: 360, height: 740 });
	await log(phone).getByText("x".repeat(400)).waitFor();
	const widths = await phone.evaluate(
		"[document.documentElement.scrollWidth, ...[...document.querySelectorAll('.log')].map(log => log.scrollWidth)]",
	);
	expect(widths).toEqual([360, 360]);
	await phone.getByRole("button", { name: "You are Dana Reyes" }).click();
	await phone
		.getByRole("menu", { name: "Who are you?" })
		.getByRole("menuitem", { name: /Eve Stone/ })
		.click();
	await phone.getByRole("button", { name: "You are Eve Stone" }).waitFor();
	expect(new URL(phone.url()).searchParams.get("as")).toBe("eve");
	await phone.getByRole("button", { name: "Open menu" }).click();
	await phone.getByRole("navigation").getByRole("link", { name: "general" }).click();
	await phone.getByRole("log", { name: "Messages in #general" }).waitFor();
	await phone.context().close();
});
