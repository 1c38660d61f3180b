// The search over 100 sessions: the index alone with 10,000, 100,000 and 1,000,000 lines, and the whole system with 10,000 of them, or
// as many as CAISEY_SEARCH_LINES says: how long a page takes, as a browser asks for it, how large the index is, and what indexing
// costs a run that goes on meanwhile.
import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { newKey } from "../agent/home/keys.ts";
import { projectFolder } from "../local/child.ts";
import { bundleWorker } from "../local/worker-bundle.ts";
import { base64, utf8 } from "../protocol/bytes.ts";
import { newId } from "../protocol/ids.ts";
import { bundled } from "../test/world/once.ts";
import { ask } from "../test/world/people/acts.ts";
import { signIn } from "../test/world/people/console.ts";
import { has, inStorage } from "../test/world/storage.ts";
import { startWorld, type World } from "../test/world/world.ts";
import { feed } from "./feed.ts";
import { ms, percentile, print, rate } from "./figures.ts";
import { logLine, needles } from "./log-lines.ts";
import { cpuOf } from "./process.ts";
import { records, through } from "./through.ts";

const sessions = 100;
const alone = [10_000, 100_000, 1_000_000];
/** In the whole system a million takes an hour or so. */
const sizes = (process.env.CAISEY_SEARCH_LINES ?? "10000").split(",").map(Number);
const rounds = 5;
/** Bytes of a run that goes on beside the indexing. */
const volume = 50_000_000;
const recordBytes = 65_536;

/** Bundles the Worker again, so it has to come last. */
export const searching = async (): Promise<void> => {
	const index = join(import.meta.dirname, "search", "alone.ts");
	execFileSync(process.execPath, [index, ...alone.map(String)], { stdio: "inherit" });
	const config = join(projectFolder, "wrangler.search.toml");
	const settings = readFileSync(join(projectFolder, "wrangler.toml"), "utf8");
	writeFileSync(config, settings.replace('main = "worker/index.ts"', 'main = "bench/search/worker.ts"'));
	await bundleWorker(bundled(), config).finally(() => rmSync(config));
	for (const lines of sizes) {
		const world = await startWorld({ onDisk: true, rate: 1 });
		try {
			await measure(world, lines);
		} finally {
			await world.stop();
		}
	}
};

const measure = async (world: World, lines: number): Promise<void> => {
	const { cookie } = await signIn(world, world.person("ada"), await ask(world));
	const page = async (needle: string): Promise<string> => {
		const address = `${world.workerUrl}/search?${new URLSearchParams({ q: needle })}`;
		return (await fetch(address, { headers: { cookie } })).text();
	};
	const isLargest = lines === Math.max(...sizes);
	const paceAlone = isLargest ? await pace(world) : 0;
	const outputs = Array.from({ length: sessions }, (_, n) =>
		Array.from({ length: lines / sessions }, (_, i) => logLine((n * lines) / sessions + i)),
	);
	const client = clientIn(world);
	const made: Filled[] = [];
	for (const [n, output] of outputs.entries()) made.push(await fill(world, client, n, output));
	const bytes = made.reduce((sum, { size }) => sum + size, 0);
	const spent = cpuOf(world.worker().pid);
	const begun = performance.now();
	for (const one of made) await post(world, "tell", one);
	if (isLargest) compare(paceAlone, await pace(world));
	while ((await page("is it indexed")).includes('class="incomplete"'))
		await new Promise((go) => setTimeout(go, 250));
	const size = inStorage(world, indexSize).reduce((sum, one) => sum + one, 0);
	print(`${lines} lines, ${(bytes / 1e6).toFixed(1)} MB, in ${sessions} sessions, the whole system`, {
		"indexed in": `${((performance.now() - begun) / 1000).toFixed(1)} s`,
		...(!isLargest && { "the Worker's CPU": `${((cpuOf(world.worker().pid) - spent) / 1000).toFixed(1)} s` }),
		index: `${(size / 1e6).toFixed(1)} MB, ${(size / bytes).toFixed(2)} of the output`,
	});
	const [times, plain]: [number[], number[]] = [[], []];
	const cpu = cpuOf(world.worker().pid);
	for (let round = 0; round < rounds; round++)
		for (const needle of needles(lines)) {
			const since = performance.now();
			const found = await page(needle);
			times.push(performance.now() - since);
			const without = performance.now();
			await page("");
			plain.push(performance.now() - without);
			if (round === 0) check(found, needle, outputs);
		}
	const figures = (all: number[]) => ({ p50: ms(percentile(all, 0.5)), p95: ms(percentile(all, 0.95)) });
	print(
		`  a page of what is found (${times.length} searches)`,
		{ ...figures(times), "the Worker's CPU": ms((cpuOf(world.worker().pid) - cpu) / times.length) },
		"p95 ≤ 50 ms",
	);
	print("  the page without a search, in turn", figures(plain));
};

