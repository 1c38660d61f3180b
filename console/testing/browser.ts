// A real Chromium, found on PATH, that reports whatever a page complains of.
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

const names = [
	"chromium",
	"chromium-browser",
	"google-chrome",
	"google-chrome-stable",
	"chrome.exe",
	"msedge.exe",
];

const found = (): string => {
	const folders = (process.env.PATH ?? "").split(delimiter);
	const path = names
		.flatMap((name) => folders.map((folder) => join(folder, name)))
		.find((one) => existsSync(one));
	if (!path) throw new Error(`This test needs Chromium or Chrome on PATH (looked for ${names.join(", ")}).`);
	return path;
};

export const launch = (): Promise<Browser> =>
	chromium.launch({
		executablePath: found(),
		args: [
			"--no-sandbox",
			"--disable-gpu",
			"--disable-quic",
			"--no-first-run",
			"--disable-background-networking",
			"--disable-component-update",
			"--disable-sync",
		],
	});

/** A page of its own session; `complaints` gathers errors, refused scripts and styles, and dialogs. */
export const newPage = async (
	browser: Browser,
	options: BrowserContextOptions = {},
): Promise<{ page: Page; complaints: string[] }> => {
	const page = await (await browser.newContext({ timezoneId: "Europe/Stockholm", ...options })).newPage();
	const complaints: string[] = [];
	page.on("console", (message) => {
		if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
	});
	page.on("pageerror", (error) => complaints.push(error.message));
	page.on("dialog", (dialog) => {
		complaints.push(`dialog: ${dialog.message()}`);
		void dialog.dismiss();
	});
	return { page, complaints };
};
