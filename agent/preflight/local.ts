// Programs on this machine, looked up before anyone approves. A path may name any other machine: to look there would call it, with the
// agent's account.
import { isProgramAt } from "../process/programs.ts";
import { leadsToNetwork } from "../windows/network.ts";

/** The first of these absolute paths that is a program; undefined: none is. Null: one before it is on another machine. */
export const firstProgram = async (
	paths: string[],
	over: AbortSignal,
): Promise<string | null | undefined> => {
	for (const path of paths) {
		over.throwIfAborted();
		if (await leadsToNetwork(path)) return null;
		if (await isProgramAt(path)) return path;
	}
	return undefined;
};
