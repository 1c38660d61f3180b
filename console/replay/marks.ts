// The moments of a run that a replay marks: errors, codes of failure, prompts, what was left running. Read of its events alone: what
// is reported of a moment comes later in the record.
import type { StoredRecord, TranscriptRun, TranscriptSource } from "../../protocol/read/transcript-source.ts";
import { oneLine } from "../html/escape.ts";
import { insideNotes } from "../output/inside-notes.ts";
import { eventWords } from "../output/record-words.ts";

/** `at`: the agent's clock, microseconds since 1970. */
export type Mark = { at: number; text: string };
/** `isAll`: there are no more than these. */
export type Marks = { marks: Mark[]; isAll: boolean };

/** So many that were reported first; someone looks at a few. */
const mostMarks = 10_000;
/** Of events, in bytes, at once. */
const pageBytes = 1_048_576;

/** In the order of time. */
export const marksOf = async (source: TranscriptSource, run: TranscriptRun): Promise<Marks> => {
	const found: Mark[] = [];
	for await (const record of events(source, run.run)) {
		for (const mark of marksIn(record, run)) {
			if (found.length === mostMarks) return { marks: inOrder(found), isAll: false };
			found.push(mark);
		}
	}
	return { marks: inOrder(found), isAll: true };
};

const events = async function* (source: TranscriptSource, run: string): AsyncGenerator<StoredRecord> {
	for (let last = 0; ; ) {
		const page = await source.records(run, last, pageBytes, "events");
		yield* page;
		const end = page.at(-1);
		if (!end) return;
		last = end.n;
	}
};

const marksIn = ({ event, n, at }: StoredRecord, run: TranscriptRun): Mark[] => {
	if (event?.type === "left") return [{ at, text: oneLine(eventWords(event, run.endpoint.name) ?? "") }];
	if (event?.type !== "inside") return [];
	return event.entries.flatMap((entry) => {
		const [note] = insideNotes(run.run, n, { ...event, entries: [entry] });
		const isMarked = note && "at" in entry && (note.counts || note.sign === "asks");
		return isMarked ? [{ at: entry.at, text: oneLine(note.text) }] : [];
	});
};

const inOrder = (marks: Mark[]): Mark[] => marks.sort((a, b) => a.at - b.at);
