// A run of that length, replayed in the page: how soon its parts are known, how soon it is at a moment, and in how much memory.
import type { Page } from "playwright-core";
import { atMost, ms, percentile, print } from "./figures.ts";

/** The run prints from about a tenth of its time on. */
const moments = ["50%", "30%", "70%", "40%", "90%"];

/** From the transcript's page. */
export const replayed = async (page: Page): Promise<void> => {
	await page.getByRole("link", { name: "Replay" }).first().click();
	const go = page.getByRole("textbox", { name: "Go to a time or a part" });
	const terminal = page.locator(".ap-terminal, .ap-term").first();
	const at = async (moment: string, text: string): Promise<number> => {
		const begun = performance.now();
		const sent = page.waitForResponse(/\/replay\/part\?/);
		await go.fill(moment);
		await go.press("Enter");
		await sent;
		await terminal.filter({ hasText: text }).waitFor();
		return performance.now() - begun;
	};
	const first = await at("20%", "Packet 4711");
	const jumps: number[] = [];
	for (const moment of moments) jumps.push(await at(moment, "Packet 4711"));
	await go.fill("100%");
	await go.press("Enter");
	await terminal.filter({ hasText: "the last line" }).waitFor();
	print("  its replay, until the player is there and at a moment", { in: ms(first) });
	const [p50, max] = [percentile(jumps, 0.5), Math.max(...jumps)];
	print(
		`  a jump in it (${moments.length} moments)`,
		{ p50: ms(p50), max: ms(max) },
		atMost(p50 / 1000, 1, " s"),
	);
};
