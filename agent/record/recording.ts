// The recording of one run: numbers what happens, spools it, and hands it to the uplink.

import { z } from "zod";
import {
	type DiskState,
	eventBytes,
	maxRecordBytes,
	RunEnd,
	type RunEvent,
	type RunSummary,
	type Stream,
	sendWindowBytes,
	summaryMessage,
} from "../../protocol/record/records.ts";
import { openUplink, type UplinkDeps } from "../connection/uplink.ts";
import type { Disk } from "../home/disk.ts";
import { type AgentKey, sign } from "../home/keys.ts";
import { troubleOf } from "../home/trouble.ts";
import { startClock } from "../machine/clock.ts";
import { newCoalescer } from "./coalesce.ts";
import type { Journal } from "./journal.ts";
import type { Spool } from "./spool.ts";
import type { Store, Transaction } from "./store.ts";
import { newTally } from "./tally.ts";

/** The run, plan and digest that a recording belongs to. */
export type RunId = { run: string; plan: string; digest: string };

export type Recording = ReturnType<typeof openRecording>;

export type RecordingDeps = UplinkDeps & {
	store: Store;
	disk: Disk;
	journal: Journal;
	spool: Spool;
	key: AgentKey;
	/** All that are open, to be closed with the agent. */
	recordings: Set<{ close: () => void }>;
	/** Called whenever the Worker has every record of a run. */
	settled: Set<() => void>;
};

/** How a process ended; `durationMs` null: it never started. */
export const Ended = z.strictObject({ end: RunEnd, durationMs: z.number().nullable() });
export type Ended = z.infer<typeof Ended>;

/** Output that follows output within this time waits for it, to be written together. */
const coalesceMs = 5;

