// A disk of some megabytes that a test can fill, and that is a real one: tmpfs.
import { execFileSync } from "node:child_process";
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type SmallDisk = {
	path: string;
	/** Another program takes all that is left, but for so many bytes. */
	fill: (left?: number) => void;
	/** It gives everything back. */
	empty: () => void;
	/** Another program makes files until there can be no more, though there is space. */
	fillFiles: () => void;
	/** It removes them. */
	emptyFiles: () => void;
	/** Whether it can be written to: no file may be open for that. */
	readOnly: (on: boolean) => void;
	/** Ends it with all that is on it. */
	remove: () => void;
};

const asRoot = (program: string, ...args: string[]): void => {
	const [first = "", ...rest] =
		process.getuid?.() === 0 ? [program, ...args] : ["sudo", "-n", program, ...args];
	execFileSync(first, rest, { stdio: "pipe" });
};

/** It takes 200 files at most. */
export const newSmallDisk = (megabytes: number): SmallDisk => {
	const path = mkdtempSync(join(tmpdir(), "caisey-small-disk-"));
	const options = `size=${megabytes}m,nr_inodes=200,mode=0777`;
	asRoot("mount", "-t", "tmpfs", "-o", options, "caisey-test", path);
	const [filler, files] = [join(path, "filler"), join(path, "files")];
	return {
		path,
		fill(left = 0) {
			rmSync(filler, { force: true });
			if (left > 0) writeAll(`${filler}-left`, left);
			writeAll(filler, Number.POSITIVE_INFINITY);
			rmSync(`${filler}-left`, { force: true });
		},
		empty: () => rmSync(filler, { force: true }),
		fillFiles() {
			mkdirSync(files, { recursive: true });
			for (let n = 0; makes(join(files, `${n}`)); n++);
		},
		emptyFiles: () => rmSync(files, { recursive: true, force: true }),
		readOnly: (on) => asRoot("mount", "-o", `remount,${on ? "ro" : "rw"}`, path),
		remove() {
			asRoot("umount", "-l", path);
			rmSync(path, { recursive: true });
		},
	};
};

/** Whether such a disk can be had here. */
export const canMakeSmallDisks = (): boolean => {
	if (process.platform !== "linux") return false;
	try {
		newSmallDisk(1).remove();
		return true;
	} catch {
		return false;
	}
};

/** Whether an empty file could be made. */
const makes = (path: string): boolean => {
	try {
		closeSync(openSync(path, "a"));
		return true;
	} catch {
		return false;
	}
};

/** Page by page, until the disk takes no more. */
const writeAll = (path: string, bytes: number): void => {
	const file = openSync(path, "a");
	const piece = Buffer.alloc(4_096, 0xa5);
	try {
		for (let left = bytes; left > 0; ) left -= writeSync(file, piece);
	} catch {
		// No space left.
	} finally {
		closeSync(file);
	}
};
