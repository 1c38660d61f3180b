// A child process with its log in a file: started, watched, ended with all that it started.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** The project's folder. */
export const projectFolder = resolve(import.meta.dirname, "..");

export type Child = {
	pid: number;
	/** Resolves with what it ended with, in words. */
	ended: Promise<string>;
	/** Asks it to end, with its children; resolves when it has. */
	stop(): Promise<void>;
	/** Ends it at once, as a crash would. */
	kill(): Promise<void>;
};

/** Starts a program of this project with the same Node that runs now; what it prints goes to `log`. `ipc`: messages pass to and
 * fro. */
export const startChild = (
	args: string[],
	options: { log: string; env?: Record<string, string>; cwd?: string; ipc?: boolean },
): Child & { process: ChildProcess } => {
	mkdirSync(dirname(options.log), { recursive: true });
	const log = openSync(options.log, "a");
	const bin = join(projectFolder, "node_modules", ".bin");
	const path = [dirname(process.execPath), bin, process.env.PATH ?? ""].join(
		process.platform === "win32" ? ";" : ":",
	);
	const child = spawn(process.execPath, args, {
		cwd: options.cwd ?? projectFolder,
		env: { ...process.env, PATH: path, ...options.env },
		stdio: ["ignore", log, log, ...(options.ipc ? ["ipc" as const] : [])],
		// Its own process group: Ctrl-C in a terminal reaches only us, and its children end with it.
		detached: process.platform !== "win32",
	});
	closeSync(log);
	if (child.pid === undefined) throw new Error(`Can't start ${args[0]}.`);
	const ended = new Promise<string>((done) => {
		child.once("exit", (code, signal) => done(signal ? `signal ${signal}` : `exit code ${code}`));
	});
	const end = async (signal: "SIGTERM" | "SIGKILL") => {
		signalTree(child, signal);
		await ended;
	};
	return { pid: child.pid, ended, stop: () => end("SIGTERM"), kill: () => end("SIGKILL"), process: child };
};

const signalTree = (child: ChildProcess, signal: "SIGTERM" | "SIGKILL"): void => {
	if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
	try {
		if (process.platform === "win32")
			execFileSync("taskkill", ["/pid", String(child.pid), "/t", "/f"], { stdio: "ignore" });
		else process.kill(-child.pid, signal);
	} catch (error) {
		// It ended between the look and the signal.
		if (child.exitCode === null && child.signalCode === null) throw error;
	}
};
