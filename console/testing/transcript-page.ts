// One transcript in a real browser, for each test anew: what the files with such tests share.
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { launch, newPage } from "./browser.ts";
import type { MemorySession } from "./memory.ts";
import type { MemoryRun } from "./memory-run.ts";
import { endRun, startRun } from "./play.ts";
import { approvedSession, friday, ids, runStart } from "./sample.ts";
import { serve } from "./server.ts";

type Options = Parameters<typeof newPage>[1];

let browser: Browser;
/** As they are in the test that runs: of a session whose first run has started. */
export let server: Awaited<ReturnType<typeof serve>>;
export let session: MemorySession;
export let run: MemoryRun;
export let page: Page;
export let complaints: string[];

/** To be called once in each file, with what the session has beyond its first run. */
export const onTranscriptPages = (
	prepare: (session: MemorySession, run: MemoryRun) => void = () => {},
): void => {
	beforeAll(async () => {
		browser = await launch();
	});
	afterAll(() => browser.close());
	beforeEach(async () => {
		session = approvedSession();
		run = session.run(runStart("before"));
		startRun(session, run, friday("16:47:31"));
		prepare(session, run);
		server = await serve([session]);
	});
	afterEach(async () => {
		await page.context().close();
		await server.close();
	});
};

/** Instead of the session that it serves so far. */
export const serveOnly = async (one: MemorySession): Promise<void> => {
	await server.close();
	session = one;
	server = await serve([session]);
};

export const openBrowser = async (options: Options = {}): Promise<void> => {
	({ page, complaints } = await newPage(browser, options));
};

/** For one who is signed in. */
export const signedIn = (): Promise<void> =>
	page.context().addCookies([{ name: "caisey", value: "me", url: server.url }]);

export const transcriptUrl = (hash = ""): string => `${server.url}/s/${ids.session}${hash}`;

/** Kept where someone wants to look at the pages. */
export const picture = async (name: string, options: { fullPage?: boolean } = {}): Promise<void> => {
	const folder = process.env.CAISEY_PICTURES;
	if (folder) await page.screenshot({ path: join(folder, `${name}.png`), ...options });
};
export const output = () => page.getByRole("log", { name: "Output of CLIENT-ACCT-01" });
export const finish = () => endRun(session, run, friday("16:47:40"), { outcome: "exited", code: 0 });
