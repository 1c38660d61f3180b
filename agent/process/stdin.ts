// The input of a step that may be asked for text: a named pipe that the agent holds open, and looks at who reads it. Linux alone
// tells that: elsewhere a step gets an empty input, as one that may not be asked.
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import {
	chownSync,
	closeSync,
	constants,
	fstatSync,
	openSync,
	readFileSync,
	rmSync,
	statSync,
	writeSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { tasksOf, withDescendants } from "./family.ts";
import { makeFifos } from "./fifos.ts";
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

type Owner = { uid: number; gid: number };

/** `owner` may reopen it (`< /dev/stdin`). `folder` holds its name for a moment. */
export const openStdin = async (folder: string, owner: Owner | null): Promise<Stdin> => {
	const path = join(folder, `${randomUUID()}.stdin`);
	await makeFifos(path);
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
	let known = new Set<number>();
	/** When all of the machine's processes were last looked through, by performance.now(). */
	let searched = performance.now();
	return {
		fd,
		handedOver: () => {
			if (!handed) closeSync(fd);
			handed = true;
		},
		reader: (root, run) => {
			if (closed) return null;
			// One whose parent has ended was seen before it did, or is found by its mark later.
			known = withDescendants([root, ...known]);
			if (performance.now() - searched > searchMs) {
				searched = performance.now();
				known = new Set([...known, ...processesOf(root, run)]);
			}
			for (const pid of known) {
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

/** Between two looks at all of the machine's processes. */
const searchMs = 10_000;

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
	for (const task of tasksOf(pid)) {
		const [call, first = ""] = textOf(`/proc/${pid}/task/${task}/syscall`).split(" ");
		if (call !== readCall || !isOurs(`/proc/${pid}/fd/${Number(first)}`)) continue;
		const waits = /^voluntary_ctxt_switches:\s*(\d+)/m.exec(textOf(`/proc/${pid}/task/${task}/status`));
		return `${task} ${waits?.[1]}`;
	}
	return null;
};

/** The number of read(2). */
const readCall = process.arch === "x64" ? "0" : "63";

const textOf = (path: string): string => {
	try {
		return readFileSync(path, "latin1");
	} catch {
		return "";
	}
};

/** Whether this system tells the agent when a process of that account waits to read: tried with one that does. The kernel may
 * keep it to itself (https://docs.kernel.org/admin-guide/LSM/Yama.html). */
export const tellsReaders = async (folder: string, owner: Owner | null): Promise<boolean> => {
	if (process.platform !== "linux") return false;
	const stdin = await openStdin(folder, owner);
	const child = spawn("sh", ["-c", "read _"], {
		stdio: [stdin.fd, "ignore", "ignore"],
		cwd: "/",
		// It is the step's user's, who may read all of it; nothing of the agent's environment is theirs.
		env: { PATH: process.env.PATH },
		...(owner ? { uid: owner.uid, gid: owner.gid } : {}),
	});
	child.on("error", () => {});
	try {
		if (child.pid === undefined) return false;
		let asleep = 0;
		for (const until = performance.now() + tryMs; performance.now() < until; await delay(10)) {
			if (stdin.reader(child.pid, "")) return true;
			if (textOf(`/proc/${child.pid}/syscall`) === "") return false;
			// It waits for nothing else: so it reads, and this system has other numbers.
			asleep = isAsleep(child.pid) ? asleep + 1 : 0;
			if (asleep >= mostAsleep) return false;
		}
		return false;
	} finally {
		child.kill("SIGKILL");
		stdin.close();
	}
};

/** How long such a process may take to read: it begins late on a busy machine. */
const tryMs = 30_000;
/** So many looks in a row. */
const mostAsleep = 100;

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: a wait that can be interrupted, not one for a disk. */
const isAsleep = (pid: number): boolean => /\) S /.test(textOf(`/proc/${pid}/stat`));
