// The form of a proposal in a real browser: lines and their marks, secrets that never leave it, and what a tab keeps.
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { launch, newPage } from "../testing/browser.ts";
import { finishedSession } from "../testing/play.ts";
import { checkedScript, previewedCard, script } from "../testing/proposing.ts";
import { ids } from "../testing/sample.ts";
import { serve } from "../testing/server.ts";

let browser: Browser;
let server: Awaited<ReturnType<typeof serve>>;
let page: Page;
let complaints: string[];
/** What was sent to be checked. */
let checked: string[];

beforeAll(async () => {
	browser = await launch();
});
afterAll(() => browser?.close());
beforeEach(async () => {
	server = await serve([finishedSession()]);
	checked = [];
	Object.assign(server.door.proposing, checkedScript);
	server.door.proposing.previewed = () => ({ ok: true, ...previewedCard });
	({ page, complaints } = await newPage(browser));
	page.on("request", (sent) => {
		if (sent.url().endsWith("/check")) checked.push(sent.postData() ?? "");
	});
	await page.context().addCookies([{ name: "caisey", value: "me", url: server.url }]);
	await page.goto(`${server.url}/s/${ids.session}/propose`);
});
afterEach(async () => {
	await page.context().close();
	await server.close();
});

const command = () => page.getByLabel("Command", { exact: true });
const gutter = () => page.locator("[data-part=gutter]");
/** The number at which the cursor's line is. */
const cursorLine = () =>
	command().evaluate(
		(field: HTMLTextAreaElement) => field.value.slice(0, field.selectionStart).split("\n").length,
	);

test("an error is marked at its line, which a press shows; mended, it is gone", async () => {
	await command().fill(script);
	const line = page.getByRole("button", { name: "Line 217" });
	await line.press("Enter");
	expect(await cursorLine()).toBe(217);
	expect(await gutter().locator(".bad").textContent()).toBe("217");
	expect(await gutter().locator("span").count()).toBeLessThan(80);
	const [mark, text] = await Promise.all([
		gutter().locator(".bad").boundingBox(),
		command().evaluate((field: HTMLTextAreaElement) => {
			const { top } = field.getBoundingClientRect();
			const { lineHeight, paddingTop } = getComputedStyle(field);
			return top + Number.parseFloat(paddingTop) + 216 * Number.parseFloat(lineHeight) - field.scrollTop;
		}),
	]);
	expect(Math.abs((mark?.y ?? 0) - text)).toBeLessThan(1.5);
	await page.keyboard.press("End");
	await page.keyboard.type("; done");
	await command().evaluate((field: HTMLTextAreaElement) => {
		field.value = field.value.replace("do echo", "do  echo");
		field.dispatchEvent(new InputEvent("input", { bubbles: true }));
	});
	await page.getByText("without running it: no error found.").waitFor();
	expect(await gutter().locator(".bad").count()).toBe(0);
	expect(complaints).toEqual([]);
});

test("a check that says the same again leaves someone on the finding that they have got to", async () => {
	await command().fill(script);
	const line = page.getByRole("button", { name: "Line 217" });
	await line.waitFor();
	await command().focus();
	await page.keyboard.press("End");
	// Two more: after the last key, and as the text loses the focus.
	for (const leaves of [() => page.keyboard.type("#"), () => line.focus()]) {
		const answer = page.waitForResponse(/\/propose\/check$/);
		await leaves();
		await (await answer).finished();
	}
	await page.evaluate(() => new Promise((shown) => requestAnimationFrame(() => setTimeout(shown))));
	expect(await line.evaluate((button) => button === document.activeElement)).toBe(true);
	expect(complaints).toEqual([]);
});

test("what looks like a secret is never sent and not kept, and a press makes it a named one", async () => {
	const typed = "curl -u backup:hunter2hunter2 https://example.com\nexport DB_PASSWORD='Tr0ub4dor&3x'";
	await command().fill(typed);
	await page.getByText("This tab doesn't keep what looks like a secret.").waitFor();
	await page.getByRole("button", { name: "Preview the card" }).click();
	const press = page.getByRole("button", { name: "Make it a secret" });
	await page
		.getByText("Line 1 looks like it contains")
		.or(page.getByText("Line 2 looks like it contains"))
		.waitFor();
	expect(new URL(page.url()).pathname).toMatch(/propose$/);
	await press.click();
	await press.click();
	await page.getByText("without running it: no error found.").waitFor();
	expect(await command().inputValue()).toBe(
		"curl -u backup:{{secret:password-2}} https://example.com\nexport DB_PASSWORD={{secret:password}}",
	);
	expect(await command().inputValue()).not.toMatch(/hunter2|Tr0ub4dor/);
	expect(checked.join()).not.toMatch(/hunter2|Tr0ub4dor/);
	expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toMatch(/hunter2|Tr0ub4dor/);
});

