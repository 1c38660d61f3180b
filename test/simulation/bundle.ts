// The simulation's own bundle of the product: the real modules of Worker and agent, with what reaches outside replaced,
// and the globals that know time or chance taken from the simulated world.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative, resolve } from "node:path";
import { build, type Plugin } from "esbuild";
import type { Mutant } from "./mutants.ts";
import type { Simulation } from "./outcome.ts";
import { standIns } from "./replaced.ts";

const here = import.meta.dirname;
const root = resolve(here, "../..");
const replaced = join(here, "inside/replaced");

const ours: Record<string, string> = standIns;

/** Packages, and modules of Node's. */
const packages: Record<string, string> = {
	"cloudflare:workers": "cloudflare-workers.ts",
	"node:crypto": "node-crypto.ts",
	"node:fs": "node-fs.ts",
	"node:sqlite": "node-sqlite.ts",
	"node:timers/promises": "node-timers-promises.ts",
	"node:zlib": "node-zlib.ts",
	ws: "ws.ts",
};

type Change = Pick<Mutant, "name" | "file" | "replace" | "by">;

/** Most of a schedule's time would go to decoding what was decoded before: see inside/replaced/remembering.ts. */
const remembering: Change[] = [
	{
		name: "rows are decoded once",
		file: "worker/durable/sql.ts",
		replace: "schema.parse(row)",
		by: "decodedOnce(schema, row)",
	},
	{
		name: "secrets are looked for once",
		file: "domain/secrets.ts",
		replace: "const all = found(kept);",
		by: "const all = foundOnce(found, kept);",
	},
	...["\n        const", "\n    const"].map((line) => ({
		name: "values are decoded once",
		file: "node_modules/zod/v4/core/parse.js",
		replace: `${line} result = schema._zod.run({ value, issues: [] }, ctx);`,
		by: `${line} result = ranOnce(schema, value, ctx);`,
	})),
];

const replacing = (changes: Change[]): Plugin => ({
	name: "replacing",
	setup({ onResolve, onLoad }) {
		onResolve({ filter: /.*/ }, ({ path, importer, resolveDir }) => {
			const inside = importer.startsWith(join(here, "inside"));
			const stub = inside ? undefined : packages[path];
			if (stub) return { path: join(replaced, stub) };
			if (path.startsWith("node:")) return { path, external: true };
			if (inside || !path.startsWith(".")) return undefined;
			const file = ours[relative(root, resolve(resolveDir, path)).replaceAll("\\", "/")];
			return file ? { path: join(replaced, file) } : undefined;
		});
		onLoad({ filter: /\.ts$|zod.v4.core.parse\.js$/ }, ({ path }) => {
			const file = relative(root, path).replaceAll("\\", "/");
			const wanted = changes.filter((one) => one.file === file);
			if (wanted.length === 0) return undefined;
			return { contents: wanted.reduce(changed, readFileSync(path, "utf8")), loader: "ts" };
		});
	},
});

const changed = (source: string, { name, replace, by }: Change): string => {
	const parts = source.split(replace);
	if (parts.length !== 2) throw new Error(`${name}: found ${parts.length - 1} times, not once`);
	return parts.join(by);
};

/** The bundle's text, with a fault put into the product if one is given. */
const bundled = async (mutant: Mutant | null): Promise<string> => {
	const { outputFiles } = await build({
		entryPoints: [join(here, "inside/main.ts")],
		inject: [join(replaced, "globals.ts")],
		bundle: true,
		write: false,
		platform: "node",
		format: "cjs",
		target: "node22",
		logLevel: "warning",
		// Only Windows loads anything by where the agent is.
		define: { "import.meta.dirname": JSON.stringify(root) },
		plugins: [replacing(mutant ? [...remembering, mutant] : remembering)],
	});
	const [file] = outputFiles;
	if (!file) throw new Error("nothing was bundled");
	return file.text;
};

export const loadSimulation = async (mutant: Mutant | null = null): Promise<Simulation> => {
	const module = { exports: {} };
	new Function("require", "module", await bundled(mutant))(createRequire(import.meta.url), module);
	return module.exports as Simulation;
};

/** Differs whenever the product or the simulation differs. */
export const productOf = async (): Promise<string> =>
	createHash("sha256")
		.update(await bundled(null))
		.digest("hex");
