// What one HTML file can hold, since a browser checks all of it at once in memory. Measured in Chromium: 50 MB of output take 7 s of CPU
// and 1 GB, 100,000 records 10 s and 0.8 GB.
import type { TranscriptRun } from "../../../protocol/read/transcript-source.ts";

/** Bytes of output that the file holds; a run beyond them is left to the bundle. */
export const mostOutput = 33_554_432;
/** Of all runs. */
export const mostRecords = 100_000;

export const recordsIn = (runs: TranscriptRun[]): number =>
	runs.reduce((sum, { lastRecord }) => sum + lastRecord, 0);

/** Whether there is too much for one page. */
export const isTooLong = (runs: TranscriptRun[]): boolean => recordsIn(runs) > mostRecords;

/** The runs whose output doesn't fit, in their order. */
export const tooLarge = (runs: TranscriptRun[]): Set<string> => {
	let left = mostOutput;
	const large = runs.filter(({ stdout, stderr }) => {
		const fits = stdout + stderr <= left;
		if (fits) left -= stdout + stderr;
		return !fits;
	});
	return new Set(large.map(({ run }) => run));
};
