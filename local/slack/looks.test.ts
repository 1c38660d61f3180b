// How the local Slack looks and scrolls.
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
const open = async (handle: string, thread: string, size = { width: 1280, height: 800 }): Promise<Page> => {
	const made = await newPage(browser, { viewport: size });
	complaints.push(made.complaints);
	await made.page.goto(`${it.slack.url}/?as=${handle}#${channel}/${thread}`);
	return made.page;
};
afterEach(() => expect(complaints.flat()).toEqual([]));

test("a link looks like a link wherever a message has one", async () => {
	const link = (url: string) => ({ type: "link", url: `https://example.com/${url}`, text: url });
	const { ts } = await it.call("chat.postMessage", {
		channel,
		text: "links",
		blocks: [
			{ type: "section", text: { type: "mrkdwn", text: "in <https://example.com/s|a section>" } },
			{ type: "context", elements: [{ type: "mrkdwn", text: "in <https://example.com/c|a context>" }] },
			{
				type: "rich_text",
				elements: [{ type: "rich_text_section", elements: [{ type: "text", text: "in " }, link("rich")] }],
			},
			{ type: "markdown", text: "in [markdown](https://example.com/m)" },
		],
	});
	await it.as("dana", "say", { channel, thread: ts, text: "see https://example.com/typed", files: [] });
	const ada = await open("ada", ts);
	const links = ada.getByRole("complementary", { name: "Thread" }).getByRole("article").getByRole("link");
	await links.nth(4).waitFor();
	const looks = await links.evaluateAll((all) =>
		all.map((one) => {
			const look = (of: typeof one | null) => of && one.ownerDocument.defaultView?.getComputedStyle(of);
			const [own, around] = [look(one), look(one.closest("article"))];
			return { underlined: own?.textDecorationLine === "underline", tinted: own?.color !== around?.color };
		}),
	);
	expect(looks).toEqual(Array(5).fill({ underlined: true, tinted: true }));
	await ada.context().close();
});

const inside = async (page: Page, inner: Locator, outer: Locator) => {
	await page.waitForFunction(
		([one, around]) => {
			if (!one || !around) return false;
			const [a, b] = [one.getBoundingClientRect(), around.getBoundingClientRect()];
			return a.top >= b.top && a.bottom <= b.bottom;
		},
		[await inner.elementHandle(), await outer.elementHandle()] as const,
	);
};

test("a thread shows one's own new message to someone who reads its beginning, and leaves them there for others'", async () => {
	const { ts } = await it.call("chat.postMessage", { channel, text: "a long thread" });
	for (let n = 1; n <= 30; n++)
		await it.as("dana", "say", { channel, thread: ts, text: `line ${n}`, files: [] });
	const tom = await open("tom", ts, { width: 375, height: 700 });
	const thread = tom.getByRole("complementary", { name: "Thread" });
	const [seen, said] = [thread.getByRole("log"), (text: string) => thread.getByText(text, { exact: true })];
	await inside(tom, said("line 30"), seen);
	await said("a long thread").scrollIntoViewIfNeeded();
	await it.as("dana", "say", { channel, thread: ts, text: "line 31", files: [] });
	await said("line 31").waitFor();
	await inside(tom, said("a long thread"), seen);
	await thread.getByRole("textbox").fill("mine");
	await tom.keyboard.press("Enter");
	await inside(tom, said("mine"), seen);
	await tom.context().close();
});

test.each([
	["wide", { width: 1280, height: 800 }],
	["a phone's", { width: 375, height: 700 }],
])("each ⋯ menu shows whole beside every edge of a thread in a window that is %s", async (_, size) => {
	const options = ["Note a ticket number…", "Say that it's done, and close this session…"].map((text) => ({
		text: plain(text),
		value: text,
	}));
	const button = (name: string) => ({ type: "button", action_id: name, text: plain(name), value: name });
	const overflow = (id: string) => ({ type: "overflow", action_id: id, options });
	const blocks = [
		{ type: "section", text: plain("At the right"), accessory: overflow("right") },
		{ type: "actions", elements: [overflow("left"), button("Take it"), overflow("middle")] },
	];
	const { ts } = await it.call("chat.postMessage", { channel, text: "menus", blocks });
	for (let n = 1; n <= 20; n++)
		await it.as("dana", "say", { channel, thread: ts, text: `line ${n}`, files: [] });
	await it.call("chat.postMessage", { channel, thread_ts: ts, text: "menus", blocks });
	const tom = await open("tom", ts, size);
	const more = tom
		.getByRole("complementary", { name: "Thread" })
		.getByRole("button", { name: "More actions" });
	await more.nth(5).waitFor();
	for (const each of await more.all()) {
		await each.click();
		const menu = tom.getByRole("menu");
		await menu.waitFor();
		const hidden = await menu.getByRole("menuitem").evaluateAll((items) =>
			items.flatMap((item) => {
				const { left, right, top, bottom } = item.getBoundingClientRect();
				const corners = [left + 9, right - 9].flatMap((x) => [top + 4, bottom - 4].map((y) => ({ x, y })));
				return corners.filter(({ x, y }) => item.ownerDocument.elementFromPoint(x, y) !== item);
			}),
		);
		expect(hidden).toEqual([]);
		await tom.keyboard.press("Escape");
	}
	await tom.context().close();
});
