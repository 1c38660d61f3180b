// Whether a step can start in its working directory: a process that starts in one that doesn't answer would hold up the whole agent.
import { stat } from "node:fs/promises";
import { words } from "../commands/failure.ts";
import type { Account } from "../machine/account.ts";
import { patient } from "../machine/patience.ts";
import { leadsToNetwork } from "../windows/network.ts";

const trouble = async (path: string): Promise<string> => {
	try {
		return (await stat(path)).isDirectory() ? "" : "isn't a directory.";
	} catch (thrown) {
		return `can't be used: ${words(thrown)}`;
	}
};
/** A disk that sleeps, or a server, may take so long to wake, in ms. */
const patienceMs = 30_000;
const troubles = patient(trouble, patienceMs);

/** In words; undefined: none. `found`: what is wrong with a path, or nothing. */
export const problemWith = async (
	cwd: string,
	{ name, session }: Pick<Account, "name" | "session">,
	found = troubles,
): Promise<string | undefined> => {
	if (session !== undefined && (await leadsToNetwork(cwd)))
		return `The working directory ${cwd} is on the network, where the agent would be asked who it is and not ${name}. Propose the plan with one on this endpoint.`;
	const problem = (await found(cwd)) ?? "gives no answer.";
	return problem === "" ? undefined : `The working directory ${cwd} ${problem}`;
};
