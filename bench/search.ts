// The search over 100 sessions with 10,000, 100,000 and 1,000,000 lines: the index alone, and the whole system as a browser asks it;
// how that grows, and what indexing costs a run that goes on meanwhile. CAISEY_SEARCH_LINES chooses other sizes.
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "../local/child.ts";
import { bundleWorker } from "../local/worker-bundle.ts";
import { bundled } from "../test/world/once.ts";
import { startWorld } from "../test/world/world.ts";
import { fail, print } from "./figures.ts";
import { type Searched, searchWhole } from "./searched.ts";
import { indexing } from "./while-indexing.ts";

const sizes = (process.env.CAISEY_SEARCH_LINES ?? "10000,100000,1000000").split(",").map(Number);

/** Bundles the Worker again, so it has to come last. */
export const searching = async (): Promise<void> => {
	const index = join(import.meta.dirname, "search", "alone.ts");
	const { status } = spawnSync(process.execPath, [index, ...sizes.map(String)], { stdio: "inherit" });
	if (status !== 0) fail("the index alone: see above");
	const config = join(projectFolder, "wrangler.search.toml");
	const settings = readFileSync(join(projectFolder, "wrangler.toml"), "utf8");
	writeFileSync(config, settings.replace('main = "worker/index.ts"', 'main = "bench/search/worker.ts"'));
	await bundleWorker(bundled(), config).finally(() => rmSync(config));
	const all: Searched[] = [];
	for (const lines of sizes) all.push(await inWorld(lines, lines === Math.max(...sizes)));
	growth(all);
};

const inWorld = async (lines: number, isLargest: boolean): Promise<Searched> => {
	const world = await startWorld({ onDisk: true, rate: 1 });
	try {
		const searched = await searchWhole(world, lines);
		if (isLargest) await indexing(world);
		return searched;
	} finally {
		await world.stop();
	}
};

/** How many times as long a search takes for so many times the lines. */
const growth = (all: Searched[]): void => {
	for (const [n, { lines, p95 }] of all.entries()) {
		const before = all[n - 1];
		if (!before) continue;
		const [more, longer] = [lines / before.lines, p95 / before.p95];
		const aim = {
			what: "slower than the lines",
			is: longer < more ? ("held" as const) : ("missed by far" as const),
		};
		const times = (one: number) => `${one.toFixed(1)} times`;
		print(`  from ${before.lines} to ${lines} lines`, { lines: times(more), p95: times(longer) }, aim);
	}
};
