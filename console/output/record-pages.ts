// All records of a run, read page by page, so that any size of output passes in little memory.
import type { StoredRecord, TranscriptSource } from "../../protocol/read/transcript-source.ts";

/** About how many bytes of output one page has. */
export const recordPageBytes = 524_288;

export const allRecords = async function* (
	source: TranscriptSource,
	run: string,
): AsyncGenerator<StoredRecord> {
	for (let last = 0; ; ) {
		const page = await source.records(run, last, recordPageBytes);
		yield* page;
		const end = page.at(-1);
		if (!end) return;
		last = end.n;
	}
};
