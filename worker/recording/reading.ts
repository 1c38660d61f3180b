// Reading what a part of a recording holds: records as they are stored, a stream's bytes as they are wanted.

import { concat } from "../../protocol/bytes.ts";
import type { StoredRecord } from "../../protocol/read/transcript-source.ts";
import type { Stream } from "../../protocol/record/records.ts";
import { tryEvent } from "./events.ts";
import type { RecordingStore, RecordRow } from "./store.ts";

/** Records with n > after, at most about `maxBytes` of payload (at least one record). */
export const readRecords = (store: RecordingStore, after: number, maxBytes: number): StoredRecord[] => {
	const found: StoredRecord[] = [];
	let bytes = 0;
	for (const { n, length } of store.list(after, 2_000)) {
		if (found.length > 0 && bytes + length > maxBytes) break;
		found.push(storedRecord(store.at(n) as RecordRow));
		bytes += length + 200;
	}
	return found;
};

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

/** What a stream holds from there on: at least one record, or enough of them; null: it holds nothing there. */
const pieceAt = (
	store: RecordingStore,
	stream: Stream,
	start: number,
	end: number,
): Uint8Array<ArrayBuffer> | null => {
	const pieces: Uint8Array<ArrayBuffer>[] = [];
	let at = start;
	while (at < end && at - start < pieceBytes) {
		const record = store.holding(stream, at);
		if (!record?.payload) return null;
		const piece = record.payload.slice(at - record.offset, end - record.offset);
		at += piece.length;
		pieces.push(piece);
	}
	return pieces.length === 1 && pieces[0] ? pieces[0] : concat(...pieces);
};

const storedRecord = (row: RecordRow): StoredRecord => ({
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
