// Space on disk that the agent holds back for itself: a file of bytes that can't be compressed away, removed when it is needed.
import { randomFillSync } from "node:crypto";
import { closeSync, fsyncSync, openSync, statfsSync, statSync, unlinkSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { troubleOf } from "./trouble.ts";

export type FreeSpace = { path: string; bytes: number };

/** Other programs keep this much when the agent takes its own. */
const leftToOthers = 1_048_576;

export const holdsSpace = ({ path, bytes }: FreeSpace): boolean =>
	(statSync(path, { throwIfNoEntry: false })?.size ?? 0) >= bytes;

/** Whether there is enough to hold it. */
export const hasRoomFor = ({ path, bytes }: FreeSpace): boolean => {
	const { blocks, bavail, bsize } = statfsSync(dirname(path));
	// Some file systems don't say how large they are.
	return blocks === 0 || bavail * bsize >= bytes + leftToOthers;
};

/** Whether this is the disk that takes nothing more, and not another one of this machine. */
export const isShort = ({ path }: FreeSpace): boolean => {
	const { blocks, bavail, bsize, files, ffree } = statfsSync(dirname(path));
	return blocks === 0 || bavail * bsize < leftToOthers || (files > 0 && ffree < filesOfStep);
};
/** A step makes no more of them: its script, its pipes and what it is seen by. */
const filesOfStep = 16;

/** Whether there was enough. */
export const holdSpace = (space: FreeSpace): boolean => {
	// What a disk kept that took no write then.
	letGo(space);
	if (!hasRoomFor(space)) return false;
	try {
		fill(space);
		return true;
	} catch (thrown) {
		if (!troubleOf(thrown)) throw thrown;
		letGo(space);
		return false;
	}
};

/** A disk that takes no write keeps the file. */
export const letGo = ({ path }: FreeSpace): void => {
	try {
		// `rmSync` doesn't say that a file system is read-only.
		unlinkSync(path);
	} catch (thrown) {
		if (!isMissing(thrown) && !troubleOf(thrown)) throw thrown;
	}
};

const isMissing = (thrown: unknown): boolean =>
	thrown instanceof Error && "code" in thrown && thrown.code === "ENOENT";

const fill = ({ path, bytes }: FreeSpace): void => {
	const file = openSync(path, "w", 0o600);
	try {
		const piece = randomFillSync(new Uint8Array(Math.min(bytes, 1_048_576)));
		for (let left = bytes; left > 0; ) left -= writeSync(file, piece, 0, Math.min(left, piece.length));
		// Some file systems say only now that there is no room.
		fsyncSync(file);
	} finally {
		closeSync(file);
	}
};
