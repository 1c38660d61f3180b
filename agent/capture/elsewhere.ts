// A folder outside the agent's own, for what another user, or a long path, can't reach there. A marker in the agent's folder tells
// the next start of one that a crash left.
import { randomUUID } from "node:crypto";
import { lstatSync, mkdirSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { namesIn } from "../home/folder.ts";

export type Elsewhere = { folder: string; host: string; socket: string; remove: () => void };

const ending = ".elsewhere";

/** `pipes`: the agent's folder for short-lived files. The new folder is its maker's alone. */
export const makeElsewhere = (pipes: string): Elsewhere => {
	const id = randomUUID();
	const place = placeOf(id);
	writeFileSync(join(pipes, `${id}${ending}`), "");
	mkdirSync(place.folder, { mode: 0o700 });
	return { ...place, remove: () => removeOne(pipes, id) };
};

/** All that an earlier process of the agent left. Call before the agent's folder is emptied. */
export const removeElsewhere = (pipes: string): void => {
	for (const name of namesIn(pipes))
		if (name.endsWith(ending)) removeOne(pipes, name.slice(0, -ending.length));
};

const placeOf = (id: string) => {
	const folder = join(tmpdir(), `caisey-${id}`);
	return { folder, host: join(folder, "host.dll"), socket: join(folder, "host") };
};

/** By name, and only in a folder that is still the agent's: others may make folders there too. */
const removeOne = (pipes: string, id: string): void => {
	const { folder, host, socket } = placeOf(id);
	try {
		const found = lstatSync(folder, { throwIfNoEntry: false });
		if (found?.isDirectory() && found.uid === process.getuid?.()) {
			for (const path of [host, socket]) rmSync(path, { force: true });
			rmdirSync(folder);
		}
		rmSync(join(pipes, `${id}${ending}`), { force: true });
	} catch {
		// The next start tries again.
	}
};
