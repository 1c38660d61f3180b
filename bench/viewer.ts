// A run of 500 MB that a real agent printed, in a browser, from the real Worker: how soon its output is seen, how soon its end, its
// middle and a byte, the same of its replay, and in how much memory. CAISEY_VIEWER_MB chooses another size.
import { closeSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { launch } from "../console/testing/browser.ts";
import { openSession } from "../test/world/people/session-page.ts";
import { startWorld } from "../test/world/world.ts";
import { atMost, fail, ms, percentile, print } from "./figures.ts";
import { replayed } from "./replayed.ts";
import { through } from "./through.ts";

const megabytes = Number(process.env.CAISEY_VIEWER_MB ?? 500);
const rounds = 5;
const line = "2026-11-29 12:00:01 INFO  Packet 4711 was taken in and passed on\n";
const lines = Math.floor((megabytes * 1e6) / line.length);

export const viewer = async (): Promise<void> => {
	const world = await startWorld({ onDisk: true, rate: 1 });
	const browser = await launch();
	try {
		const file = join(world.folder, "lines");
		write(file);
		const { reader } = await through(world, `cat '${file}'; echo the last line`, 600_000);
		const { page, complaints } = await openSession(browser, world, reader);
		await measure(page);
		for (const one of complaints) fail(`the page complains: ${one}`);
	} finally {
		await browser.close();
		await world.stop();
	}
};

const write = (path: string): void => {
	const file = openSync(path, "w");
	const atOnce = 10_000;
	for (let left = lines; left > 0; left -= atOnce) writeSync(file, line.repeat(Math.min(left, atOnce)));
	closeSync(file);
};

const measure = async (page: Page): Promise<void> => {
	await counted(page);
	const times = { first: [], end: [], middle: [], byte: [] } as Record<string, number[]>;
	const timed = async (what: keyof typeof times, act: () => Promise<unknown>) => {
		const begun = performance.now();
		await act();
		times[what]?.push(performance.now() - begun);
	};
	for (let round = 0; round < rounds; round++) {
		await timed("first", async () => {
			await page.reload();
			await row(page, "Packet 4711").first().waitFor();
		});
		await page.getByRole("log").scrollIntoViewIfNeeded();
		await timed("end", async () => {
			await page.getByRole("button", { name: "To the end of the output" }).click();
			await row(page, "the last line").waitFor();
		});
		// Nowhere twice: what was seen is remembered.
		const middle = Math.floor(lines / 2) + 10_000 * round;
		await timed("middle", () => jump(page, `${middle}`, middle));
		const third = Math.floor(lines / 3) + 10_000 * round;
		await timed("byte", () => jump(page, `@${line.length * third}`, third + 1));
	}
	for (const [what, name] of [
		["first", `${megabytes} MB of output: the page, until its first lines are there`],
		["end", "  a jump to the end"],
		["middle", "  a jump to the middle line"],
		["byte", "  a jump to a byte"],
	] as const) {
		const all = times[what] ?? [];
		const [p50, max] = [percentile(all, 0.5), Math.max(...all)];
		print(`${name} (${rounds} times)`, { p50: ms(p50), max: ms(max) }, atMost(p50 / 1000, 1, " s"));
	}
	await pulled(page);
	await remembered(page, "the page's memory then");
	await replayed(page);
	await remembered(page, "the replay's memory then");
};

/** Of the output: the command is in rows, too. */
const row = (page: Page, text: string) => page.getByRole("log").locator(".row", { hasText: text });

/** Where the output can be opened is found once, when the run is over or when someone looks. */
const counted = async (page: Page): Promise<void> => {
	const begun = performance.now();
	await page.getByRole("log").scrollIntoViewIfNeeded();
	await page.getByText("loaded as you scroll").first().waitFor();
	print("A run that has just ended: its lines counted", { in: ms(performance.now() - begun) });
};

const jump = async (page: Page, to: string, number: number): Promise<void> => {
	const go = page.getByRole("textbox", { name: "Go to line, byte or part" });
	await go.fill(to);
	await go.press("Enter");
	await page.locator(`.row [data-no="${number}"]`).waitFor();
};

const pulled = async (page: Page): Promise<void> => {
	const begun = performance.now();
	for (let i = 0; i < 50; i++) {
		await page
			.getByRole("log")
			.evaluate((box, to) => box.scrollTo({ top: box.scrollHeight * to }), (i * 0.37) % 1);
		await row(page, "Packet").first().waitFor();
	}
	print("  50 pulls of the scroll bar", { in: ms(performance.now() - begun) });
};

const remembered = async (page: Page, what: string): Promise<void> => {
	const client = await page.context().newCDPSession(page);
	await client.send("HeapProfiler.collectGarbage");
	const { nodes } = await client.send("Memory.getDOMCounters");
	const { usedSize } = await client.send("Runtime.getHeapUsage");
	const heap = usedSize / 2 ** 20;
	print(`  ${what}`, { heap: `${heap.toFixed(0)} MiB`, nodes: `${nodes}` }, atMost(heap, 64, " MiB"));
};
