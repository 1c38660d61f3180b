// All records of a run, read page by page, so that any size of output passes in little memory.
import type { StoredRecord, TranscriptSource } from "../../protocol/read/transcript-source.ts";

/** About how many bytes of output one page for a browser has. */
export const recordPageBytes = 524_288;
/** Of a whole recording: each page asks two objects, and one answer may ask about a thousand times. */
const wholePageBytes = 4_194_304;

export const allRecords = async function* (
	source: TranscriptSource,
	run: string,
): AsyncGenerator<StoredRecord> {
	for (let last = 0; ; ) {
		const page = await source.records(run, last, wholePageBytes);
		yield* page;
		const end = page.at(-1);
		if (!end) return;
		last = end.n;
	}
};
