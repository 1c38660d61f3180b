// Programs on disk: found on PATH, and known by their SHA-256.
import { createHash } from "node:crypto";
import { accessSync, constants, createReadStream, statSync } from "node:fs";
import { access, stat } from "node:fs/promises";
import { delimiter, isAbsolute, join } from "node:path";

const windows = process.platform === "win32";

/** The program that a name resolves to on PATH, as the system looks it up; undefined: none. `path` and `pathExt` are the variables. */
export const onPath = (name: string, path: string, pathExt?: string): string | undefined =>
	placesOnPath(name, path, pathExt).find(isProgram);

/** Where the system looks for a name, in its order. */
export const placesOnPath = (name: string, path: string, pathExt = process.env.PATHEXT ?? ""): string[] => {
	const endings = windows && !/\.[a-z]+$/i.test(name) ? pathExt.split(";") : [""];
	const folders = path.split(delimiter).filter((folder) => isAbsolute(folder));
	return folders.flatMap((folder) => endings.map((ending) => join(folder, name + ending)));
};

/** A file's SHA-256, hexadecimal; null if it can't be read, or is larger than `largest` bytes. Read again only when the file has
 * changed. Throws where `over` is aborted. */
export const fileHash = async (
	path: string,
	{ largest = Number.POSITIVE_INFINITY, over }: { largest?: number; over?: AbortSignal } = {},
): Promise<string | null> => {
	const size = await sizeOf(path);
	const version = await fileVersion(path);
	if (size === null || version === null || size > largest) return null;
	const known = hashes.get(path);
	if (known?.version === version) return known.hash;
	try {
		const hash = await readHash(path, over);
		remember(path, { version, hash });
		return hash;
	} catch {
		over?.throwIfAborted();
		return null;
	}
};

/** Null: it is no file. A pipe or a device may never end. */
const sizeOf = async (path: string): Promise<number | null> => {
	try {
		const found = await stat(path);
		return found.isFile() ? found.size : null;
	} catch {
		return null;
	}
};

/** Changes whenever the file does; null: no such file. */
export const fileVersion = async (path: string): Promise<string | null> => {
	try {
		const { ino, size, mtimeMs, ctimeMs } = await stat(path);
		return `${ino} ${size} ${mtimeMs} ${ctimeMs}`;
	} catch {
		return null;
	}
};

const hashes = new Map<string, { version: string; hash: string }>();
const mostRemembered = 1_000;

const remember = (path: string, found: { version: string; hash: string }): void => {
	hashes.delete(path);
	hashes.set(path, found);
	const [oldest] = hashes.keys();
	if (hashes.size > mostRemembered && oldest !== undefined) hashes.delete(oldest);
};

const readHash = async (path: string, over: AbortSignal | undefined): Promise<string> => {
	const hash = createHash("sha256");
	for await (const chunk of createReadStream(path, { highWaterMark: 262_144, signal: over }))
		hash.update(chunk);
	return hash.digest("hex");
};

const isProgram = (path: string): boolean => {
	try {
		accessSync(path, constants.X_OK);
		return statSync(path).isFile();
	} catch {
		return false;
	}
};

/** The same, while other work goes on. */
export const isProgramAt = async (path: string): Promise<boolean> => {
	try {
		await access(path, constants.X_OK);
		return (await stat(path)).isFile();
	} catch {
		return false;
	}
};
