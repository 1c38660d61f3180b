// What is stored of a run that prints one line, in a session of its own: bytes and rows of each class of Durable Object.
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { projectFolder } from "../local/child.ts";
import { bundleWorker } from "../local/worker-bundle.ts";
import { bundled } from "../test/world/once.ts";
import { startWorld, type World } from "../test/world/world.ts";
import { print } from "./figures.ts";
import { through } from "./through.ts";

const runs = 10;

type Stored = { bytes: number; rows: number };
type ByClass = Map<string, Stored>;

/** Bundles the Worker again, so it has to come last. */
export const storage = async (): Promise<void> => {
	await bundleCounting();
	keepEnvironmentOfService();
	const world = await startWorld({ onDisk: true, rate: 1 });
	try {
		await through(world, "echo x");
		const before = await storedIn(world);
		for (let run = 0; run < runs; run++) await through(world, "echo x");
		show(before, await storedIn(world));
	} finally {
		await world.stop();
	}
};

const show = (before: ByClass, after: ByClass): void => {
	const each = [...after].map(([name, { bytes, rows }]) => ({
		name,
		bytes: (bytes - (before.get(name)?.bytes ?? 0)) / runs,
		rows: (rows - (before.get(name)?.rows ?? 0)) / runs,
	}));
	const said = ({ bytes, rows }: Stored) => ({
		stored: `${(bytes / 1000).toFixed(1)} kB`,
		written: `${rows.toFixed(0)} rows`,
	});
	const sum = (what: keyof Stored) => each.reduce((all, one) => all + one[what], 0);
	print(
		`A session with one run that prints one line (${runs} of them), each`,
		said({ bytes: sum("bytes"), rows: sum("rows") }),
		"≤ 60 kB, ≤ 25 rows",
	);
	for (const one of each) print(`  ${one.name}`, said(one));
};

const storedIn = async (world: World): Promise<ByClass> => {
	const answer = await fetch(`${world.workerUrl}/written`);
	const written = z.record(z.string(), z.number()).parse(await answer.json());
	const folder = join(world.folder, "worker");
	const found: ByClass = new Map();
	for (const path of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
		const name = /^caisey-(\w+)$/.exec(basename(dirname(path)))?.[1];
		if (!name || !path.endsWith(".sqlite")) continue;
		const bytes = (found.get(name)?.bytes ?? 0) + usedIn(join(folder, path));
		found.set(name, { bytes, rows: written[name] ?? 0 });
	}
	return found;
};

/** Bytes of the pages that are in use: `databaseSize`, by which Cloudflare bills. */
const usedIn = (path: string): number => {
	const db = new DatabaseSync(path, { timeout: 10_000 });
	const number = (pragma: string) => Number(Object.values(db.prepare(`PRAGMA ${pragma}`).get() ?? {})[0]);
	const used = (number("page_count") - number("freelist_count")) * number("page_size");
	db.close();
	return used;
};

/** With the project's own configuration and another entry. */
const bundleCounting = async (): Promise<void> => {
	const text = readFileSync(join(projectFolder, "wrangler.toml"), "utf8");
	const config = join(projectFolder, "wrangler.counted.toml");
	writeFileSync(config, text.replace('main = "worker/index.ts"', 'main = "bench/counted/worker.ts"'));
	try {
		await bundleWorker(bundled(), config);
	} finally {
		rmSync(config);
	}
};

/** An agent's environment is recorded with each run: a service has little of it, a developer's shell a lot. */
const keepEnvironmentOfService = (): void => {
	for (const name of Object.keys(process.env))
		if (!ofService.test(name) && !name.startsWith("CAISEY_")) delete process.env[name];
};
const ofService = /^(PATH|HOME|USER|LANG|SHELL|TMPDIR|NODE_COMPILE_CACHE)$/;
