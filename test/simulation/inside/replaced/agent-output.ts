// The pipes of a simulated process: what it writes is read while there is room, and it reads what someone answered.

import type { Sink } from "../../../../agent/process/gate.ts";
import type { Output } from "../../../../agent/process/output.ts";
import type { Stdin } from "../../../../agent/process/stdin.ts";
import type { Stream } from "../../../../protocol/record/records.ts";

/** The process's ends. */
type Pipe = {
	write: (stream: Stream, bytes: Uint8Array) => void;
	end: () => void;
	/** What was read of it until now, in bytes. */
	counts: () => Record<Stream, number>;
};
type Read = (got: (line: string | null) => void) => void;

const pipes = new WeakMap<Output, Pipe>();
const reads = new WeakMap<Stdin, Read>();
const closed: Pipe = { write: () => {}, end: () => {}, counts: () => ({ stdout: 0, stderr: 0 }) };

export const pipeOf = (output: Output): Pipe => pipes.get(output) ?? closed;
/** Null: its input has come to its end. */
export const readerOf = (stdin: Stdin | null): Read => (stdin && reads.get(stdin)) ?? ((got) => got(null));

/** It reads while there is room, and keeps what waits in the pipe. */
export const openOutput = async (_folder: string, _owner: object | null, sink: Sink): Promise<Output> => {
	const ended = Promise.withResolvers<boolean>();
	const counts: Record<Stream, number> = { stdout: 0, stderr: 0 };
	let waiting: [Stream, Uint8Array][] = [];
	let over = false;
	let thrownAway = false;
	const pump = () => {
		while (waiting.length > 0 && (thrownAway || sink.hasRoom())) {
			const [stream, bytes] = waiting.shift() as [Stream, Uint8Array];
			if (!thrownAway) counts[stream] += sink.output(stream, bytes);
		}
		if (over && waiting.length === 0) ended.resolve(false);
	};
	const stop = sink.onRoom(pump);
	const output: Output = {
		stdio: ["pipe", "pipe"],
		handedOver: () => {},
		isHeld: () => ended.promise,
		soFar: async () => ({ ...counts }),
		discard: () => {
			thrownAway = true;
			pump();
		},
		destroy: () => {
			stop();
			waiting = [];
			ended.resolve(false);
		},
	};
	pipes.set(output, {
		write: (stream, bytes) => {
			waiting.push([stream, bytes]);
			pump();
		},
		end: () => {
			over = true;
			pump();
		},
		counts: () => ({ ...counts }),
	});
	return output;
};

export const tellsReaders = async (): Promise<boolean> => true;

export const openStdin = async (): Promise<Stdin> => {
	const lines: string[] = [];
	let waits = 0;
	let reader: ((line: string | null) => void) | null = null;
	let over = false;
	const pump = () => {
		if (!reader || (lines.length === 0 && !over)) return;
		const got = reader;
		reader = null;
		got(lines.shift() ?? null);
	};
	const stdin: Stdin = {
		fd: 3,
		handedOver: () => {},
		reader: (root) => (reader ? `${root} ${waits}` : null),
		write: (line) => {
			lines.push(line);
			pump();
			return !over;
		},
		close: () => {
			over = true;
			pump();
		},
	};
	reads.set(stdin, (got) => {
		waits++;
		reader = got;
		pump();
	});
	return stdin;
};
