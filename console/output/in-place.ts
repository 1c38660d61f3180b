// Puts what a shell reported at its place between the output: entries come together, and a moment late.
import type { Stream } from "../../protocol/record/records.ts";
import type { InsideNote } from "./inside-notes.ts";
import type { Shown } from "./output.ts";

/** A page of records in which each entry follows the bytes that were there before it. Earlier pages stay as they are. */
export const inPlace = (records: Shown[]): Shown[] => {
	const late = records.flatMap(({ inside }) => inside);
	if (late.length === 0) return records;
	const before = new Map<Shown, InsideNote[]>();
	const rest: Shown[] = [];
	for (const record of cutAt(records, late)) rest.push(record);
	const reached = startOf(rest);
	const waiting = [...late].sort((a, b) => sum(a) - sum(b));
	for (const record of rest) {
		// Where its place isn't reached yet, an entry stays where it came.
		const due = waiting.filter((one) => isReached(one, reached) || record.inside.includes(one));
		if (due.length > 0) before.set(record, due);
		for (const one of due) waiting.splice(waiting.indexOf(one), 1);
		if (record.kind !== "event") reached[record.kind] = record.offset + record.length;
	}
	return rest.flatMap((record) => [
		...(before.get(record) ?? []).map((one) => noteOf(record, one)),
		...(record.inside.length > 0 ? [] : [record]),
	]);
};

const sum = ({ place }: InsideNote): number => place.stdout + place.stderr;

const isReached = ({ place }: InsideNote, reached: Record<Stream, number>): boolean =>
	place.stdout <= reached.stdout && place.stderr <= reached.stderr;

const noteOf = ({ at }: Shown, one: InsideNote): Shown => ({
	...{ kind: "event", at, offset: 0, length: 0, bytes: null, note: null, left: false, last: false },
	inside: [one],
});

/** How far each stream was before this page; a stream that isn't in it: far enough. */
const startOf = (records: Shown[]): Record<Stream, number> => {
	const first = (stream: Stream) =>
		records.find(({ kind }) => kind === stream)?.offset ?? Number.POSITIVE_INFINITY;
	return { stdout: first("stdout"), stderr: first("stderr") };
};

/** The same records, those of output cut where an entry belongs within them. */
const cutAt = (records: Shown[], late: InsideNote[]): Shown[] =>
	records.flatMap((record) => {
		const { kind, offset, bytes } = record;
		if (kind === "event" || !bytes) return [record];
		const cuts = new Set(late.map(({ place }) => place[kind] - offset));
		const inner = [...cuts].filter((at) => at > 0 && at < bytes.length).sort((a, b) => a - b);
		return [0, ...inner].map((from, i) => {
			const piece = bytes.subarray(from, inner[i]);
			const length = inner[i] === undefined ? record.length - from : piece.length;
			return { ...record, offset: offset + from, bytes: piece, length };
		});
	});
