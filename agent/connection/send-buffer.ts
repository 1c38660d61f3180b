// Records that were just spooled and not yet sent: while they are few they need not be read from disk again.
import type { RunRecord } from "../../protocol/record/records.ts";
import { release } from "../record/release.ts";
import { sizeOf } from "../record/spool.ts";

/** Keeps at most `limit` bytes; if there are more, it keeps none and the spool has to be read. */
export const newSendBuffer = (limit: number) => {
	let records: RunRecord[] = [];
	let size = 0;
	const remove = (count: number): RunRecord[] => {
		const removed = records.splice(0, count);
		size -= sizeOf(removed);
		return removed;
	};
	return {
		/** Takes them over: their bytes are freed when they are not kept. */
		push(more: RunRecord[]): void {
			records = records.concat(more);
			size += sizeOf(more);
			if (size > limit) releaseRecords(remove(records.length));
		},
		/** Gives away the records after `n` that fit into `room` bytes; undefined if the first of them is not here. */
		take(n: number, room: number): RunRecord[] | undefined {
			if (records[0]?.n !== n + 1) return undefined;
			let left = room;
			const fitting = records.findIndex((record) => {
				left -= sizeOf([record]);
				return left < 0;
			});
			return remove(fitting === -1 ? records.length : fitting);
		},
		/** Those up to `n` are not needed any more. */
		forget(n: number): void {
			const needed = records.findIndex((record) => record.n > n);
			releaseRecords(remove(needed === -1 ? records.length : needed));
		},
	};
};

/** Their bytes must not be used again. */
export const releaseRecords = (records: RunRecord[]): void => {
	for (const { bytes } of records) release(bytes);
};