test("where the rules of secrets can't be loaded, nothing is kept or sent, the page says so, and the next key tries again", async () => {
	await page.route("**/proposesecrets.js*", (route) => route.abort());
	await page.reload();
	await command().fill("uptime");
	await page.getByText("This tab can't keep what you type now: Caisey can't be reached.").waitFor();
	await page.getByText("Not checked: Caisey can't be reached.").waitFor();
	expect(checked).toEqual([]);
	expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
	await page.unroute("**/proposesecrets.js*");
	let load = () => {};
	const asked = new Promise<void>((come) => {
		void page.route("**/proposesecrets.js*", async (route) => {
			come();
			await new Promise<void>((go) => {
				load = go;
			});
			await route.continue();
		});
	});
	await page.getByRole("button", { name: "Preview the card" }).click();
	await asked;
	await page.getByText("Checking…").waitFor();
	expect(new URL(page.url()).pathname).toMatch(/propose$/);
	load();
	await page.getByRole("button", { name: "Propose" }).waitFor();
});

test("what was typed comes back after a sign-out, says so, and is forgotten once proposed", async () => {
	await page.getByRole("checkbox", { name: /CLIENT-ACCT-02/ }).check();
	await command().fill("uptime");
	await page.getByLabel("What changes").fill("Looks at the load.");
	await page.getByText("This tab keeps what you type").waitFor();
	server.door.cookie = "caisey=nobody";
	await command().fill("uptime -p");
	await page.getByText("You are signed out. Sign in in another tab").waitFor();
	await page.getByText("This tab keeps what you type").waitFor();
	await page.getByRole("button", { name: "Preview the card" }).click();
	await page.getByRole("heading", { name: "You are not signed in" }).waitFor();
	server.door.cookie = "caisey=me";
	await page.goto(`${server.url}/s/${ids.session}/propose`);
	await page.getByText("This is what you typed here before").waitFor();
	expect(await command().inputValue()).toBe("uptime -p");
	expect(await page.getByLabel("What changes").inputValue()).toBe("Looks at the load.");
	expect(await page.getByRole("checkbox", { name: /CLIENT-ACCT-02/ }).isChecked()).toBe(true);
	await page.getByRole("button", { name: "Preview the card" }).click();
	await page.getByRole("button", { name: "Propose" }).click();
	await page.waitForURL(`**/s/${ids.session}#${ids.plan}`);
	expect(server.door.proposing.sent).toHaveLength(1);
	expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
});

test("many machines are narrowed as someone types, others are found, and what is chosen stays", async () => {
	server.door.proposing.machines = 30;
	await page.reload();
	await page.getByRole("checkbox", { name: /CLIENT-ACCT-07/ }).check();
	const find = page.getByRole("searchbox", { name: "Find a machine" });
	await find.fill("acct-177");
	await page.getByRole("checkbox", { name: /CLIENT-ACCT-177/ }).check();
	expect(await page.locator(".option:visible").count()).toBe(2);
	await find.press("Enter");
	await find.fill("");
	await page.getByRole("checkbox", { name: /CLIENT-ACCT-01/ }).waitFor();
	expect(await page.locator(".option :checked").count()).toBe(2);
	expect(complaints).toEqual([]);
});

test("a file that is chosen is read at once, with its ends of line", async () => {
	await page
		.locator("[data-part=upload]")
		.setInputFiles({ name: "fix.sh", mimeType: "text/x-sh", buffer: Buffer.from("#!/bin/sh\r\nuptime\r\n") });
	await page.getByText("fix.sh").waitFor();
	await page.getByText("lines end with CR LF").waitFor();
	expect(await command().inputValue()).toBe("#!/bin/sh\nuptime\n");
});