const compare = (alone: number, beside: number): void =>
	print(
		`${volume / 1e6} MB of stdout to durable storage, medians`,
		{
			alone: `${alone.toFixed(0)} MB/s`,
			"while others are indexed": `${beside.toFixed(0)} MB/s`,
			lost: `${(100 * (1 - beside / alone)).toFixed(0)} %`,
		},
		"≤ 10 %",
	);

/** What the index is told of it. `size`: in bytes. */
type Filled = { session: string; client: string; run: string; openedAt: number; size: number };

/** A session of its own, whose one run printed this. */
const fill = async (world: World, client: string, n: number, output: string[]): Promise<Filled> => {
	const key = newKey();
	const bytes = utf8(`${output.join("\n")}\n`);
	const [session, run, endpoint] = (["session", "run", "endpoint"] as const).map((kind) =>
		newId(kind, "none"),
	) as [string, string, string];
	const of = { run, session, client, endpoint, plan: newId("plan", "none"), digest: "0".repeat(64) };
	await post(world, "prepare", { ...of, key: base64(key.raw) });
	const record = (at: number) => ({
		...{ n: at, kind: "stdout" as const, at, offset: (at - 1) * recordBytes },
		bytes: bytes.subarray((at - 1) * recordBytes, at * recordBytes),
	});
	const last = Math.ceil(bytes.length / recordBytes);
	await feed({ workerUrl: world.workerUrl, endpoint, run, key }, { last, record });
	return { session, client, run, openedAt: Date.now() + n, size: bytes.length };
};

const post = async (world: World, what: string, body: object): Promise<void> => {
	const answer = await fetch(`${world.workerUrl}/bench/${what}`, {
		method: "POST",
		body: JSON.stringify(body),
	});
	if (!answer.ok) throw new Error(`${what}: ${answer.status} ${await answer.text()}`);
};

/** As a plain grep finds it: the newest twenty sessions, and of each its first five lines. */
const check = (page: string, needle: string, outputs: string[][]): void => {
	const wanted = needle.toLowerCase();
	const grep = outputs
		.toReversed()
		.map((lines) => lines.filter((line) => line.toLowerCase().includes(wanted)).length)
		.filter((found) => found > 0)
		.slice(0, 20)
		.map((found) => Math.min(found, 5));
	const shown = page
		.split('<article class="hits">')
		.slice(1)
		.map((one) => one.split("<mark>").length - 1);
	if (JSON.stringify(shown) !== JSON.stringify(grep))
		throw new Error(`${needle}: ${shown}, but grep finds ${grep}`);
};

/** MB/s of a run, from its first stored record to the last one. */
const pace = async (world: World): Promise<number> => {
	const file = join(world.folder, "volume");
	writeFileSync(file, Buffer.alloc(volume, 0xa5));
	const rates: number[] = [];
	for (let round = 0; round < 3; round++) {
		const { reader, run } = await through(world, `cat '${file}'`);
		const stored = (await records(reader, run)).filter(({ kind }) => kind === "stdout");
		const [first, last] = [stored[0], stored.at(-1)];
		if (!first || !last) throw new Error("nothing was stored");
		rates.push(rate(volume - first.length, last.receivedAt - first.receivedAt));
	}
	return percentile(rates, 0.5);
};

const clientIn = (world: World): string => {
	const ids = inStorage(world, (database) =>
		has(database, "declared")
			? database
					.prepare("SELECT id FROM client")
					.all()
					.map(({ id }) => String(id))
			: [],
	).flat();
	if (!ids[0]) throw new Error("there is no client");
	return ids[0];
};

/** Bytes of a database that is an index; 0: it isn't. */
const indexSize = (database: DatabaseSync): number => {
	if (!has(database, "words")) return 0;
	const of = (pragma: string) => Number(Object.values(database.prepare(`PRAGMA ${pragma}`).get() ?? {})[0]);
	return (of("page_count") - of("freelist_count")) * of("page_size");
};
