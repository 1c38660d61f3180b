// An agent on this computer, as its own process.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Child, projectFolder, startChild } from "./child.ts";

/** The agent's program, from this project's sources. */
const main = join(projectFolder, "agent", "main.ts");
const quiet = "--disable-warning=ExperimentalWarning";

/** Enrols with a token; rejects with what the agent says. */
export const enrolAgent = async (options: {
	url: string;
	token: string;
	state: string;
	replace?: boolean;
	program?: string;
}): Promise<string> => {
	const { url, token, state, replace = false, program = main } = options;
	const args = [quiet, program, "enroll", url, token, "--state", state, ...(replace ? ["--replace"] : [])];
	const { stdout } = await promisify(execFile)(process.execPath, args);
	return stdout;
};

/** Starts the agent. Its connection shows on the Worker. `drainLimit`: how many seconds it waits for running commands when it
 * is asked to stop. */
export const startAgent = (options: {
	state: string;
	log: string;
	env?: Record<string, string>;
	cwd?: string;
	args?: string[];
	program?: string;
	drainLimit?: number;
}): Child => {
	const { state, log, env, cwd, args = [], program = main, drainLimit = 0 } = options;
	return startChild([quiet, program, "run", "--state", state, "--drain-limit", `${drainLimit}`, ...args], {
		log,
		...(env && { env }),
		...(cwd && { cwd }),
	});
};
