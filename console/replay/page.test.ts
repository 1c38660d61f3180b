// The page of a replay: whatever the run's length, it plays there; before anything was recorded, there is nothing to play.
import { expect, test } from "vitest";
import type { TranscriptRun } from "../../protocol/read/transcript-source.ts";
import { finishedSession } from "../testing/play.ts";
import { replayPage } from "./page.ts";

const pageOf = async (some: Partial<TranscriptRun>): Promise<string> => {
	const [run] = await finishedSession().source().runs();
	if (!run) throw new Error("no run");
	return `${replayPage({ name: "Tom Okafor" }, "s_1", { ...run, ...some })}`;
};
const download = /href="[^"]+\/replay\.cast" download>Download the recording/;

test.each([
	["a short run", { stdout: 12, stderr: 1, lastRecord: 3 }],
	["a run of 20 GB in 40 million records", { stdout: 2e10, stderr: 1, lastRecord: 4e7 }],
])("%s is played, and downloads", async (_, much) => {
	const page = await pageOf(much);
	expect(page).toMatch(/data-part="player" data-from="[^"]+\/replay"/);
	expect(page).toMatch(download);
});

test("what needs the script isn't there before it, and nothing is said to load", async () => {
	const page = await pageOf({ lastRecord: 3 });
	expect(page).toMatch(
		/<div class="controls" data-scripted hidden>.*name="speed".*name="cut".*name="moment".*<\/div>\s*<div class="player"[^>]* data-scripted hidden>/s,
	);
	expect(page).toMatch(/<p role="status"[^>]*><\/p>/);
	expect(page).not.toContain("Loading");
});

test("a run that nothing was recorded of isn't played", async () => {
	const page = await pageOf({ stdout: 0, stderr: 0, lastRecord: 0 });
	expect(page).toContain("Nothing of it was recorded.");
	expect(page).not.toContain('data-part="player"');
});
