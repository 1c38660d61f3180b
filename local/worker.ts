// The Worker on this computer: workerd, its storage in a folder.
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Child, projectFolder, startChild } from "./child.ts";
import type { Settings } from "./miniflare.ts";

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
	SIGN_IN_SLACK_ID?: string;
	SIGN_IN_SLACK_SECRET?: string;
	SIGN_IN_SLACK_ISSUER?: string;
	SIGN_IN_MICROSOFT_ID?: string;
	SIGN_IN_MICROSOFT_SECRET?: string;
	SIGN_IN_MICROSOFT_ISSUER?: string;
	MAIL_API_KEY?: string;
	MAIL_API_URL?: string;
	MAIL_FROM?: string;
	MODE: "local" | "production";
	RECORDING_PART_BYTES?: string;
	CHAT_RATE?: string;
	QUOTA_TIMES?: string;
	PREFLIGHT_MS?: string;
	TIMESTAMP_URL?: string;
};

export type Worker = Child & { url: string; port: number };

/** How long workerd may take until it answers, in ms. */
const patience = 180_000;

/** How a Worker's process is started. */
type Run = (settings: string, log: string) => Child;

const inProcess: Run = (settings, log) =>
	startChild([join(projectFolder, "local", "workerd.ts"), settings], { log });

/** Starts the Worker that `bundleWorker` made and waits until it answers. Rejects with the log's path, and stops it. */
export const startWorker = async (
	options: Settings & { log: string },
	run: Run = inProcess,
): Promise<Worker> => {
	const { port, log } = options;
	const already = sizeOf(log);
	const child = run(settingsFile(options), log);
	const url = `http://localhost:${port}`;
	const ended = child.ended.then((how) => {
		throw new Error(
			`The Worker stopped with ${how}. Its log is ${log}:\n${readFileSync(log, "utf8").slice(already)}`,
		);
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

/** Settings travel in a file: every user of this computer could read them on the command line. */
const settingsFile = ({ bundle, port, persist, vars, inspectorPort }: Settings): string => {
	mkdirSync(persist, { recursive: true, mode: 0o700 });
	const file = join(persist, "settings.json");
	// Also reads what a start with `wrangler dev` left there.
	const settings: Settings = { bundle, port, persist: join(persist, "v3"), vars, inspectorPort };
	writeFileSync(file, JSON.stringify(settings), { mode: 0o600 });
	return file;
};

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

const answering = async (url: string, log: string, given: AbortSignal): Promise<void> => {
	const until = Date.now() + patience;
	while (Date.now() < until && !given.aborted) {
		const response = await fetch(`${url}/health`).catch(() => null);
		if (response?.ok) return;
		if (response) throw new Error(`The Worker answered: ${await response.text()}`);
		await new Promise((done) => setTimeout(done, 100));
	}
	throw new Error(`The Worker didn't answer within ${patience / 1000} s. Read its log: ${log}`);
};
