// What the menu of exports says before anything is pressed.
import { expect, test } from "vitest";
import type { TranscriptRun } from "../../protocol/read/transcript-source.ts";
import { finishedSession } from "../testing/play.ts";
import { exportMenu } from "./exports.ts";

const menuOf = async (...each: Partial<TranscriptRun>[]): Promise<string> => {
	const [run] = await finishedSession().source().runs();
	if (!run) throw new Error("no run");
	return `${exportMenu(
		"s_1",
		each.map((one, i) => ({ ...run, run: `r_${i}`, ...one })),
	)}`;
};
const webPage = /href="\/s\/s_1\/transcript\.html"/;

test("a page that holds all of the session is offered as that", async () => {
	const menu = await menuOf({ stdout: 33_554_432, stderr: 0, lastRecord: 100_000 });
	expect(menu).toMatch(webPage);
	expect(menu).toContain("checks itself offline</span>");
});

test("one that leaves output to the bundle says of how many runs", async () => {
	const menu = await menuOf(
		{ stdout: 33_554_433, stderr: 0, lastRecord: 3 },
		{ stdout: 12, stderr: 0, lastRecord: 3 },
		{ stdout: 33_554_421, stderr: 0, lastRecord: 3 },
	);
	expect(menu).toMatch(webPage);
	expect(menu).toContain("without all output of 2 runs: it holds 33.6 MB. The evidence bundle has the rest");
});

test("where a browser can't check so many records, none is offered, with the reason", async () => {
	const menu = await menuOf(
		{ stdout: 1, stderr: 0, lastRecord: 60_000 },
		{ stdout: 1, stderr: 0, lastRecord: 40_001 },
	);
	expect(menu).not.toMatch(webPage);
	expect(menu).toContain("it has 100,001 records of output, and a browser checks up to 100,000 in one file");
});
