// Asks the system by one of its own programs: its output as text, or null.
import { execFile } from "node:child_process";

const timeLimitMs = 10_000;

/** Null if the program is missing, fails, or takes too long. */
export const ask = (program: string, args: string[], env = process.env): Promise<string | null> =>
	new Promise((resolve) => {
		const options = { timeout: timeLimitMs, windowsHide: true, encoding: "utf8", env } as const;
		const child = execFile(program, args, options, (error, stdout) => resolve(error ? null : stdout.trim()));
		child.stdin?.end();
	});
