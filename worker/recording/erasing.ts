// What an erasure takes of a part of a recording: output, and what the shell reported of the step. Other events stay.
import { holdsReport } from "./events.ts";
import type { RecordingStore } from "./store.ts";

/** How many records are struck at once. */
const atOnce = 256;

/** Those of some records that are here, may go and aren't gone yet. */
export const erasable = (store: RecordingStore, records: number[]): number[] =>
	store.among(records).flatMap(({ n, kind }) => (kind !== "event" || isReport(store, n) ? [n] : []));

/** Erases what may go of some hundred records after `n`. Returns the number of the last of them; null: none. */
export const strikeAfter = (
	store: RecordingStore,
	n: number,
	stays: ReadonlySet<number> = new Set(staying(store).stays),
): number | null => {
	const found = store.list(n, atOnce).map((record) => record.n);
	store.strike(found.filter((one) => !stays.has(one)));
	return found.at(-1) ?? null;
};

/** The part's events that stay when its output goes, and whether others don't. The same after some are gone. */
export const staying = (store: RecordingStore, most = mostNamed): { stays: number[]; others: boolean } => {
	const { count, bytes } = store.eventTotals();
	const may = count > most.events || bytes > most.bytes ? atEnds(store) : store.events(0, most.events);
	const stays = may.flatMap(({ n }) => (isReport(store, n) ? [] : [n]));
	return { stays, others: stays.length < count };
};

/** Those that stay are named in one row of the session, and each is read. Of more events than that, from an agent that means it,
 * what the proof needs stays: the run's context, how it began and how it ended. */
const mostNamed = { events: 10_000, bytes: 32 * 1_048_576 };
const ends = 16;

const atEnds = (store: RecordingStore): { n: number }[] => {
	const context = store.context();
	const among = new Set([...store.events(0, ends), ...store.lastEvents(ends)].map(({ n }) => n));
	if (context !== null) among.add(context);
	return [...among].sort((a, b) => a - b).map((n) => ({ n }));
};

/** No other event ever loses its bytes, but for those of too many. */
const isReport = (store: RecordingStore, n: number): boolean => {
	const payload = store.at(n)?.payload;
	return payload ? holdsReport(payload) : true;
};
