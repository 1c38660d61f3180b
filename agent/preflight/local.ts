// Programs on this machine, looked up before anyone approves. A path may name any other machine: to look there would call it, with the
// agent's account.
import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { isOnNetwork } from "../windows/network.ts";

/** The first of these absolute paths that is a program; undefined: none is. Null: one before it is on another machine. */
export const firstProgram = async (
	paths: string[],
	over: AbortSignal,
): Promise<string | null | undefined> => {
	for (const path of paths) {
		over.throwIfAborted();
		if (isOnNetwork(path)) return null;
		if (await isProgram(path)) return path;
	}
	return undefined;
};

const isProgram = async (path: string): Promise<boolean> => {
	try {
		await access(path, constants.X_OK);
		return (await stat(path)).isFile();
	} catch {
		return false;
	}
};
