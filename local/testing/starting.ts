// `npm start` as tests run it: in a folder of its own, as a process group of its own, like a terminal's.
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { projectFolder } from "../child.ts";

export type Started = {
	child: ChildProcess;
	ended: Promise<number | null>;
	/** Waits until it has printed this; resolves with all that it printed. */
	printed(text: string): Promise<string>;
	/** Ctrl-C: the signal reaches the whole group. */
	interrupt(): void;
};

/** What runs still after a test that failed. */
const running = new Map<ChildProcess, Promise<unknown>>();

/** `bundle`: the Worker's, if it needn't be made again. */
export const start = (folder: string, port: number, bundle?: string): Started => {
	const args = [join("local", "start.ts"), "--folder", folder, "--port", `${port}`];
	const stdio = ["ignore", "pipe", "pipe"] as const;
	const env = { ...process.env, ...(bundle && { CAISEY_BUNDLE: bundle }) };
	const child = spawn(process.execPath, args, { cwd: projectFolder, stdio: [...stdio], detached: true, env });
	let output = "";
	const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
	running.set(child, ended);
	for (const stream of [child.stdout, child.stderr]) stream?.on("data", (data) => (output += data));
	const printed = (text: string) =>
		new Promise<string>((resolve, reject) => {
			const look = () => output.includes(text) && resolve(output);
			for (const stream of [child.stdout, child.stderr]) stream?.on("data", look);
			child.once("close", () => reject(new Error(`ended before "${text}":\n${output}`)));
			look();
		});
	return { child, ended, printed, interrupt: () => process.kill(-(child.pid ?? 0), "SIGINT") };
};

export const stopAll = async (): Promise<void> => {
	for (const [child] of running) child.kill("SIGHUP");
	await Promise.all(running.values());
};
