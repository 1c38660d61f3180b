// The two pipes of a process: bytes as they come, in the order of their arrival, read only while there is room.
import type { ChildProcess } from "node:child_process";
import { chownSync, closeSync, constants, openSync, rmSync } from "node:fs";
import { Socket } from "node:net";
import { setTimeout as delay, setImmediate as turn } from "node:timers/promises";
import type { Stream } from "../../protocol/record/records.ts";
import { takeFifos } from "./fifos.ts";
import { type Gate, newGate, type Sink } from "./gate.ts";

export type Output = {
	/** For `spawn`: stdout and stderr. */
	stdio: ["pipe" | number, "pipe" | number];
	/** The child has its ends, or will never have them: ours of them are closed. Its own pipes are read, if it has such. */
	handedOver: (child?: Pick<ChildProcess, "stdout" | "stderr">) => void;
	/** False once both pipes were read to their end; true if they are still open after being read for so long. */
	isHeld: (graceMs: number) => Promise<boolean>;
	/** The bytes of each stream that the process has written until now: read first, if there is room. */
	soFar: () => Promise<Record<Stream, number>>;
	/** From now on bytes are read and thrown away, so that a process that still writes is not hindered. */
	discard: () => void;
	/** Closes our end: a process that still writes gets a broken pipe. */
	destroy: () => void;
};

type Owner = { uid: number; gid: number };

/** Named pipes if there are such; `owner` may reopen them (`> /dev/stderr`). `folder` holds their names for a moment. */
export const openOutput = (folder: string, owner: Owner | null, sink: Sink): Promise<Output> =>
	process.platform === "win32" ? Promise.resolve(anonymous(sink)) : named(folder, owner, sink);

/** Node gives a child sockets instead of pipes, through which `/dev/stdout` and `/dev/stderr` can't be opened; and it
 * allocates for every read. A named pipe is a real one, and is read into the same buffer each time. */
const named = async (folder: string, owner: Owner | null, sink: Sink): Promise<Output> => {
	const paths = await takeFifos(folder);
	const [out, err] = [openPipe(paths.stdout, owner), openPipe(paths.stderr, owner)];
	const gate = newGate(sink);
	gate.add(socketOn(out.read, "stdout", gate));
	gate.add(socketOn(err.read, "stderr", gate));
	return {
		...controls(gate),
		stdio: [out.write, err.write],
		handedOver: () => {
			closeSync(out.write);
			closeSync(err.write);
		},
	};
};

const openPipe = (path: string, owner: Owner | null) => {
	if (owner) chownSync(path, owner.uid, owner.gid);
	const read = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
	const write = openSync(path, constants.O_WRONLY);
	rmSync(path);
	return { read, write };
};

const socketOn = (fd: number, stream: Stream, gate: Gate): Socket => {
	const callback = (length: number, buffer: Uint8Array): boolean =>
		gate.pass(stream, buffer.subarray(0, length));
	const onread = { buffer: Buffer.allocUnsafeSlow(65_536), callback };
	// The constructor takes `onread` as connect() does, which its types don't tell.
	const options = { fd, readable: true, writable: false, onread };
	return new Socket(options);
};

const anonymous = (sink: Sink): Output => {
	const gate = newGate(sink);
	return {
		...controls(gate),
		stdio: ["pipe", "pipe"],
		handedOver: (child) => {
			for (const stream of ["stdout", "stderr"] as const) {
				const pipe = child?.[stream];
				if (!(pipe instanceof Socket)) continue;
				pipe.on("data", (bytes: Uint8Array) => gate.pass(stream, bytes));
				gate.add(pipe);
			}
		},
	};
};

/** An agent that was held up (by a slow disk, by other runs) finds its timers due before it has read anything: some turns of
 * the event loop, in which what waits in the pipes is read, then their end, then they are closed. */
const drained = async (): Promise<false> => {
	for (let turns = 0; turns < 10; turns++) await turn();
	return false;
};

/** Whether its pipes are still open after being read for so long. */
export const heldAfter = async (gate: Gate, graceMs: number): Promise<boolean> => {
	const since = performance.now();
	const ended = gate.ended().then(() => true);
	const left = () => graceMs - (performance.now() - Math.max(since, gate.openSince()));
	// Reads the pipes at least once, however short the grace.
	do {
		if (await Promise.race([ended, delay(Math.max(0, left())).then(drained)])) return false;
	} while (left() > 0);
	return true;
};

const shutMs = 10;
/** So often it looks again while a process goes on writing: then what is read counts. */
const mostLooks = 50;
/** What waits in a pipe is read within a turn of the event loop: when one brings nothing more, the pipes are empty. Waits for
 * room without a bound only while nothing at all is read. */
const countsWhenEmpty = async (gate: Gate): Promise<Record<Stream, number>> => {
	for (let before = -1, looks = 0; !gate.isSettled(); ) {
		await (gate.isOpen() ? turn() : delay(shutMs));
		await turn();
		const { stdout, stderr } = gate.counts();
		const all = stdout + stderr;
		if (gate.isOpen() && all === before) break;
		if (all !== before && ++looks === mostLooks) break;
		before = all;
	}
	return gate.counts();
};

const controls = (gate: Gate): Pick<Output, "isHeld" | "soFar" | "discard" | "destroy"> => ({
	isHeld: (graceMs) => heldAfter(gate, graceMs),
	soFar: () => countsWhenEmpty(gate),
	discard: gate.discard,
	destroy: gate.destroy,
});
