// What a machine at load does to pages, each time: scripts come late, news later, and the page's own CPU is slow. A press that only
// a quick page gets, and a look that only a quick page passes, then fail.
import type { BrowserContext, Page, Route } from "playwright-core";

/** How many times as slow a page's CPU is; 1: only what it loads is late. Null: pages are as they are. */
const times = process.env.CAISEY_SLOW_PAGES ? Number(process.env.CAISEY_SLOW_PAGES) : null;

/** In ms. */
const late = { script: 500, news: 900, answer: 200 };

/** Does nothing without `CAISEY_SLOW_PAGES`. */
export const slowed = async (context: BrowserContext): Promise<void> => {
	if (times === null) return;
	// The last one that fits goes first.
	await context.route("**", after(late.answer, ["fetch", "xhr"]));
	await context.route(/\/events\?after=/, after(late.news));
	await context.route(/\.m?js(\?|$)/, after(late.script));
	if (times > 1) context.on("page", (page) => void throttle(page, times).catch(() => {}));
};

const after =
	(ms: number, types?: string[]) =>
	async (route: Route): Promise<void> => {
		const type = route.request().resourceType();
		if (!types || types.includes(type)) await new Promise((due) => setTimeout(due, ms));
		// The page may be closed by then.
		await route.continue().catch(() => {});
	};

const throttle = async (page: Page, rate: number): Promise<void> => {
	const devtools = await page.context().newCDPSession(page);
	await devtools.send("Emulation.setCPUThrottlingRate", { rate });
};
