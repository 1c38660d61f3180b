// What is stored of a run that prints one line, in a session of its own: bytes and rows of each class of Durable Object.
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { projectFolder } from "../local/child.ts";
import { bundleWorker } from "../local/worker-bundle.ts";
import { bundled } from "../test/world/once.ts";
import { startWorld, type World } from "../test/world/world.ts";
import { type Aim, atMost, fail, print } from "./figures.ts";
import { approvedAndDone } from "./through.ts";

const runs = 10;
/** What a run may cost today: more fails, so that it doesn't creep up unseen. Lower them with what is written. */
const budget = { bytes: 55_000, rows: 177 };

/** Of a class: bytes by table or index, rows written by statement. */
type Stored = { bytes: Amounts; rows: Amounts };
type Amounts = Record<string, number>;
type ByClass = Map<string, Stored>;

/** Bundles the Worker again, so it has to come last. */
export const storage = async (): Promise<void> => {
	await bundleCounting();
	keepEnvironmentOfService();
	const world = await startWorld({ onDisk: true, rate: 1 });
	try {
		// Each endpoint keeps what its last five runs found.
		for (let run = 0; run < 6; run++) await approvedAndDone(world, "echo x");
		await calm();
		const before = await storedIn(world);
		for (let run = 0; run < runs; run++) await approvedAndDone(world, "echo x");
		await calm();
		show(before, await storedIn(world));
	} finally {
		await world.stop();
	}
};

/** What was delivered is taken out of each outbox after a while. */
const calm = (): Promise<void> => new Promise((go) => setTimeout(go, 8_000));

const show = (before: ByClass, after: ByClass): void => {
	const each = [...after].map(([name, { bytes, rows }]) => ({
		name,
		bytes: grown(before.get(name)?.bytes ?? {}, bytes),
		rows: grown(before.get(name)?.rows ?? {}, rows),
	}));
	const all = { bytes: each.flatMap(({ bytes }) => bytes), rows: each.flatMap(({ rows }) => rows) };
	print(
		`A session with one run that prints one line (${runs} of them), each`,
		said(all),
		...aimsOf(totals(all)),
	);
	for (const { name, bytes, rows } of each) {
		print(`  ${name}`, said({ bytes, rows }));
		if (bytes.length > 0)
			console.log(`    ${bytes.map(([table, size]) => `${table} ${kB(size)}`).join(", ")}`);
		for (const [statement, count] of rows)
			console.log(`    ${count.toFixed(1).padStart(5)}  ${brief(statement)}`);
	}
	keepTo(totals(all));
};

type Grown = [name: string, each: number][];

/** What a run added, the most first. */
const grown = (before: Amounts, after: Amounts): Grown =>
	Object.entries(after)
		.map(([name, amount]): Grown[number] => [name, (amount - (before[name] ?? 0)) / runs])
		.filter(([, each]) => each > 0)
		.sort(([, a], [, b]) => b - a);

const totals = ({ bytes, rows }: { bytes: Grown; rows: Grown }) => {
	const sum = (all: Grown) => all.reduce((total, [, each]) => total + each, 0);
	return { bytes: sum(bytes), rows: sum(rows) };
};
const said = (grown: { bytes: Grown; rows: Grown }) => {
	const { bytes, rows } = totals(grown);
	return { stored: kB(bytes), written: `${rows.toFixed(0)} rows` };
};

/** docs/design/storage.md says why so few rows can't be reached: the budget decides. */
const aimsOf = ({ bytes, rows }: { bytes: number; rows: number }): Aim[] => [
	atMost(bytes / 1000, 60, " kB"),
	{ what: "≤ 25 rows", is: rows <= 25 ? "held" : "missed" },
];

/** Fails, after all figures, if a run costs more than it may. */
const keepTo = ({ bytes, rows }: { bytes: number; rows: number }): void => {
	for (const [name, is, most] of [
		["bytes", bytes, budget.bytes],
		["rows", rows, budget.rows],
	] as const)
		if (Math.round(is) > most)
			fail(`over the budget: ${Math.round(is)} ${name} a run, and ${most} are allowed (bench/storage.ts)`);
};

const kB = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;
const brief = (statement: string): string => statement.replaceAll(/\s+/g, " ").trim().slice(0, 100);

const storedIn = async (world: World): Promise<ByClass> => {
	const answer = await fetch(`${world.workerUrl}/written`);
	const written = z.record(z.string(), z.record(z.string(), z.number())).parse(await answer.json());
	const folder = join(world.folder, "worker");
	const found: ByClass = new Map();
	for (const path of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
		const name = /^caisey-(\w+)$/.exec(basename(dirname(path)))?.[1];
		if (!name || !path.endsWith(".sqlite") || basename(path) === "metadata.sqlite") continue;
		const bytes = found.get(name)?.bytes ?? {};
		for (const { table, size } of usedIn(join(folder, path))) bytes[table] = (bytes[table] ?? 0) + size;
		found.set(name, { bytes, rows: written[name] ?? {} });
	}
	return found;
};

const Used = z.array(z.object({ table: z.string(), size: z.number() }));

/** Bytes of the pages that are in use: `databaseSize`, by which Cloudflare bills. */
const usedIn = (path: string): z.infer<typeof Used> => {
	const db = new DatabaseSync(path, { timeout: 10_000 });
	const query = "SELECT name AS 'table', sum(pgsize) AS size FROM dbstat GROUP BY name";
	const used = Used.parse(db.prepare(query).all());
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
