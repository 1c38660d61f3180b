// A Worker that `bundleWorker` made, in a workerd of its own.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";
import { z } from "zod";

/** `bundle` is a folder made by `bundleWorker`; `vars` are what `wrangler.toml` leaves open. `inspectorPort`: where workerd's inspector
 * listens, if it is to. */
const Settings = z.strictObject({
	bundle: z.string(),
	port: z.number(),
	persist: z.string(),
	vars: z.record(z.string(), z.string()),
	inspectorPort: z.number().optional(),
});
export type Settings = z.infer<typeof Settings>;

const Bundled = z.looseObject({
	name: z.string(),
	scriptPath: z.string(),
	bindings: z.record(z.string(), z.string()),
});

const read = (file: string): unknown => JSON.parse(readFileSync(file, "utf8"));

/** workerd sets V8 no limit, so an isolate that uses little collects no garbage for hundreds of MiB: each request that passed through
 * one of Miniflare's own isolates keeps its native memory until then (github.com/cloudflare/workerd/issues/6894). With this, V8 first
 * collects once 4 MiB have grown old. */
const collecting = "--initial-old-space-size=4";

/** `print` gets what the Worker and Miniflare print; without it they print here. */
export const openWorker = (settingsFile: string, print?: (text: string) => void): Miniflare => {
	const { bundle, port, persist, vars, inspectorPort } = Settings.parse(read(settingsFile));
	const { scriptPath, ...worker } = Bundled.parse(read(join(bundle, "worker.json")));
	process.env.MINIFLARE_WORKERD_V8_FLAGS ??= collecting;
	// `wrangler dev` would put a second workerd before this one, and pick further ports that two of them can pick at once.
	return new Miniflare(
		convertV4MiniflareOptions({
			host: "127.0.0.1",
			port,
			...(inspectorPort !== undefined && { inspectorPort }),
			cf: false,
			log: print ? new Printed(print) : new Log(LogLevel.WARN),
			...(print && { handleStructuredLogs: ({ message }) => print(message) }),
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
};

class Printed extends Log {
	readonly #print: (text: string) => void;
	constructor(print: (text: string) => void) {
		super(LogLevel.WARN);
		this.#print = print;
	}
	protected override log(message: string): void {
		this.#print(message);
	}
}
