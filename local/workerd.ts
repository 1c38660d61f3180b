// One Worker in its own workerd process: `node local/workerd.ts <settings.json>`; ends with SIGTERM.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";
import { z } from "zod";

/** `bundle` is a folder made by `bundleWorker`; `vars` are what `wrangler.toml` leaves open. */
const Settings = z.strictObject({
	bundle: z.string(),
	port: z.number(),
	persist: z.string(),
	vars: z.record(z.string(), z.string()),
});
export type Settings = z.infer<typeof Settings>;

const read = (file: string): unknown => JSON.parse(readFileSync(file, "utf8"));
const { bundle, port, persist, vars } = Settings.parse(read(process.argv[2] ?? ""));
const { scriptPath, ...worker } = z
	.looseObject({ name: z.string(), scriptPath: z.string(), bindings: z.record(z.string(), z.string()) })
	.parse(read(join(bundle, "worker.json")));

// `wrangler dev` would put a second workerd before this one, and pick further ports that two of them can pick at once.
const miniflare = new Miniflare(
	convertV4MiniflareOptions({
		host: "127.0.0.1",
		port,
		cf: false,
		log: new Log(LogLevel.WARN),
		resourcePersistencePath: persist,
		workers: [
			{
				...worker,
				modulesRoot: bundle,
				modules: [{ type: "ESModule", path: scriptPath }],
				bindings: { ...worker.bindings, ...vars },
			},
		],
	}),
);
for (const signal of ["SIGINT", "SIGTERM"] as const)
	process.once(signal, () => void miniflare.dispose().finally(() => process.exit(0)));
await miniflare.ready;
