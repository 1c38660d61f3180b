// The spool: records that the Worker has not yet acknowledged, in the order of their numbers.
import { z } from "zod";
import { type RunRecord, recordHeaderBytes } from "../../protocol/record/records.ts";
import type { Disk } from "../home/disk.ts";
import { troubleOf } from "../home/trouble.ts";
import type { Store } from "./store.ts";

export type Spool = ReturnType<typeof openSpool>;

const Row = z.object({
	n: z.int(),
	kind: z.enum(["stdout", "stderr", "event"]),
	at: z.int(),
	offset: z.int(),
	bytes: z.instanceof(Uint8Array),
});

/** What records count for against limits: their bytes and headers. */
export const sizeOf = (records: Pick<RunRecord, "bytes">[]): number =>
	records.reduce((size, { bytes }) => size + bytes.length + recordHeaderBytes, 0);

/** Acknowledged records are deleted together, this long after the first ack. */
const dropDelayMs = 50;

/** Pages have 16 KiB: the file may keep 4 MiB. */
const keptPages = 256;
const pagesAtOnce = 128;
const shrinkPauseMs = 20;
/** Between two tries to delete what was acknowledged from a full disk. */
const dropAgainMs = 1_000;

export const openSpool = (store: Store, limit: number, disk: Pick<Disk, "state" | "pay">) => {
	const { db } = store;
	const insert = db.prepare("INSERT INTO spool (run, n, kind, at, offset, bytes) VALUES (?, ?, ?, ?, ?, ?)");
	const sizes = db.prepare(
		`SELECT n, length(bytes) + ${recordHeaderBytes} AS size FROM spool WHERE run = ? AND n > ? ORDER BY n LIMIT 4096`,
	);
	const between = db.prepare(
		"SELECT n, kind, at, offset, bytes FROM spool WHERE run = ? AND n > ? AND n <= ? ORDER BY n",
	);
	const sum = `SELECT coalesce(sum(length(bytes) + ${recordHeaderBytes}), 0) AS size FROM spool`;
	const sizeUpTo = db.prepare(`${sum} WHERE run = ? AND n <= ?`);
	const sizeBeyond = db.prepare(`${sum} WHERE run = ? AND n > ?`);
	const free = db.prepare("PRAGMA freelist_count");
	const remove = db.prepare("DELETE FROM spool WHERE run = ? AND n <= ?");
	const acked = new Map<string, number>();
	const waiting = new Set<() => void>();
	let size = Number(db.prepare(sum).get()?.size);
	let timer: NodeJS.Timeout | undefined;
	let shrinking: NodeJS.Timeout | undefined;

	/** The file shrinks while nothing waits, a little at a time. Some free pages stay: the next output uses them again; and
	 * all of them while the disk is full. */
	const shrink = () => {
		clearTimeout(shrinking);
		if (size > 0 || disk.state() !== "room" || Number(free.get()?.freelist_count) <= keptPages) return;
		attempt(() => db.exec(`PRAGMA incremental_vacuum(${pagesAtOnce})`));
		shrinking = setTimeout(shrink, shrinkPauseMs);
	};
	const drop = (): number => {
		let freed = 0;
		for (const [run, n] of acked) {
			freed += Number(sizeUpTo.get(run, n)?.size);
			remove.run(run, n);
		}
		return freed;
	};
	const dropAcked = () => {
		clearTimeout(timer);
		timer = undefined;
		const freed = attempt(() => store.write(drop));
		if (freed === null) {
			timer = setTimeout(dropAcked, dropAgainMs);
			return;
		}
		size -= freed;
		acked.clear();
		if (disk.state() === "room") shrink();
		else attempt(store.fit);
		disk.pay();
		for (const listener of [...waiting]) listener();
	};
	return {
		hasRoom: (): boolean => size < limit,
		size: (): number => size,
		/** Bytes of one run's records with a number above `n`. */
		sizeAfter: (run: string, n: number): number => Number(sizeBeyond.get(run, n)?.size),
		/** Adds records; within one of the store's transactions. */
		append(run: string, records: RunRecord[]): void {
			for (const { n, kind, at, offset, bytes } of records) {
				insert.run(run, n, kind, at, offset, bytes);
			}
		},
		/** After that transaction. */
		appended(records: RunRecord[]): void {
			size += sizeOf(records);
		},
		/** Records with a number above `n`: as many as fit into `maxBytes`, perhaps none. */
		after(run: string, n: number, maxBytes: number): RunRecord[] {
			let last = n;
			let size = 0;
			for (const row of sizes.iterate(run, n)) {
				size += Number(row.size);
				if (size > maxBytes) break;
				last = Number(row.n);
			}
			return last === n ? [] : between.all(run, n, last).map((row) => Row.parse(row));
		},
		/** The Worker has everything up to `n`: it need not be kept. */
		ack(run: string, n: number): void {
			acked.set(run, Math.max(n, acked.get(run) ?? 0));
			timer ??= setTimeout(dropAcked, dropDelayMs);
		},
		/** Called whenever something was dropped; returns what ends that. */
		onRoom(listener: () => void): () => void {
			waiting.add(listener);
			return () => void waiting.delete(listener);
		},
		close(): void {
			if (timer) dropAcked();
			clearTimeout(timer);
			clearTimeout(shrinking);
		},
	};
};

/** Null where the disk takes nothing more. */
const attempt = <T>(work: () => T): T | null => {
	try {
		return work();
	} catch (thrown) {
		if (troubleOf(thrown)) return null;
		throw thrown;
	}
};
