// Lets a process's output through while there is room, else makes the process wait.
import type { Socket } from "node:net";
import type { Stream } from "../../protocol/record/records.ts";

/** Where output goes, for example a Recording. */
export type Sink = {
	/** Returns by how many bytes the stream is longer now, as it is kept. */
	output: (stream: Stream, bytes: Uint8Array) => number;
	hasRoom: () => boolean;
	/** Called when there may be room again; returns what ends that. */
	onRoom: (listener: () => void) => () => void;
};

export type Gate = ReturnType<typeof newGate>;

/** 1.25 MB a second: a hundredth of a core or so. */
const discardAtOnce = 131_072;
const restMs = 100;

export const newGate = (sink: Sink) => {
	const sockets: Socket[] = [];
	const ends: Promise<void>[] = [];
	const counts: Record<Stream, number> = { stdout: 0, stderr: 0 };
	let discarding = false;
	/** Bytes thrown away since the last rest. */
	let discarded = 0;
	let rest: NodeJS.Timeout | undefined;
	/** When it was last opened; null while it is shut. */
	let open: number | null = performance.now();

	const shut = () => {
		open = null;
		for (const socket of sockets) socket.pause();
	};
	const reopen = () => {
		if (open !== null || !(discarding || sink.hasRoom())) return;
		open = performance.now();
		for (const socket of sockets) socket.resume();
	};
	const stop = sink.onRoom(reopen);
	/** A process that floods after its step waits most of the time, as for a slow reader. */
	const discard = (length: number): boolean => {
		discarded += length;
		if (discarded < discardAtOnce) return true;
		shut();
		rest ??= setTimeout(() => {
			rest = undefined;
			discarded = 0;
			reopen();
		}, restMs).unref();
		return false;
	};
	return {
		/** Takes a pipe's end to be read from now on. */
		add(socket: Socket) {
			sockets.push(socket);
			socket.on("error", () => {}); // `close` follows.
			ends.push(new Promise((resolve) => socket.once("close", () => resolve())));
			socket.resume();
		},
		/** Hands bytes on; false if nothing more should be read for now. */
		pass(stream: Stream, bytes: Uint8Array): boolean {
			if (discarding) return discard(bytes.length);
			counts[stream] += sink.output(stream, bytes);
			if (!sink.hasRoom()) shut();
			return open !== null;
		},
		/** The bytes of each stream until now. */
		counts: (): Record<Stream, number> => ({ ...counts }),
		isOpen: (): boolean => open !== null,
		/** Since when it is read, by performance.now(); now, where it is not. */
		openSince: (): number => open ?? performance.now(),
		/** Nothing of what is still to come will be recorded. */
		isSettled: (): boolean => discarding || sockets.every(({ destroyed }) => destroyed),
		ended: async (): Promise<void> => {
			await Promise.all(ends);
			stop();
		},
		discard() {
			stop();
			discarding = true;
			reopen();
		},
		destroy() {
			stop();
			clearTimeout(rest);
			for (const socket of sockets) socket.destroy();
		},
	};
};
