// A Worker of a few lines, in a folder as `bundleWorker` lays one.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** `settings`: Miniflare's, such as Durable Objects. The Worker is called "small". */
export const laySmallWorker = async (
	bundle: string,
	script: string,
	settings: object = {},
): Promise<void> => {
	const scriptPath = join(bundle, "index.js");
	await mkdir(bundle, { recursive: true });
	await writeFile(scriptPath, script);
	const worker = { name: "small", scriptPath, bindings: {}, compatibilityDate: "2026-10-01", ...settings };
	await writeFile(join(bundle, "worker.json"), JSON.stringify(worker));
};
