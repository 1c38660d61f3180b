import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundled } from "../test/world/once.ts";
import { freePort } from "../test/world/ports.ts";
import { newSecrets } from "./vars.ts";
import { startWorker, type WorkerVars } from "./worker.ts";

let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "caisey-worker-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("a Worker that can't start says why, and leaves no process behind", async () => {
	const port = await freePort();
	const url = `http://localhost:${port}`;
	const start = ({ OWNER_TOKEN: _, ...secrets }: WorkerVars, more: Partial<WorkerVars>) =>
		startWorker({
			bundle: bundled(),
			port,
			persist: join(folder, "worker"),
			log: join(folder, "worker.log"),
			vars: { ...secrets, ...more },
		});
	const vars = {
		...newSecrets(),
		PUBLIC_URL: url,
		SLACK_API_URL: "http://localhost:1/",
		MODE: "local",
	} as const;
	await expect(start(vars, {})).rejects.toThrow("OWNER_TOKEN is missing");
	await expect(start(vars, { OWNER_TOKEN: "short" })).rejects.toThrow(
		"OWNER_TOKEN has fewer than 32 characters",
	);
	await expect(fetch(`${url}/health`)).rejects.toThrow();

	const worker = await start(vars, { OWNER_TOKEN: "x".repeat(32) });
	expect((await fetch(`${url}/health`)).status).toBe(200);
	expect((await fetch(`${url}/assets/app.js`)).status).toBe(200);
	await worker.stop();
	await expect(fetch(`${url}/health`)).rejects.toThrow();
});
