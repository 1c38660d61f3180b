// The Worker as a deploy would upload it, in a folder of its own: what runs from there heeds no later edit of the project.
import { execFile } from "node:child_process";
import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { projectFolder } from "./child.ts";
import { wrangler, wranglerEnv } from "./wrangler.ts";

/** Bundles into this folder, anew; rejects with what wrangler says. `startWorker` runs it. */
export const bundleWorker = async (folder: string): Promise<void> => {
	await rm(folder, { recursive: true, force: true });
	await promisify(execFile)(process.execPath, [wrangler, "deploy", "--dry-run", "--outdir", folder], {
		cwd: projectFolder,
		env: { ...process.env, ...wranglerEnv },
	});
	await cp(join(projectFolder, "console", "dist"), join(folder, "assets"), { recursive: true });
	const settings = await readFile(join(projectFolder, "wrangler.toml"), "utf8");
	await writeFile(join(folder, "wrangler.toml"), ofBundle(settings));
};

/** The same settings, for what is built already. */
const ofBundle = (settings: string): string =>
	settings
		.replace(/^main = .*$/m, 'main = "index.js"\nno_bundle = true')
		.replace(/^\[build\]\n(.+\n)*/m, "")
		.replace(/^directory = .*$/m, 'directory = "assets"');
