// So many lines in 100 sessions, searched in the whole system as a browser does; what is found is compared with what grep finds in the
// exported output.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { newKey } from "../agent/home/keys.ts";
import { base64, utf8 } from "../protocol/bytes.ts";
import { newId } from "../protocol/ids.ts";
import { ask } from "../test/world/people/acts.ts";
import { signIn } from "../test/world/people/console.ts";
import { has, inStorage } from "../test/world/storage.ts";
import type { World } from "../test/world/world.ts";
import { feed } from "./feed.ts";
import { atMost, fail, ms, percentile, print } from "./figures.ts";
import { difference, grep, type Hit } from "./grep.ts";
import { logLine, needles } from "./log-lines.ts";
import { cpuOf } from "./process.ts";

const sessions = 100;
const rounds = 5;
const recordBytes = 65_536;

/** In ms. */
export type Searched = { lines: number; p95: number };

export const searchWhole = async (world: World, lines: number): Promise<Searched> => {
	const page = await pages(world);
	const client = clientIn(world);
	const made: Filled[] = [];
	for (let n = 0; n < sessions; n++) made.push(await fill(world, client, n, lines / sessions));
	const bytes = made.reduce((sum, { size }) => sum + size, 0);
	const spent = cpuOf(world.worker().pid);
	const begun = performance.now();
	for (const one of made) await post(world, "tell", one);
	await indexed(page);
	const size = inStorage(world, indexSize).reduce((sum, one) => sum + one, 0);
	print(`${lines} lines, ${(bytes / 1e6).toFixed(1)} MB, in ${sessions} sessions, the whole system`, {
		"indexed in": seconds(performance.now() - begun),
		"the Worker's CPU": seconds(cpuOf(world.worker().pid) - spent),
		index: `${(size / 1e6).toFixed(1)} MB, ${(size / bytes).toFixed(2)} of the output`,
	});
	const exported = await exports(world, made);
	const [times, plain]: [number[], number[]] = [[], []];
	const cpu = cpuOf(world.worker().pid);
	for (let round = 0; round < rounds; round++)
		for (const needle of needles(lines)) {
			const found = await timed(times, () => page(needle));
			await timed(plain, () => page(""));
			if (round === 0) compare(found, needle, made, exported);
		}
	const figures = (all: number[]) => ({ p50: ms(percentile(all, 0.5)), p95: ms(percentile(all, 0.95)) });
	print(
		`  a page of what is found (${times.length} searches)`,
		{ ...figures(times), "the Worker's CPU": ms((cpuOf(world.worker().pid) - cpu) / times.length) },
		atMost(percentile(times, 0.95), 50, " ms p95"),
	);
	print("  the page without a search, in turn", figures(plain));
	print(`  compared with grep over ${exported.length} exported outputs`, {
		needles: `${needles(lines).length}`,
	});
	return { lines, p95: percentile(times, 0.95) };
};

/** The page of what is found, as text. */
export type Page = (needle: string) => Promise<string>;

/** The page of a search, as an approver of the client gets it. */
export const pages = async (world: World): Promise<Page> => {
	const { cookie } = await signIn(world, world.person("ada"), await ask(world));
	return async (needle) => {
		const address = `${world.workerUrl}/search?${new URLSearchParams({ q: needle })}`;
		const answer = await fetch(address, { headers: { cookie } });
		if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
		return answer.text();
	};
};

/** Whether the page says that something is still to be read. */
export const isIndexing = async (page: Page): Promise<boolean> =>
	(await page("is it indexed")).includes("still being indexed");

export const indexed = async (page: Page): Promise<void> => {
	while (await isIndexing(page)) await new Promise((go) => setTimeout(go, 250));
};

const timed = async <T>(into: number[], act: () => Promise<T>): Promise<T> => {
	const since = performance.now();
	const result = await act();
	into.push(performance.now() - since);
	return result;
};

/** What the index is told of it. `size`: in bytes. */
type Filled = { session: string; client: string; run: string; openedAt: number; size: number };

/** A session of its own, whose one run printed so many lines. */
const fill = async (world: World, client: string, n: number, lines: number): Promise<Filled> => {
	const key = newKey();
	const output = Array.from({ length: lines }, (_, i) => logLine(n * lines + i));
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

/** The outputs as files, in the order of their sessions. */
const exports = async (world: World, made: Filled[]): Promise<string[]> => {
	const folder = join(world.folder, "exports");
	mkdirSync(folder);
	const files: string[] = [];
	for (const { run, size } of made) {
		const bytes = await (await fetch(`${world.workerUrl}/bench/stdout/${run}`)).bytes();
		if (bytes.length !== size) throw new Error(`${run}: ${bytes.length} of ${size} bytes were exported`);
		const file = join(folder, `${run}.txt`);
		writeFileSync(file, bytes);
		files.push(file);
	}
	return files;
};

/** The page has the newest twenty sessions, and of each its first five lines. `files`: in the order of their sessions. */
const compare = (page: string, needle: string, made: Filled[], files: string[]): void => {
	const grepped = grep(needle, files, 5).map((hits, n) => ({ hits, of: made[n] }));
	const wanted = grepped
		.toReversed()
		.filter(({ hits }) => hits.length > 0)
		.slice(0, 20);
	const shown = page.split('<article class="hits">').slice(1).map(shownIn);
	const places = (all: (Pick<Filled, "session" | "run"> | undefined)[]) =>
		all.map((one) => `${one?.session}#${one?.run}`).join(" ");
	const problem =
		difference(
			shown.map(({ hits }) => hits),
			wanted.map(({ hits }) => hits),
		) ??
		(places(shown) === places(wanted.map(({ of }) => of)) ? null : "other sessions than grep's are shown");
	if (problem !== null) fail(`the whole system, ${needle}: ${problem}`);
};

/** What the page shows of a session. `session`, `run`: where its lines lead. */
const shownIn = (article: string): { session: string; run: string; hits: Hit[] } => {
	const lines = [...article.matchAll(line)].map(([, session = "", run = "", byte, code = ""]) => ({
		...{ session, run },
		hit: { byte: Number(byte), text: plain(code), marked: plain(/<mark>(.*)<\/mark>/.exec(code)?.[1] ?? "") },
	}));
	const of = new Set(lines.map(({ session, run }) => `${session}#${run}`));
	const [session = "", run = ""] = of.size === 1 ? [...of].join().split("#") : [];
	return { session, run, hits: lines.map(({ hit }) => hit) };
};
const line = /<a href="\/s\/(\w+)#(\w+)\.stdout\.(\d+)">[\s\S]*?<code dir="auto">(.*?)<\/code>/g;

/** As it is read: without its marks, and without the signs that a longer line has. */
const plain = (code: string): string =>
	code
		.replaceAll(/<\/?mark>|^…|…$/g, "")
		.replaceAll(/&(?:lt|gt|quot|#39|amp);/g, (entity) => entities[entity] ?? entity);
const entities: Record<string, string> = {
	"&lt;": "<",
	"&gt;": ">",
	"&quot;": '"',
	"&#39;": "'",
	"&amp;": "&",
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

const seconds = (took: number): string => `${(took / 1000).toFixed(1)} s`;
