// What a shell reported, entry by entry at its place between the output: each can be linked to.
import type { InsideEvent } from "../../protocol/record/inside.ts";
import type { Stream } from "../../protocol/record/records.ts";
import { type EntryWords, entryWords } from "../../words/inside-entries.ts";

/** One entry as the viewer gets it; `id` is its anchor, `place` how many bytes of each stream were there before it, `sign` what it
 * is: an error, a program's exit code, something about a question. */
export type InsideNote = EntryWords & {
	id: string;
	place: Record<Stream, number>;
	sign: "note" | "error" | "exit" | "asks" | "left";
};

export const insideNotes = (run: string, n: number, { entries }: InsideEvent): InsideNote[] =>
	entries.flatMap((entry, index) => {
		const words = entryWords(entry);
		const place = "place" in entry ? entry.place : unknown;
		return words ? [{ ...words, id: anchor(run, n, index), place, sign: signOf(entry.what) }] : [];
	});

const signOf = (what: InsideEvent["entries"][number]["what"]): InsideNote["sign"] => {
	switch (what) {
		case "error":
		case "parse-error":
		case "cut-off":
			return "error";
		case "native":
		case "status":
			return "exit";
		case "prompt-refused":
		case "question":
		case "answered":
		case "unanswered":
			return "asks";
		default:
			return "note";
	}
};

/** It stays where it came. */
const unknown = { stdout: Number.MAX_SAFE_INTEGER, stderr: Number.MAX_SAFE_INTEGER };

/** The place of an entry on the page: its run, record and index. */
export const anchor = (run: string, record: number, entry: number): string => `${run}-${record}-${entry}`;
