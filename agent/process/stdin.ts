// The input of a step that may be asked for text: a named pipe that the agent holds open, and looks at who reads it. Linux alone
// tells that: elsewhere a step gets an empty input, as one that may not be asked.
import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import {
	chownSync,
	closeSync,
	constants,
	fstatSync,
	openSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeSync,
} from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { processesOf } from "./processes.ts";

export type Stdin = {
	/** For `spawn`. */
	fd: number;
	/** The child has its end. */
	handedOver: () => void;
	/** A process of the step that waits to read it, told apart from when it waited before; null: none does. */
	reader: (root: number, run: string) => string | null;
	/** False: no one reads any more. */
	write: (line: string) => boolean;
	/** Whoever reads it comes to its end; also what no child got is closed. Safe to repeat. */
	close: () => void;
};

/** `owner` may reopen it (`< /dev/stdin`). `folder` holds its name for a moment. */
export const openStdin = async (
	folder: string,
	owner: { uid: number; gid: number } | null,
): Promise<Stdin> => {
	const path = join(folder, `${randomUUID()}.stdin`);
	await promisify(execFile)("mkfifo", ["-m", "600", path]);
	try {
		if (owner) chownSync(path, owner.uid, owner.gid);
		// With a reader and a writer of its own, neither of the two that stay is waited for.
		const both = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
		const fd = openSync(path, constants.O_RDONLY);
		const ours = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
		closeSync(both);
		return held(fd, ours);
	} finally {
		rmSync(path, { force: true });
	}
};

const held = (fd: number, ours: number): Stdin => {
	const { dev, ino } = fstatSync(fd);
	let handed = false;
	let closed = false;
	return {
		fd,
		handedOver: () => {
			if (!handed) closeSync(fd);
			handed = true;
		},
		reader: (root, run) => {
			if (closed) return null;
			for (const pid of processesOf(root, run)) {
				const found = waitingIn(pid, (one) => isSame(one, dev, ino));
				if (found) return found;
			}
			return null;
		},
		write: (line) => {
			try {
				writeSync(ours, `${line}\n`);
				return true;
			} catch {
				return false; // The last reader has just gone.
			}
		},
		close: () => {
			if (!handed) closeSync(fd);
			if (!closed) closeSync(ours);
			handed = closed = true;
		},
	};
};

const isSame = (path: string, dev: number, ino: number): boolean => {
	try {
		const found = statSync(path);
		return found.dev === dev && found.ino === ino;
	} catch {
		return false; // It has just ended, or is another user's.
	}
};

/** A thread that is blocked in read(2) on such a file, with how often it has waited until now.
 * https://man7.org/linux/man-pages/man5/proc_pid_syscall.5.html */
const waitingIn = (pid: number, isOurs: (path: string) => boolean): string | null => {
	for (const task of namesIn(`/proc/${pid}/task`)) {
		const [call, first = ""] = textOf(`/proc/${pid}/task/${task}/syscall`).split(" ");
		if (call !== readCall || !isOurs(`/proc/${pid}/fd/${Number(first)}`)) continue;
		const waits = /^voluntary_ctxt_switches:\s*(\d+)/m.exec(textOf(`/proc/${pid}/task/${task}/status`));
		return `${task} ${waits?.[1]}`;
	}
	return null;
};

/** The number of read(2). */
const readCall = process.arch === "x64" ? "0" : "63";

const namesIn = (folder: string): string[] => {
	try {
		return readdirSync(folder);
	} catch {
		return [];
	}
};
const textOf = (path: string): string => {
	try {
		return readFileSync(path, "latin1");
	} catch {
		return "";
	}
};

/** Whether this system tells who waits to read. */
export const tellsReaders = (): boolean =>
	process.platform === "linux" && textOf("/proc/self/syscall") !== "";
