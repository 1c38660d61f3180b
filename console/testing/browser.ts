// A real Chromium, found on PATH, that reports every complaint of a page.
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { slowed } from "./slow-pages.ts";

const names = [
	// Without a window and its menus, which nobody sees here: a third of the CPU.
	"chromium-headless-shell",
	"chromium",
	"chromium-browser",
	"google-chrome",
	"google-chrome-stable",
	"chrome.exe",
	"msedge.exe",
];

/** The browser's path; undefined: none. */
export const browserPath = (): string | undefined => {
	const folders = (process.env.PATH ?? "").split(delimiter);
	return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((one) => existsSync(one));
};

export const launch = async (): Promise<Browser> => {
	const executablePath = browserPath();
	if (!executablePath)
		throw new Error(`This test needs Chromium or Chrome on PATH (looked for ${names.join(", ")}).`);
	return chromium.launch({
		executablePath,
		args: [
			"--no-sandbox",
			"--disable-gpu",
			"--disable-quic",
			"--no-first-run",
			"--disable-background-networking",
			"--disable-component-update",
			"--disable-sync",
			// Starting processes for pages is most of what short tests of pages cost.
			"--renderer-process-limit=1",
			"--disable-site-isolation-trials",
		],
	});
};

/** A page with its own session; `complaints` gathers errors, refused scripts and styles, and dialogs, also of pages that it
 * opens. */
export const newPage = async (
	browser: Browser,
	options: BrowserContextOptions = {},
): Promise<{ page: Page; complaints: string[] }> => {
	const context = await browser.newContext({ timezoneId: "Europe/Stockholm", ...options });
	// As long as any other wait of a test: it only ends one that would hang.
	context.setDefaultTimeout(120_000);
	await slowed(context);
	const complaints: string[] = [];
	context.on("console", (message) => {
		if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
	});
	context.on("weberror", (error) => complaints.push(error.error().message));
	context.on("dialog", (dialog) => {
		complaints.push(`dialog: ${dialog.message()}`);
		void dialog.dismiss();
	});
	return { page: await context.newPage(), complaints };
};

/** Gives the page an authenticator as a laptop has it: it holds passkeys, and its person always agrees. */
export const withAuthenticator = async (page: Page): Promise<void> => {
	const devtools = await page.context().newCDPSession(page);
	await devtools.send("WebAuthn.enable");
	await devtools.send("WebAuthn.addVirtualAuthenticator", {
		options: {
			protocol: "ctap2",
			transport: "internal",
			hasResidentKey: true,
			hasUserVerification: true,
			isUserVerified: true,
			automaticPresenceSimulation: true,
		},
	});
};
