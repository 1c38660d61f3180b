// The Worker on this computer: wrangler with workerd, its storage in a folder.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Child, startChild } from "./child.ts";
import { wrangler, wranglerEnv } from "./wrangler.ts";

/** What `wrangler.toml` leaves open; docs/deploy.md says what each is. */
export type WorkerVars = {
	SIGNING_KEY: string;
	SECRET_KEY: string;
	OWNER_TOKEN: string;
	PUBLIC_URL: string;
	SLACK_SIGNING_SECRET: string;
	SLACK_API_URL: string;
	SLACK_CLIENT_ID?: string;
	SLACK_CLIENT_SECRET?: string;
	TEAMS_APP_ID?: string;
	TEAMS_APP_PASSWORD?: string;
	TEAMS_TENANT?: string;
	TEAMS_IDENTITY_URL?: string;
	MODE: "local" | "production";
	RECORDING_PART_BYTES?: string;
};

export type Worker = Child & { url: string; port: number };

/** How long workerd may take until it answers, in ms. */
const patience = 60_000;

/** Starts the Worker that `bundleWorker` made and waits until it answers. Rejects with where the log is; nothing of it is left then. */
export const startWorker = async (options: {
	bundle: string;
	port: number;
	persist: string;
	vars: WorkerVars;
	log: string;
}): Promise<Worker> => {
	const { bundle, port, persist, vars, log } = options;
	const settings = ["--config", join(bundle, "wrangler.toml"), "--env-file", envFile(persist, vars)];
	const at = ["--port", String(port), "--ip", "127.0.0.1", "--persist-to", persist];
	const child = startChild([wrangler, "dev", ...settings, ...at], { log, env: wranglerEnv });
	const url = `http://localhost:${port}`;
	const ended = child.ended.then((how) => {
		throw new Error(`the Worker ended with ${how}; its log is ${log}`);
	});
	const waiting = new AbortController();
	try {
		await Promise.race([answering(url, log, waiting.signal), ended]);
	} catch (error) {
		await child.kill();
		throw error;
	} finally {
		waiting.abort();
	}
	return { ...child, url, port };
};

/** Settings travel in a file of our own: on the command line, every user of this computer could read them. */
const envFile = (persist: string, vars: WorkerVars): string => {
	mkdirSync(persist, { recursive: true, mode: 0o700 });
	const file = join(persist, "settings.env");
	writeFileSync(
		file,
		Object.entries(vars)
			.map(([name, value]) => `${name}=${value}\n`)
			.join(""),
		{ mode: 0o600 },
	);
	return file;
};

const answering = async (url: string, log: string, given: AbortSignal): Promise<void> => {
	const until = Date.now() + patience;
	while (Date.now() < until && !given.aborted) {
		const response = await fetch(`${url}/health`).catch(() => null);
		if (response?.ok) return;
		if (response) throw new Error(`the Worker says: ${await response.text()}`);
		await new Promise((done) => setTimeout(done, 100));
	}
	throw new Error(`the Worker did not answer within ${patience / 1000} s; its log is ${log}`);
};
