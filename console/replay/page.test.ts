// The page of a replay: up to a bound it plays, beyond it it says so and leads to the download.
import { expect, test } from "vitest";
import type { TranscriptRun } from "../../protocol/read/transcript-source.ts";
import { finishedSession } from "../testing/play.ts";
import { mostPlayed, replayPage } from "./page.ts";

const pageOf = async (some: Partial<TranscriptRun>): Promise<string> => {
	const [run] = await finishedSession().source().runs();
	if (!run) throw new Error("no run");
	return `${await replayPage({ name: "Tom Okafor" }, "s_1", { ...run, ...some })}`;
};
const long =
	/This recording is too long to be played here: ([^.]+\.[^.]+)\. This page plays up to 16\.8 MB in up to 200,000 records\./;

test("a run of as much as a player holds is played", async () => {
	const { bytes, records: lastRecord } = mostPlayed;
	for (const stderr of [0, 1_000]) {
		const page = await pageOf({ stdout: bytes - stderr, stderr, lastRecord });
		expect(page).toContain('data-part="player"');
		expect(page).toContain("/replay/played");
		expect(page).not.toMatch(long);
	}
});

test.each([
	[
		"of more bytes, on both streams together,",
		{ stdout: mostPlayed.bytes, stderr: 1, lastRecord: 3 },
		"16.8 MB in 3 records",
	],
	["of more records", { stdout: 1_200_000, stderr: 0, lastRecord: 200_001 }, "1.2 MB in 200,001 records"],
])("a run %s isn't played: the page says how long it is, and it downloads", async (_, much, said) => {
	const page = await pageOf(much);
	expect(page).not.toContain('data-part="player"');
	expect(page).not.toContain("/replay/played");
	expect(long.exec(page)?.[1]).toBe(said);
	expect(page).toMatch(/href="[^"]+\/replay\.cast" download>Download the recording/);
});
