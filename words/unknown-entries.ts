// Words for entries of a run that a newer agent wrote and this version can't read.
import { count } from "./amounts.ts";

export const unknownEntry = "an entry of a kind this version doesn't know";

/** Their number, for places that show none by itself. */
export const unknownEntries = (n: number): string =>
	n === 1
		? `1 entry of a kind this version doesn't know; the JSON export has it`
		: `${count(n)} entries of a kind this version doesn't know; the JSON export has them`;
