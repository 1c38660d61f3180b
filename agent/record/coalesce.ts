// Turns many small reads into few records without changing their order: reads of one stream that follow each other
// become one record of at most 512 KiB; a read of the other stream, or an event, ends it.
import { maxRecordBytes, type RecordKind, type Stream } from "../../protocol/record/records.ts";

/** A piece of what a run put out; it becomes a record. */
export type Piece = { kind: RecordKind; at: number; bytes: Uint8Array };

export type Coalescer = {
	/** The bytes are copied: the caller may use their buffer again. */
	output: (stream: Stream, at: number, bytes: Uint8Array) => void;
	event: (at: number, bytes: Uint8Array) => void;
	size: () => number;
	/** All pieces until now, in order. */
	take: () => Piece[];
};

export const newCoalescer = (): Coalescer => {
	let fill: Uint8Array | undefined;
	let current: { stream: Stream; at: number; used: number } | undefined;
	let pieces: Piece[] = [];
	let size = 0;

	/** A full buffer is given away as it is, of another a copy of what is used. */
	const bytesOf = (used: number): Uint8Array => {
		if (!fill || used < maxRecordBytes) return fill?.slice(0, used) ?? new Uint8Array();
		const full = fill;
		fill = undefined;
		return full;
	};
	const cut = () => {
		if (!current) return;
		pieces.push({ kind: current.stream, at: current.at, bytes: bytesOf(current.used) });
		current = undefined;
	};
	return {
		output(stream, at, bytes) {
			size += bytes.length;
			for (let from = 0; from < bytes.length; ) {
				if (current?.stream !== stream || current.used === maxRecordBytes) cut();
				current ??= { stream, at, used: 0 };
				fill ??= new Uint8Array(maxRecordBytes);
				const part = bytes.subarray(from, from + maxRecordBytes - current.used);
				fill.set(part, current.used);
				current.used += part.length;
				from += part.length;
			}
		},
		event(at, bytes) {
			cut();
			size += bytes.length;
			pieces.push({ kind: "event", at, bytes });
		},
		size: () => size,
		take() {
			cut();
			const taken = pieces;
			pieces = [];
			size = 0;
			return taken;
		},
	};
};
