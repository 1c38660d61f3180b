// The host that PowerShell compiles, kept from one test's agent to the next: compiling it takes longer than most tests that need it.
import { copyFileSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { hostFor, prepareHost } from "../capture/compile.ts";
import { namesIn } from "../home/folder.ts";

const cache = join(import.meta.dirname, "../../node_modules/.cache/caisey-hosts");
const ofThisSystem = join(cache, "kept");
/** Where those of Windows' PowerShell are kept. */
export const ofWindows = join(cache, "windows");
const hostsIn = (folder: string): string[] => namesIn(folder).filter((name) => name.endsWith(".dll"));

/** Puts the kept one into an agent's folder that has none. Its name says what it was made of and what it holds: the agent loads
 * no other. */
export const giveHost = (folder: string, kept = ofThisSystem): void => {
	if (hostsIn(folder).length === 0) copyHost(kept, folder);
};

/** Compiles the one to be kept, unless it is there. A step of an agent that compiles its own waits half a minute for it, which a busy
 * machine may not be done in: then it goes on without, and says so. */
export const compileKept = async (shellPath: string): Promise<void> => {
	await hostFor(ofThisSystem, "pwsh", shellPath);
	await prepareHost(ofThisSystem, "pwsh", shellPath);
};

/** Keeps the one that this agent compiled, in place of an earlier one. */
export const keepHost = (folder: string, kept = ofThisSystem): void => {
	const [made] = hostsIn(folder);
	if (made === undefined || hostsIn(kept).includes(made)) return;
	for (const name of hostsIn(kept)) rmSync(join(kept, name), { force: true });
	copyHost(folder, kept);
};

/** Other processes do the same meanwhile: a file is whole as soon as it has its name. */
const copyHost = (from: string, to: string): void => {
	const [name] = hostsIn(from);
	if (name === undefined) return;
	mkdirSync(to, { recursive: true, mode: 0o700 });
	const whole = join(to, `${process.pid}.copy`);
	try {
		copyFileSync(join(from, name), whole);
		renameSync(whole, join(to, name));
	} catch {
		// Another process has just put a newer one in its place.
		rmSync(whole, { force: true });
	}
};
