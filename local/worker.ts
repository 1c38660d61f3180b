// The Worker on this computer: wrangler with workerd, its storage in a folder.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Child, projectFolder, startChild } from "./child.ts";

/** What `wrangler.toml` leaves open; docs/deploy.md says what each is. */
export type WorkerVars = {
	SIGNING_KEY: string;
	SIGNING_KEY_ID: string;
	SECRET_KEY: string;
	OWNER_TOKEN: string;
	PUBLIC_URL: string;
	SLACK_SIGNING_SECRET: string;
	SLACK_API_URL: string;
	MODE: "local" | "production";
};

export type Worker = Child & { url: string; port: number };

/** How long workerd may take until it answers, in ms: a cold start bundles everything. */
const patience = 60_000;

/** Starts the Worker and waits until it answers. Rejects with where the log is. */
export const startWorker = async (options: {
	port: number;
	persist: string;
	vars: WorkerVars;
	log: string;
}): Promise<Worker> => {
	const { port, persist, vars, log } = options;
	const wrangler = join(projectFolder, "node_modules", "wrangler", "bin", "wrangler.js");
	const env = { WRANGLER_SEND_METRICS: "false", NO_COLOR: "1", CI: "true" };
	const args = [
		"dev",
		"--port",
		String(port),
		"--ip",
		"127.0.0.1",
		"--persist-to",
		persist,
		"--env-file",
		envFile(persist, vars),
	];
	const child = startChild([wrangler, ...args], { log, env });
	const url = `http://localhost:${port}`;
	const ended = child.ended.then((how) => {
		throw new Error(`the Worker ended with ${how}; its log is ${log}`);
	});
	ended.catch(() => {});
	await Promise.race([answering(url, log), ended]);
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

const answering = async (url: string, log: string): Promise<void> => {
	const until = Date.now() + patience;
	while (Date.now() < until) {
		const response = await fetch(`${url}/health`).catch(() => null);
		if (response?.ok) return;
		if (response) throw new Error(`the Worker says: ${await response.text()}`);
		await new Promise((done) => setTimeout(done, 100));
	}
	throw new Error(`the Worker did not answer within ${patience / 1000} s; its log is ${log}`);
};
