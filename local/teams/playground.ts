// Microsoft's Agents Playground as a process: started for one folder, ready when this resolves.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Child, projectFolder, startChild } from "../child.ts";
import { playgroundConfig } from "./tenant.ts";

const program = join(projectFolder, "node_modules", "@microsoft", "m365agentsplayground", "cli.js");
const guard = pathToFileURL(join(import.meta.dirname, "guard.ts")).href;

/** How long it may take until it answers, in ms. */
const patience = 180_000;

/** `bot`: where it sends activities; `serviceUrl`: what it tells the bot to answer at. Rejects with where the log is. */
export const startPlayground = async (options: {
	port: number;
	folder: string;
	bot: string;
	serviceUrl: string;
}): Promise<Child> => {
	const { port, folder, bot, serviceUrl } = options;
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	writeFileSync(join(folder, ".m365agentsplayground.yml"), playgroundConfig());
	const log = join(folder, "playground.log");
	const at = ["-p", String(port), "-e", bot, "--su", serviceUrl];
	const child = startChild(["--import", guard, program, "start", "-c", "msteams", "--dt", ...at], {
		log: join(folder, "output.log"),
		cwd: folder,
		env: {
			TEAMSAPPTESTER_BROWSER: "none",
			M365_AGENTS_PLAYGROUND_LOGFILE: log,
			// `--dt` leaves on what the library for telemetry tells its makers of itself.
			APPLICATION_INSIGHTS_NO_STATSBEAT: "1",
		},
	});
	const waiting = new AbortController();
	const ended = child.ended.then((how) => {
		throw new Error(`The Playground stopped with ${how}. Read its log: ${log}`);
	});
	try {
		await Promise.race([answering(port, log, waiting.signal), ended]);
	} catch (error) {
		await child.kill();
		throw error;
	} finally {
		waiting.abort();
	}
	return child;
};

const answering = async (port: number, log: string, given: AbortSignal): Promise<void> => {
	const until = Date.now() + patience;
	while (Date.now() < until && !given.aborted) {
		const response = await fetch(`http://127.0.0.1:${port}/_debug/ping`).catch(() => null);
		if (response?.ok) return;
		await new Promise((done) => setTimeout(done, 100));
	}
	if (!given.aborted) throw new Error(`The Playground didn't answer. Read its log: ${log}`);
};
