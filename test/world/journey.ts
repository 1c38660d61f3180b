// A journey in a real browser: browser and system begin together, once for all of its tests, and end with them.
import type { Browser, BrowserContextOptions } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect } from "vitest";
import { browserPath, launch } from "../../console/testing/browser.ts";
import { slackWindows, type Window } from "./people/browser.ts";
import { startWorld, type World } from "./world.ts";

/** Whether there is a browser; if not, it says what is skipped. In CI, where it must be there, the test itself says so. */
export const hasBrowser = (what: string): boolean => {
	const has = browserPath() !== undefined || process.env.CI !== undefined;
	if (!has) console.warn(`SKIPPED: ${what}. This needs Chromium or Chrome on the PATH.`);
	return has;
};

type Options = {
	/** Starts the system, if not as every other test has it. */
	start?: () => Promise<World>;
	/** One that the file has already, for tests beside the journey. */
	world?: () => World;
	/** Of each window on the local Slack. */
	windows?: BrowserContextOptions;
	/** What pages may complain of, such as the status of a form that isn't kept. */
	expected?: RegExp;
	/** What else has to be there. */
	possible?: boolean;
};

/** World and browser are there in its hooks and tests. */
export type Journey = {
	readonly world: World;
	readonly browser: Browser;
	/** Opens the client's channel in the local Slack as this person. The windows of a test are closed at its end, and none may have
	 * complained: of errors, refused scripts and styles, dialogs. */
	openAs(handle: string, options?: BrowserContextOptions): Promise<Window>;
};

/** `what` names the journey, also where it is skipped. */
export const journey = (
	what: string,
	{ start = startWorld, world: given, windows = {}, expected, possible = true }: Options,
	tests: (it: Journey) => void,
): unknown =>
	describe.skipIf(!(possible && hasBrowser(what)))(what, () => {
		let own: World | undefined;
		let browser: Browser | undefined;
		const it = {
			get world() {
				return given?.() ?? there(own);
			},
			get browser() {
				return there(browser);
			},
		};
		beforeAll(async () => {
			const opened = launch().then((one) => {
				browser = one;
			});
			if (!given) own = await start();
			await opened;
		});
		afterAll(async () => {
			await browser?.close();
			await own?.stop();
		});
		const { openAs, close } = slackWindows(it, windows);
		afterEach(async () => {
			const complaints = await close();
			expect(complaints.filter((one) => !expected?.test(one))).toEqual([]);
		});
		tests(Object.assign(it, { openAs }));
	});

const there = <T>(one: T | undefined): T => {
	if (one === undefined) throw new Error("it isn't started yet: hooks and tests come later");
	return one;
};
