// A session's page in a real browser: opened, a run replayed, its proof taken along and checked without Caisey.
import { execFile } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Locator, Page } from "playwright-core";
import { newPage } from "../../../console/testing/browser.ts";
import { projectFolder } from "../../../local/child.ts";
import type { World } from "../world.ts";
import type { Reader } from "./console.ts";

/** Opens a session's page where someone is signed in already. */
export const openSession = async (browser: Browser, world: World, { cookie, path }: Reader) => {
	const { page, complaints } = await newPage(browser);
	const [name = "", value = ""] = cookie.split("=");
	await page.context().addCookies([{ name, value, url: world.workerUrl }]);
	await page.goto(`${world.workerUrl}${path}`);
	return { page, complaints };
};

/** Replays the first run of such a step from the session's page; resolves with what the player's terminal shows, which goes on. */
export const replay = async (page: Page, phase: "before" | "command" | "after"): Promise<Locator> => {
	await page
		.locator(`section.run[data-phase="${phase}"]`)
		.first()
		.getByRole("link", { name: "Replay" })
		.click();
	await page.getByRole("button", { name: "Play" }).click();
	return page.locator(".ap-term-text");
};

/** Downloads the evidence bundle and the web page from a session's page into a new folder below one. */
export const takeAlong = async (page: Page, below: string): Promise<{ zip: string; html: string }> => {
	const folder = mkdtempSync(join(below, "proof-"));
	const files = { zip: join(folder, "evidence.zip"), html: join(folder, "transcript.html") };
	// Without its place: going to another place of a page doesn't load it.
	const [session = ""] = page.url().split("#");
	for (const [file, name] of [
		[files.zip, "Evidence bundle"],
		[files.html, "Web page"],
	] as const) {
		await page.getByText("Export", { exact: false }).first().click();
		const download = page.waitForEvent("download");
		await page.getByRole("link", { name: new RegExp(`^${name}`) }).click();
		await (await download).saveAs(file);
		await page.goto(session);
	}
	return files;
};

/** The one key that a Worker ever had. */
export const workerKey = async (reader: Reader): Promise<string> => {
	const { header } = await reader.json<{ header: { workerKeys: { key: string }[] } }>("transcript.json");
	return header.workerKeys[0]?.key ?? "";
};

/** `npm run verify -- <args>`: its exit code, and what it says. */
export const verify = (...args: string[]): Promise<{ code: unknown; said: string }> =>
	new Promise((done) => {
		execFile("npm", ["run", "--silent", "verify", "--", ...args], { cwd: projectFolder }, (error, said) =>
			done({ code: error === null ? 0 : error.code, said }),
		);
	});

/** Opens a web page that was taken along, in a browser without a network, and presses [Check this file]. `asked`: what it tried to
 * load beside itself. */
export const checkOffline = async (browser: Browser, file: string, key: string) => {
	const context = await browser.newContext({ offline: true, viewport: { width: 1100, height: 900 } });
	const page = await context.newPage();
	const asked: string[] = [];
	page.on("request", (request) => asked.push(request.url()));
	const url = pathToFileURL(file).href;
	await page.goto(url);
	await page.getByLabel("The Worker's public key").fill(key);
	await page.getByRole("button", { name: "Check this file" }).click();
	return {
		page,
		standing: page.getByRole("region", { name: "The check of this file" }).getByRole("heading", { level: 2 }),
		asked: () => asked.filter((one) => one !== url),
		close: () => context.close(),
	};
};
