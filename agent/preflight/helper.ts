// A helper process of a preflight: a shell that parses and doesn't execute. At a lower priority than what runs, unless that waits for it;
// with its time and its output bounded, as the account of the step, and with none of the settings by which a shell runs something of its own accord.
import { spawn } from "node:child_process";
import { constants, setPriority } from "node:os";
import { environmentOfHelper } from "./environment.ts";
import type { Where } from "./found.ts";

/** Bytes of either stream. */
const mostOutput = 4_194_304;

export type Said = { code: number | null; stdout: string; stderr: string };

/** Gives the program this input, and resolves with what it said. Throws where it can't be started, says too much or takes too
 * long. */
export const askHelper = (
	{ account: { become }, launcher, env, over, background = false }: Where,
	[program = "", ...args]: string[],
	input: string | Uint8Array,
): Promise<Said> =>
	new Promise((resolve, reject) => {
		const [first = program, ...rest] = [...launcher, program, ...args];
		const child = spawn(first, rest, {
			cwd: process.platform === "win32" ? undefined : "/",
			env: environmentOfHelper(env),
			signal: over,
			killSignal: "SIGKILL",
			windowsHide: true,
			stdio: "pipe",
			...(become && launcher.length === 0 ? { uid: become.uid, gid: become.gid } : {}),
		});
		if (background && child.pid !== undefined) lower(child.pid);
		const streams = { stdout: "", stderr: "" };
		for (const name of ["stdout", "stderr"] as const)
			child[name].setEncoding("utf8").on("data", (text: string) => {
				streams[name] += text;
				if (streams[name].length <= mostOutput) return;
				child.kill("SIGKILL");
				reject(new Error(`${program} says too much`));
			});
		child.on("error", reject);
		child.on("close", (code) => resolve({ code, ...streams }));
		// A shell that stops at an error doesn't read the rest.
		child.stdin.on("error", () => {});
		child.stdin.end(input);
	});

/** At the lowest, it would get nothing done on a busy machine. It may have ended already. */
const lower = (pid: number): void => {
	try {
		setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
	} catch {
		// Then it needs none.
	}
};
