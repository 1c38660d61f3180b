// Before the first test of a run: the Worker is bundled once, and every world runs that; nobody's later edit restarts one.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleWorker } from "../../local/worker-bundle.ts";

const variable = "CAISEY_TEST_BUNDLE";

/** Where the bundle is. */
export const bundled = (): string => {
	const folder = process.env[variable];
	if (!folder) throw new Error("the Worker was not bundled: call setup first, as vitest.config.ts does");
	return folder;
};

export const setup = async (): Promise<void> => {
	if (process.env[variable]) return;
	process.env[variable] = mkdtempSync(join(tmpdir(), "caisey-bundle-"));
	await bundleWorker(bundled());
};

export const teardown = (): void => {
	if (process.env[variable]) rmSync(bundled(), { recursive: true, force: true });
	delete process.env[variable];
};
