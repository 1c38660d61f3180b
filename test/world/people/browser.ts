// A person's window on the local Slack in a real browser, found by what a screen reader would say.
import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import { newPage } from "../../../console/testing/browser.ts";
import { trouble } from "../../../local/slack/deliver/payloads.ts";
import { channel, type World } from "../world.ts";

/** On a plan's card alone. */
const planName = /plan [0-9a-f]{4}·/;

export type Window = Awaited<ReturnType<typeof openSlack>>;

/** Opens the client's channel as this person. */
const openSlack = async (
	browser: Browser,
	world: World,
	handle: string,
	options: BrowserContextOptions = {},
) => {
	const { page, complaints } = await newPage(browser, options);
	await page.goto(`${world.slack.url}?as=${handle}#${channel}`);
	const thread = page.getByRole("complementary", { name: "Thread" });
	return {
		page,
		complaints,
		thread,
		/** The message in the channel in which someone asked for this. */
		asked: (request: string): Locator =>
			page.getByRole("main").getByRole("article").filter({ hasText: request }),
		/** Writes in the channel, or in the thread that is open. */
		write: async (text: string, where: "channel" | "thread" = "thread") => {
			const box = where === "thread" ? thread : page.getByRole("main");
			await box.getByRole("textbox").fill(text);
			await box.getByRole("button", { name: "Send" }).click();
		},
		/** Opens the thread of the session in which someone asked for this. */
		openThread: async (request: string) => {
			const message = page.getByRole("main").getByRole("article").filter({ hasText: request });
			// The request, or the first card that quotes it.
			const opened = thread.getByText(request).first();
			// News may move the message from under a pointer, and a key may go elsewhere: a person tries again. A thread opens once.
			for (let tries = 0; tries < 20 && !(await opened.isVisible()); tries++) {
				await message.getByRole("button", { name: "Reply in thread" }).press("Enter");
				await opened.waitFor({ timeout: 3_000 }).catch(() => {});
			}
			await opened.waitFor();
		},
		channel: page.getByRole("main"),
		/** The message in the open thread that says this. */
		said: (text: string | RegExp): Locator => thread.getByRole("article").filter({ hasText: text }).last(),
		/** The plan's card in the open thread, by what changes. */
		card: (changes: string): Locator =>
			thread.getByRole("article").filter({ hasText: changes }).filter({ hasText: planName }),
		/** Opens a tab of the app's own page. */
		openApp: async (tab: "Home" | "Messages") => {
			await page
				.getByRole("navigation", { name: "Channels and messages" })
				.getByRole("link", { name: "Caisey" })
				.click();
			await page.getByRole("tab", { name: tab }).click();
		},
		/** Their own card among the messages with the app, by what changes. */
		own: (changes: string): Locator =>
			page.getByRole("main").getByRole("article").filter({ hasText: changes }).filter({ hasText: planName }),
		dialog: (title: string): Locator => page.getByRole("dialog", { name: title }),
		press: (button: Locator) => press(page, () => button.click()),
		/** The same on a phone. */
		tap: (button: Locator) => press(page, () => button.tap()),
	};
};

/** Presses a button of a message or of Home. An edit may have come between the look and the press: a person reads that, and presses
 * again. Every edit gives its buttons new ids, and a press on an older one does nothing. */
const press = async (page: Page, act: () => Promise<void>): Promise<void> => {
	for (let tries = 0; tries < 20; tries++) {
		const answer = page.waitForResponse((one) => new URL(one.url()).pathname === "/client/press");
		await Promise.all([answer, act()]);
		const reply: { trouble?: string } = await (await answer).json();
		if (reply.trouble !== trouble.changed) return;
	}
	throw new Error(trouble.changed);
};

/** The windows of one test: opened as anyone; `close` says what their pages complained of: errors, refused scripts and styles,
 * dialogs. */
export const slackWindows = (
	where: { readonly browser: Browser; readonly world: World },
	usual: BrowserContextOptions = {},
) => {
	const opened: Window[] = [];
	return {
		openAs: async (handle: string, options: BrowserContextOptions = {}): Promise<Window> => {
			const window = await openSlack(where.browser, where.world, handle, {
				viewport: { width: 1400, height: 1000 },
				...usual,
				...options,
			});
			opened.push(window);
			return window;
		},
		close: async (): Promise<string[]> => {
			const all = opened.splice(0);
			for (const { page } of all) await page.context().close();
			return all.flatMap(({ complaints }) => complaints);
		},
	};
};

/** Presses [Full transcript], or what else gives a personal link, and signs in with its button. The link comes where the button is:
 * in the open thread, or in the channel. */
export const openTranscript = async (
	{ page: slack, thread, press }: Window,
	button: Locator,
	where: Locator = thread,
): Promise<Page> => {
	const links = where
		.getByRole("article")
		.filter({ hasText: "Only visible to you" })
		.locator('a[href*="/sign-in/"]');
	// One of before may be spent.
	const before = await links.count();
	await press(button);
	const [page] = await Promise.all([slack.waitForEvent("popup"), links.nth(before).click()]);
	await page.getByRole("button", { name: "Open the transcript" }).click();
	await page.locator("article.transcript").waitFor();
	// With its script.
	await page.waitForLoadState();
	return page;
};
