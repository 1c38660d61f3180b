// Reading what a part of a recording holds: records as they are stored, a stream's bytes as they are wanted.

import { concat } from "../../protocol/bytes.ts";
import type { StoredRecord } from "../../protocol/read/transcript-source.ts";
import type { Stream } from "../../protocol/record/records.ts";
import type { Outline } from "../contracts/values/recording.ts";
import { tryEvent } from "./events.ts";
import type { RecordingStore, RecordRow } from "./store.ts";

/** Records with n > after, at most about `maxBytes` of payload (at least one record). `only`: events alone. */
export const readRecords = (
	store: RecordingStore,
	after: number,
	maxBytes: number,
	only?: "events",
): StoredRecord[] => {
	const found: StoredRecord[] = [];
	let bytes = 0;
	for (const row of only ? eventsAfter(store, after) : store.following(after, 2_000)) {
		if (found.length > 0 && bytes + row.length > maxBytes) break;
		found.push(storedRecord(row));
		bytes += row.length + 200;
	}
	return found;
};

function* eventsAfter(store: RecordingStore, after: number): Generator<RecordRow> {
	for (const { n } of store.events(after, 1_000)) {
		const row = store.at(n);
		if (row) yield row;
	}
}

/** Bytes [start, end) of a stream; null if they were erased. */
export const readStream = (
	store: RecordingStore,
	stream: Stream,
	start: number,
	end: number,
): ReadableStream<Uint8Array> | null => {
	if (store.spec()?.erased !== false) return null;
	let at = start;
	return new ReadableStream({
		type: "bytes",
		pull: (controller) => {
			if (at >= end) return controller.close();
			const piece = pieceAt(store, stream, at, end);
			if (!piece) return controller.error(new Error("this output is not there"));
			at += piece.length;
			controller.enqueue(piece);
		},
	});
};

/** Handing over a piece costs more than reading a small record. */
const pieceBytes = 65_536;
/** In a row, records are read faster than one by one; but those of the other stream are read in vain. */
const nearby = 64;

/** What a stream holds from there on: at least one record, or enough of them; null: it holds nothing there. */
const pieceAt = (
	store: RecordingStore,
	stream: Stream,
	start: number,
	end: number,
): Uint8Array<ArrayBuffer> | null => {
	const pieces: Uint8Array<ArrayBuffer>[] = [];
	let at = start;
	const goesOn = () => at < end && at - start < pieceBytes;
	const take = ({ offset, payload }: RecordRow): boolean => {
		if (!payload || offset > at) return false;
		pieces.push(payload.slice(at - offset, end - offset));
		at = Math.min(end, offset + payload.length);
		return true;
	};
	while (goesOn()) {
		const record = store.holding(stream, at);
		if (!record || !take(record)) return null;
		for (const next of goesOn() ? store.following(record.n, nearby) : []) {
			if (next.kind === stream && !take(next)) return null;
			if (!goesOn()) break;
		}
	}
	return pieces.length === 1 && pieces[0] ? pieces[0] : concat(...pieces);
};

export const storedRecord = (row: RecordRow): StoredRecord => ({
	n: row.n,
	kind: row.kind,
	at: row.at,
	receivedAt: row.received_at,
	offset: row.offset,
	length: row.length,
	bytes: row.payload,
	salt: row.salt,
	hash: row.hash,
	event: row.kind === "event" && row.payload ? tryEvent(row.payload) : null,
});

/** Where the parts of the run begin, as far as this one knows; none if it was never prepared. */
export const outlineOf = (store: RecordingStore): Outline => {
	const spec = store.spec();
	const starts = spec ? [store.start(), ...store.parts()] : [];
	return { starts, erased: spec?.erased ?? false, generation: spec?.generation ?? 0 };
};
