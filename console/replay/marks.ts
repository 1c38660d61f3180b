// The moments of a run that a replay marks: errors, codes of failure, prompts, what was left running. Read of its events alone: what
// is reported of a moment comes later in the record.
import type { StoredRecord, TranscriptRun, TranscriptSource } from "../../protocol/read/transcript-source.ts";
import { oneLine } from "../html/escape.ts";
import { insideNotes } from "../output/inside-notes.ts";
import { eventWords, tellsOfLeft } from "../output/record-words.ts";

/** `at`: the agent's clock, microseconds since 1970. */
export type Mark = { at: number; text: string };
/** `next`: after which record to look for others; null: there are none. */
export type Marks = { marks: Mark[]; next: number | null };

/** A page ends with the record that fills it, or after so many bytes of events. */
const enough = { marks: 500, bytes: 4_194_304 };
/** Of events, in bytes, at once. */
const pageBytes = 1_048_576;

/** A page of those that were reported after a record, in the order of time. */
export const marksOf = async (source: TranscriptSource, run: TranscriptRun, after = 0): Promise<Marks> => {
	const found: Mark[] = [];
	let [last, bytes] = [after, 0];
	for await (const record of events(source, run.run, after)) {
		const marks = marksIn(record, run);
		const isFull = found.length >= enough.marks && marks.length > 0;
		if (isFull || bytes >= enough.bytes) return { marks: inOrder(found), next: last };
		for (const mark of marks) found.push(mark);
		[last, bytes] = [record.n, bytes + record.length + overhead];
	}
	return { marks: inOrder(found), next: null };
};

/** What a record costs besides its bytes. */
const overhead = 200;

const events = async function* (
	source: TranscriptSource,
	run: string,
	after: number,
): AsyncGenerator<StoredRecord> {
	for (let last = after; ; ) {
		const page = await source.records(run, last, pageBytes, "events");
		yield* page;
		const end = page.at(-1);
		if (!end) return;
		last = end.n;
	}
};

const marksIn = ({ event, n, at }: StoredRecord, run: TranscriptRun): Mark[] => {
	if (event && tellsOfLeft(event, run))
		return [{ at, text: oneLine(eventWords(event, run.endpoint.name) ?? "") }];
	if (event?.type !== "inside") return [];
	return event.entries.flatMap((entry) => {
		const [note] = insideNotes(run.run, n, { ...event, entries: [entry] });
		const isMarked = note && "at" in entry && (note.counts || note.sign === "asks");
		return isMarked ? [{ at: entry.at, text: oneLine(note.text) }] : [];
	});
};

const inOrder = (marks: Mark[]): Mark[] => marks.sort((a, b) => a.at - b.at);
