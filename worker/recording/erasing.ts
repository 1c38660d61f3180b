// What an erasure takes of a part of a recording: output, and what the shell reported of the step. Every other event stays.
import { holdsReport } from "./events.ts";
import type { RecordingStore } from "./store.ts";

/** How many records are struck at once. */
const atOnce = 256;

/** Those of some records that are here, may go and aren't gone yet. */
export const erasable = (store: RecordingStore, records: number[]): number[] =>
	store.among(records).flatMap(({ n, kind }) => (kind !== "event" || isReport(store, n) ? [n] : []));

/** Erases what may go of some hundred records after `n`. Returns the number of the last of them; null: none. */
export const strikeAfter = (store: RecordingStore, n: number): number | null => {
	const found = store.list(n, atOnce).map((record) => record.n);
	store.strike(erasable(store, found));
	return found.at(-1) ?? null;
};

/** The part's events that stay when its output goes, and whether others don't. */
export const staying = (store: RecordingStore): { stays: number[]; others: boolean } => {
	const stays: number[] = [];
	let others = false;
	for (let after: number | undefined = 0; after !== undefined; ) {
		const page = store.events(after, 1_000);
		for (const { n } of page)
			if (isReport(store, n)) others = true;
			else stays.push(n);
		after = page.at(-1)?.n;
	}
	return { stays, others };
};

/** No other event ever loses its bytes. */
const isReport = (store: RecordingStore, n: number): boolean => {
	const payload = store.at(n)?.payload;
	return payload ? holdsReport(payload) : true;
};
