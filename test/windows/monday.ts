// Monday in the console, after a Friday on which LegacyMode was set: how people find that, read it, and prove it.
import type { Browser, Page } from "playwright-core";
import { expect, vi } from "vitest";
import { windowsName } from "../../local/windows.ts";
import { signIn } from "../world/people/console.ts";
import { takePicture } from "../world/people/pictures.ts";
import { checkOffline, replay, takeAlong, verify, workerKey } from "../world/people/session-page.ts";
import type { World } from "../world/world.ts";

/** `folder`: for what is downloaded. */
type Around = { world: World; browser: Browser; folder: string };

/** Monday's console: what happened on Friday is found, read, replayed, seen to have drifted since, taken along and checked. */
export const inTheConsole = async (page: Page, around: Around): Promise<void> => {
	await page.setViewportSize({ width: 1100, height: 900 });
	await findFriday(page);
	const found = page.url();
	const compared = page.locator('[data-part="compared"]', { hasText: "the check before" });
	expect(await compared.textContent()).toContain("1 line is different");
	for (const [phase, printed] of [
		["before", "1"],
		["after", "0"],
	] as const) {
		const terminal = await replay(page, phase);
		await expect.poll(async () => (await terminal.textContent())?.trim()).toBe(printed);
		expect(await page.locator("pre.head").textContent()).toContain("LegacyMode");
		await page.getByRole("link", { name: "Back to the transcript" }).click();
	}
	await seeDrift(page);
	await page.goto(found);
	await prove(page, around);
};

const findFriday = async (page: Page): Promise<void> => {
	const friday = page.getByRole("link", { name: /IT says just run this registry tweak/ });
	await page.getByRole("searchbox", { name: "Search everything" }).fill("LegacyMode");
	await page.keyboard.press("Enter");
	// A reload would call off the way there.
	await page.waitForURL(/\/search\?/);
	const found = async () => {
		if (!(await friday.first().isVisible())) await page.reload();
		expect(await page.locator("main").textContent()).toMatch(/IT says just run this registry tweak/);
	};
	await vi.waitFor(found, { timeout: 120_000, interval: 1_000 });
	await page.locator("mark", { hasText: "LegacyMode" }).first().waitFor();
	await page.setViewportSize({ width: 1100, height: 480 });
	await takePicture(page, "found");
	await friday.first().click();
	await page.getByRole("link", { name: "the check before" }).waitFor();
};

/** In the machine's timeline, and between the two newest runs there. */
const seeDrift = async (page: Page): Promise<void> => {
	await page
		.getByRole("navigation", { name: "Places", exact: true })
		.getByRole("link", { name: "Machines" })
		.click();
	await page.getByRole("link", { name: windowsName }).click();
	await page.getByRole("link", { name: "Its timeline, and any two runs compared" }).click();
	const changed = page.getByRole("listitem").filter({ hasText: /^ExecutionPolicy RemoteSigned → AllSigned/ });
	// The browser puts its reader's days in place of UTC, a moment after the page is there.
	await expect
		.poll(() => changed.textContent())
		.toMatch(/AllSigned, between [A-Z][a-z]+day .+ and [A-Z][a-z]+day /);
	await page.getByRole("button", { name: "Compare the chosen two" }).click();
	const policy = page.getByRole("row").filter({
		has: page.getByRole("rowheader", { name: "ExecutionPolicy", exact: true }),
	});
	await expect.poll(() => policy.getByRole("cell").allTextContents()).toEqual(["RemoteSigned", "AllSigned"]);
};

const prove = async (page: Page, { world, browser, folder }: Around): Promise<void> => {
	const person = world.person("tom");
	const key = await workerKey(await signIn(world, person, await person.message("Caisey session")));
	const { zip, html } = await takeAlong(page, folder);
	expect(await verify(zip, "--key", key)).toMatchObject({
		code: 0,
		said: expect.stringMatching(/\nEverything holds\.\n$/),
	});
	const proof = await checkOffline(browser, html, key);
	await expect.poll(() => proof.standing.textContent()).toMatch(/^Everything holds/);
	await takePicture(proof.page, "proof");
	await proof.close();
};
