// A run of 500 MB in a browser: how soon its output is seen, how soon its end, its middle and a line, and in how much memory.
import type { Page } from "playwright-core";
import { buildConsole } from "../console/build.ts";
import { launch, newPage } from "../console/testing/browser.ts";
import { endRun, startRun } from "../console/testing/play.ts";
import { approvedSession, friday, ids, runStart } from "../console/testing/sample.ts";
import { serve } from "../console/testing/server.ts";
import { utf8 } from "../protocol/bytes.ts";
import { maxRecordBytes } from "../protocol/record/records.ts";
import { ms, print } from "./figures.ts";

const megabytes = Number(process.env.CAISEY_VIEWER_MB ?? 500);

export const viewer = async (): Promise<void> => {
	await buildConsole();
	const session = approvedSession();
	const run = session.run(runStart("before"));
	startRun(session, run, friday("16:47:31"));
	const line = "2026-11-29 12:00:01 INFO  Packet 4711 was taken in and passed on\n";
	const record = utf8(line.repeat(Math.floor(maxRecordBytes / line.length)));
	const records = Math.ceil((megabytes * 1e6) / record.length);
	for (let i = 0; i < records; i++) run.write(friday("16:47:33") + i, "stdout", record);
	run.write(friday("16:47:39"), "stdout", utf8("the last line\n"));
	endRun(session, run, friday("16:47:40"), { outcome: "exited", code: 0 });
	const server = await serve([session]);
	const browser = await launch();
	try {
		const { page } = await newPage(browser, { viewport: { width: 1200, height: 900 } });
		await page.context().addCookies([{ name: "caisey", value: "me", url: server.url }]);
		await shown(page, `${server.url}/s/${ids.session}`, records * (record.length / line.length));
	} finally {
		await browser.close();
		await server.close();
	}
};

const shown = async (page: Page, url: string, lines: number): Promise<void> => {
	const row = (text: string) => page.locator(".row", { hasText: text });
	const timed = async (what: string, act: () => Promise<unknown>, aim?: string) => {
		const begun = performance.now();
		await act();
		print(what, { in: ms(performance.now() - begun) }, aim);
	};
	await timed(
		`${megabytes} MB of output: the page, until its first lines are there`,
		async () => {
			await page.goto(url);
			await row("Packet 4711").first().waitFor();
		},
		"< 1 s",
	);
	await timed("  its lines counted, for the first time", async () => {
		await page.getByRole("log").scrollIntoViewIfNeeded();
		await page.getByText("loaded as you scroll").first().waitFor();
	});
	const go = page.getByRole("textbox", { name: "Go to line, byte or part" });
	const jump = (to: string, number: number) => async () => {
		await go.fill(to);
		await go.press("Enter");
		await page.locator(`.row [data-no="${number}"]`).waitFor();
	};
	const middle = Math.floor(lines / 2);
	await timed(
		"  a jump to the end",
		async () => {
			await page.getByRole("button", { name: "To the end of the output" }).click();
			await row("the last line").waitFor();
		},
		"< 1 s",
	);
	await timed("  a jump to the middle line", jump(String(middle), middle), "< 1 s");
	await timed(
		"  a jump to a byte",
		jump(`@${65 * Math.floor(middle / 2)}`, Math.floor(middle / 2) + 1),
		"< 1 s",
	);
	const bar = async (part: number) => {
		await page.getByRole("log").evaluate((box, to) => box.scrollTo({ top: box.scrollHeight * to }), part);
		await page.locator(".row").first().waitFor();
	};
	await timed("  50 pulls of the scroll bar", async () => {
		for (let i = 0; i < 50; i++) await bar((i * 0.37) % 1);
	});
	const client = await page.context().newCDPSession(page);
	await client.send("HeapProfiler.collectGarbage");
	const { jsHeapSizeUsed, nodes } = await client.send("Memory.getDOMCounters").then(async (counters) => ({
		nodes: counters.nodes,
		jsHeapSizeUsed: (await client.send("Runtime.getHeapUsage")).usedSize,
	}));
	print(
		"  the page's memory then",
		{ heap: `${(jsHeapSizeUsed / 2 ** 20).toFixed(0)} MiB`, nodes: `${nodes}` },
		"≤ 64 MiB",
	);
};
