// Programs on disk: found on PATH, and known by their SHA-256.
import { createHash } from "node:crypto";
import { accessSync, constants, createReadStream, statSync } from "node:fs";
import { stat } from "node:fs/promises";
import { delimiter, isAbsolute, join, resolve } from "node:path";

const windows = process.platform === "win32";

/** The program that a name resolves to on PATH, as the system looks it up; undefined: none. `path` and `pathExt` are the variables. */
export const onPath = (
	name: string,
	path: string,
	pathExt = process.env.PATHEXT ?? "",
): string | undefined => {
	const endings = windows && !/\.[a-z]+$/i.test(name) ? pathExt.split(";") : [""];
	const folders = path.split(delimiter).filter((folder) => isAbsolute(folder));
	return folders.flatMap((folder) => endings.map((ending) => join(folder, name + ending))).find(isProgram);
};

/** A path as a shell in `cwd` understands it; undefined if no program is there. */
export const atPath = (path: string, cwd: string): string | undefined => {
	const found = resolve(cwd, path);
	return isProgram(found) ? found : undefined;
};

/** A file's SHA-256, hexadecimal; null if it can't be read. Read again only when the file has changed. */
export const fileHash = async (path: string): Promise<string | null> => {
	const version = await fileVersion(path);
	if (version === null) return null;
	const known = hashes.get(path);
	if (known?.version === version) return known.hash;
	const hash = readHash(path).catch(() => null);
	hashes.set(path, { version, hash });
	return hash;
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

const hashes = new Map<string, { version: string; hash: Promise<string | null> }>();

const readHash = async (path: string): Promise<string> => {
	const hash = createHash("sha256");
	for await (const chunk of createReadStream(path, { highWaterMark: 262_144 })) hash.update(chunk);
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
