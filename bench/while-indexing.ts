// What indexing costs a run: its pace alone, and again while the output of a longer one is read into the index.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { World } from "../test/world/world.ts";
import { atMost, percentile, print, rate } from "./figures.ts";
import { logLine } from "./log-lines.ts";
import { indexed, isIndexing, type Page, pages } from "./searched.ts";
import { records, through } from "./through.ts";

const pairs = 5;
/** In bytes, at least. */
const volume = 20_000_000;
/** How many times as much is indexed meanwhile: that takes longer than asking for a run, approving it and the run itself. */
const longer = 6;

export const indexing = async (world: World): Promise<void> => {
	const page = await pages(world);
	const file = join(world.folder, "volume");
	const lines: string[] = [];
	for (let [n, bytes] = [2_000_000, 0]; bytes < volume; n++)
		bytes += lines[lines.push(logLine(n)) - 1]?.length ?? 0;
	writeFileSync(file, `${lines.join("\n")}\n`);
	const [alone, beside]: [number[], number[]] = [[], []];
	for (let pair = 0; pair < pairs; pair++) {
		await indexed(page);
		alone.push(await pace(world, file));
		await through(world, Array(longer).fill(`cat '${file}'`).join("; "));
		await begun(page);
		beside.push(await pace(world, file));
		if (!(await isIndexing(page))) throw new Error("nothing was being indexed until the run was over");
	}
	const [one, other] = [percentile(alone, 0.5), percentile(beside, 0.5)];
	const lost = 100 * (1 - other / one);
	print(
		`${volume / 1e6} MB of stdout to durable storage (${pairs} pairs), medians`,
		{
			alone: `${one.toFixed(0)} MB/s`,
			"while another is indexed": `${other.toFixed(0)} MB/s`,
			lost: `${lost.toFixed(0)} %`,
			each: alone.map((each, n) => `${each.toFixed(0)}/${beside[n]?.toFixed(0)}`).join(" "),
		},
		atMost(lost, 10, " %"),
	);
};

/** The index hears of a run's end soon after people do. */
const begun = async (page: Page): Promise<void> => {
	for (const until = Date.now() + 10_000; !(await isIndexing(page)); )
		if (Date.now() > until) throw new Error("nothing is being indexed before the run");
};

/** MB/s of a run, from its first stored record to the last one. */
const pace = async (world: World, file: string): Promise<number> => {
	const { reader, run } = await through(world, `cat '${file}'`);
	const stored = (await records(reader, run)).filter(({ kind }) => kind === "stdout");
	const [first, last] = [stored[0], stored.at(-1)];
	if (!first || !last) throw new Error("nothing was stored");
	const bytes = stored.reduce((sum, { length }) => sum + length, 0);
	return rate(bytes - first.length, last.receivedAt - first.receivedAt);
};
