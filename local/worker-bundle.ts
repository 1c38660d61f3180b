// A Worker as a deploy would upload it, in its own folder: later edits of the project don't affect what runs from there.
import { execFile } from "node:child_process";
import { cp, rm, writeFile } from "node:fs/promises";
import { dirname, join, parse } from "node:path";
import { promisify } from "node:util";
import { unstable_getMiniflareWorkerOptions, unstable_readConfig } from "wrangler";
import { projectFolder } from "./child.ts";
import { wrangler, wranglerEnv } from "./wrangler.ts";

/**
 * Bundles into this folder, again: the code, the assets, and in `worker.json` what the configuration says, for Miniflare.
 * Rejects with what wrangler says. `startWorker` runs it.
 */
export const bundleWorker = async (
	folder: string,
	config: string = join(projectFolder, "wrangler.toml"),
): Promise<void> => {
	await rm(folder, { recursive: true, force: true });
	const settings = ["--config", config, "--dry-run", "--outdir", folder];
	await promisify(execFile)(process.execPath, [wrangler, "deploy", ...settings], {
		cwd: projectFolder,
		env: { ...process.env, ...wranglerEnv },
	});
	const read = unstable_readConfig({ config });
	const { name, main = "", assets } = read;
	const own = join(folder, "assets");
	if (assets?.directory) await cp(join(dirname(config), assets.directory), own, { recursive: true });
	const { workerOptions } = unstable_getMiniflareWorkerOptions({
		...read,
		assets: assets && { ...assets, directory: own },
	});
	const scriptPath = join(folder, `${parse(main).name}.js`);
	await writeFile(join(folder, "worker.json"), JSON.stringify({ ...workerOptions, name, scriptPath }));
};
