// Processes for Workers, kept from one Worker to the next: a test stops and starts its own several times. One that is killed
// is gone with its Worker, as a crash would have it.
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { type Child, projectFolder, startChild } from "../../local/child.ts";

/** Where the settings of the Worker to be started are, and where what it prints goes. */
export type Asked = { settings: string; log: string } | "stop";
export type Told = "stopped";

type Host = Child & { process: ChildProcess; gone: boolean };

const idle: Host[] = [];

const newHost = (log: string): Host => {
	const started = startChild([join(projectFolder, "test", "world", "host.ts")], { log, ipc: true });
	const host = { ...started, gone: false };
	void host.ended.then(() => {
		host.gone = true;
	});
	return host;
};

const anIdleOne = (): Host | undefined => {
	for (let host = idle.pop(); host; host = idle.pop()) if (!host.gone) return host;
};

/** Ends the processes that wait for another Worker: they keep the process that started them from ending by itself. */
export const endHosts = (): void => {
	for (const host of idle.splice(0)) if (!host.gone) host.process.disconnect();
};

/** Starts a Worker, as `local/workerd.ts` would. */
export const inHost = (settings: string, log: string): Child => {
	const host = anIdleOne() ?? newHost(log);
	// Also where nothing is ever printed.
	appendFileSync(log, "");
	const send = (asked: Asked) => host.process.send(asked, () => {});
	send({ settings, log });
	const ended = Promise.withResolvers<string>();
	void host.ended.then(ended.resolve);
	const stop = async (): Promise<void> => {
		const stopped = once(host.process, "message");
		if (!host.gone) send("stop");
		await Promise.race([stopped, host.ended]);
		ended.resolve("a stop");
		idle.push(host);
	};
	let stopping: Promise<void> | undefined;
	return {
		pid: host.pid,
		ended: ended.promise,
		stop: () => {
			stopping ??= stop();
			return stopping;
		},
		kill: async () => {
			if (!stopping) await host.kill();
		},
	};
};
