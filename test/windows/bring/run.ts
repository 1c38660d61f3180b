// Runs one of the machine's own programs while a part is brought; what it printed is in the error.
import { execFile, execFileSync } from "node:child_process";
import { promisify } from "node:util";

type Options = { cwd?: string; env?: NodeJS.ProcessEnv };

const most = 64 * 1024 * 1024;
/** Then it hangs. */
const longestMs = 300_000;

/** What it printed. Rejects in words where it fails. */
export const run = async (program: string, args: string[], options: Options = {}): Promise<string> => {
	try {
		const { stdout } = await promisify(execFile)(program, args, {
			...options,
			maxBuffer: most,
			timeout: longestMs,
		});
		return stdout;
	} catch (thrown) {
		const { stdout = "", stderr = "" } = thrown as { stdout?: string; stderr?: string };
		const said = `${stdout}\n${stderr}`.trim().split("\n").slice(-15).join("\n");
		throw new Error(`${program} ${args[0] ?? ""} failed:\n${said}`);
	}
};

/** Whether a command works here. */
export const works = (program: string, ...args: string[]): boolean => {
	try {
		execFileSync(program, args, { stdio: "ignore" });
		return true;
	} catch {
		return false;
	}
};
