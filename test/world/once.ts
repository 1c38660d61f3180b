// Before the first test of a run: bundles the Worker once. Every world runs that bundle, so no later edit restarts one.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const variable = "CAISEY_TEST_FOLDER";

const folder = (): string => {
	const folder = process.env[variable];
	if (!folder) throw new Error("the Worker was not bundled: call setup first, as vitest.config.ts does");
	return folder;
};

/** The bundle's folder. */
export const bundled = (): string => join(folder(), "bundle");

export const setup = async (): Promise<void> => {
	if (process.env[variable]) return;
	process.env[variable] = mkdtempSync(join(tmpdir(), "caisey-tests-"));
	// Agents and Workers are started hundreds of times: what Node compiled of them once need not be compiled again.
	process.env.NODE_COMPILE_CACHE = join(folder(), "compiled");
	// Imported here alone: it loads wrangler, and every file of tests that starts a world asks this module where the bundle is.
	const { bundleWorker } = await import("../../local/worker-bundle.ts");
	await bundleWorker(bundled());
};

export const teardown = (): void => {
	if (process.env[variable]) rmSync(folder(), { recursive: true, force: true });
	delete process.env[variable];
};