/** Opens a run's recording and its data connection; also again after a restart, to deliver the rest of it. */
export const openRecording = (deps: RecordingDeps, id: RunId) => {
	const { store, journal, spool, disk } = deps;
	const row = journal.run(id.run);
	const clock = startClock();
	const gathered = newCoalescer();
	const tally = newTally(row);
	const listeners = new Set<() => void>();
	let ended = row.state === "ended";
	let cancelFlush: (() => void) | undefined;
	let flushedAt = 0;
	let closed = false;
	let settling = false;
	let saidOfDisk: DiskState = "room";
	let rejected = row.rejected !== null;

	/** Numbers what was gathered. Returns what spools it, in the given kind of transaction and together with `also`. */
	const takeGathered = () => {
		cancelFlush?.();
		cancelFlush = undefined;
		flushedAt = performance.now();
		const records = gathered.take().map(tally.number);
		const progress = tally.progress();
		return (transaction: Transaction, also?: () => void) => {
			transaction(() => {
				spool.append(id.run, records);
				journal.setProgress(id.run, progress);
				also?.();
			});
			spool.appended(records);
			uplink.push(records);
		};
	};
	/** Spools what was gathered, on a full disk as soon as there is room. */
	const flush = (transaction: Transaction, also?: () => void) => {
		if (closed) return;
		const keep = takeGathered();
		disk.owe(() => keep(transaction, also));
	};
	/** The first output after a silence goes at once; what follows closely is gathered. */
	const flushSoon = () => {
		if (gathered.size() >= maxRecordBytes) flush(store.spool);
		else cancelFlush ??= later(performance.now() - flushedAt > coalesceMs, () => flush(store.spool));
	};
	const finish = (end: RunEnd, durationMs: number | null) => {
		flush(store.write);
		// To keep it may have filled the disk, or shown that there is room again: then the recording says so, ahead of its end.
		while (!closed && gathered.size() > 0) flush(store.write);
		const { run, plan, digest } = id;
		const about = { v: 1, run, plan, digest, endpoint: deps.endpoint, durationMs, end } as const;
		const text = JSON.stringify({ ...about, ...tally.totals() } satisfies RunSummary);
		const signature = sign(deps.key, summaryMessage(text));
		gathered.event(clock(), eventBytes({ type: "end", v: 1, summary: text, signature }));
		ended = true;
		flush(store.decide, () => journal.setState(id.run, "ended"));
		if (rejected) leave();
	};
	/** Nothing more is sent; the plan goes on without it. */
	const leave = () => {
		close();
		for (const listener of [...deps.settled]) listener();
	};
	const onResumed = (n: number) => {
		if (ended || row.state !== "lost") return;
		// After a power cut the Worker may have more than the spool has kept.
		tally.skipTo(n);
		const because = row.lost_because ?? "agent-restarted";
		if (row.restarts)
			recording.event({
				...{ type: "restart", v: 1 },
				state: because === "endpoint-restarted" ? "back" : "missing",
			});
		const known = row.awaiting === null ? null : Ended.parse(JSON.parse(row.awaiting));
		finish(known?.end ?? { outcome: "unknown", because }, known?.durationMs ?? null);
	};
	const onAcked = (n: number) => {
		tellRoom();
		if (!ended || settling || n < tally.progress().last) return;
		settling = true;
		disk.owe(() => {
			store.write(() => journal.setState(id.run, "settled"));
			leave();
		});
	};
	/** The Worker would reject it again. It stays in the spool, together with what the process still puts out. */
	const onRejected = (reason: string) => {
		if (rejected) return;
		rejected = true;
		deps.log(`run ${id.run}: the Worker rejected its records (${reason}). This machine keeps them`);
		uplink.close();
		disk.owe(() => {
			store.decide(() => journal.reject(id.run, reason));
			if (ended) leave();
		});
	};
	const uplink = openUplink(
		deps,
		id.run,
		{ last: row.last, bytes: spool.sizeAfter(id.run, 0) },
		{ resumed: onResumed, acked: onAcked, rejected: onRejected },
	);
	const tellRoom = () => {
		for (const listener of [...listeners]) listener();
	};
	const stopListening = [
		spool.onRoom(tellRoom),
		disk.onChange(() => {
			sayDisk();
			tellRoom();
		}),
	];
	/** What is run here by this process waits for the disk, or goes on. */
	const sayDisk = () => {
		const state = disk.state();
		if (ended || row.state !== "waiting" || state === saidOfDisk) return;
		saidOfDisk = state;
		recording.event({ type: "disk", v: 1, state });
	};
	/** Spools what was gathered and closes the connection; the next start delivers the rest. */
	const close = () => {
		if (gathered.size() > 0) flush(store.write);
		closed = true;
		cancelFlush?.();
		for (const stop of stopListening) stop();
		uplink.close();
		deps.recordings.delete(recording);
	};
	const recording = {
		close,
		/** Bytes of output, in the order of their arrival. They are copied. Returns how many they are. */
		output(stream: Stream, bytes: Uint8Array): number {
			gathered.output(stream, clock(), bytes);
			flushSoon();
			return bytes.length;
		},
		event(event: RunEvent) {
			gathered.event(clock(), eventBytes(event));
			flushSoon();
		},
		/** Journals, together with all events until now and on the disk's platters, that the process is about to start. False
		 * where the disk takes nothing more: then it must not start. */
		starting(): boolean {
			const keep = takeGathered();
			if (!disk.isStuck() && attempt(() => keep(store.decide, () => journal.start(id.run)))) return true;
			disk.owe(() => keep(store.write));
			return false;
		},
		/** The process has ended, and the machine is about to restart: journals how, on the disk's platters. */
		restarting(ended: Ended): void {
			gathered.event(clock(), eventBytes({ type: "restart", v: 1, state: "awaited" }));
			flush(store.decide, () => journal.setAwaiting(id.run, JSON.stringify(ended)));
		},
		/** The end record, with the signed summary. Nothing may follow. */
		end: finish,
		/** Whether what comes next can be kept: in the spool, or, where that is full, by a Worker that listens. Where the disk is
		 * full, piece by piece: each when the Worker has the one before. */
		hasRoom(): boolean {
			if (disk.state() !== "room")
				return !disk.isStuck() && uplink.isOpen() && uplink.unacked() + gathered.size() === 0;
			return spool.hasRoom() || (uplink.isOpen() && uplink.unacked() < sendWindowBytes);
		},
		/** Whether a process may start now. Where it waits for the disk, the recording says so. */
		mayStart(): boolean {
			sayDisk();
			return recording.hasRoom();
		},
		/** Called when that may have changed; returns what ends it. */
		onRoom(listener: () => void): () => void {
			listeners.add(listener);
			return () => void listeners.delete(listener);
		},
	};
	deps.recordings.add(recording);
	return recording;
};

/** False where the disk takes nothing more. */
const attempt = (work: () => void): boolean => {
	try {
		work();
		return true;
	} catch (thrown) {
		if (troubleOf(thrown)) return false;
		throw thrown;
	}
};

/** Calls back at the end of this turn of the event loop, or in a few milliseconds; returns what prevents it. */
const later = (now: boolean, call: () => void): (() => void) => {
	if (now) {
		const immediate = setImmediate(call);
		return () => clearImmediate(immediate);
	}
	const timer = setTimeout(call, coalesceMs);
	return () => clearTimeout(timer);
};
