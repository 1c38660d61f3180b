// The search index alone, in a process of its own, over SQLite as Node has it: what indexing and searching cost without the system
// around them. Its arguments: how many lines.
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { utf8 } from "../../protocol/bytes.ts";
import { newId } from "../../protocol/ids.ts";
import type { StoredRecord } from "../../protocol/read/transcript-source.ts";
import type { FoundLine, FoundSession } from "../../worker/contracts/values/search.ts";
import { migrate } from "../../worker/durable/sql.ts";
import { sourceReader } from "../../worker/search/reading.ts";
import { search } from "../../worker/search/searching.ts";
import { migrations, searchStore } from "../../worker/search/tables.ts";
import { take } from "../../worker/search/telling.ts";
import { transactionsOf } from "../../worker/workspace/testing/sql.ts";
import { atMost, conclude, fail, ms, percentile, print, rate } from "../figures.ts";
import { difference, grep, type Hit } from "../grep.ts";
import { logLine, needles } from "../log-lines.ts";

const sessions = 100;
const rounds = 3;
const recordBytes = 65_536;
/** As the index reads them. */
const recordsAtOnce = 2;
const client = "c_g0000000000000001";

/** The index of so many lines in a hundred sessions. */
const aloneWith = async (lines: number): Promise<void> => {
	const folder = mkdtempSync(join(tmpdir(), "caisey-search-"));
	try {
		await measure(folder, lines);
	} finally {
		rmSync(folder, { recursive: true });
	}
};

const measure = async (folder: string, lines: number): Promise<void> => {
	const file = join(folder, "index.sqlite");
	const storage = storageIn(file);
	migrate(storage, migrations);
	const store = searchStore(storage.sql);
	const outputs = new Map<string, Uint8Array>();
	const files: string[] = [];
	const reader = sourceReader(
		store,
		(write) => storage.transactionSync(write),
		{
			words: async (_session, after) => ({ lines: [], last: after }),
			records: async (run, after) => recordsOf(outputs.get(run) ?? new Uint8Array(), after),
		},
		() => true,
	);
	let bytes = 0;
	for (let n = 0; n < sessions; n++) {
		const run = newId("run", "none");
		const text = Array.from({ length: lines / sessions }, (_, i) => logLine((n * lines) / sessions + i));
		const output = utf8(`${text.join("\n")}\n`);
		outputs.set(run, output);
		const exported = join(folder, `${run}.txt`);
		writeFileSync(exported, output);
		files.unshift(exported);
		bytes += output.length;
		const told = { session: newId("session", "none"), client, people: [], request: "made by a bench" };
		const source = { run, endpoint: "BENCH", over: true, size: output.length, erased: false, struck: [] };
		const news = { ...told, openedAt: n, words: false, last: 0, struck: [], again: false, runs: [source] };
		storage.transactionSync(() => void take(store, news, true));
	}
	const before = process.cpuUsage();
	for (let source = store.next([]); source; source = store.next([])) await reader.read(source);
	const cpu = spent(before);
	const size = statSync(file).size;
	print(`${lines} lines, ${(bytes / 1e6).toFixed(1)} MB, in ${sessions} sessions, the index alone`, {
		indexed: `at ${rate(bytes, cpu).toFixed(1)} MB/s of CPU time`,
		index: `${(size / 1e6).toFixed(1)} MB, ${(size / bytes).toFixed(2)} of the output`,
	});
	const [times, cpus]: [number[], number[]] = [[], []];
	for (let round = 0; round < rounds; round++)
		for (const text of needles(lines)) {
			const [since, began] = [performance.now(), process.cpuUsage()];
			const wanted = { text, only: null, session: null, endpoint: null, from: null, to: null };
			const found = search(store, { ...wanted, before: null, after: null, sessions: 20, lines: 5 });
			times.push(performance.now() - since);
			cpus.push(spent(began));
			if (round === 0) check(found.sessions, text, files);
		}
	const figures = (all: number[]) => `p50 ${ms(percentile(all, 0.5))}, p95 ${ms(percentile(all, 0.95))}`;
	// Its own work alone: what people wait for is the whole system's.
	const aim = atMost(percentile(cpus, 0.95), 50, " ms of CPU time p95");
	print(`  a search (${times.length})`, { took: figures(times), "CPU time": figures(cpus) }, aim);
};

/** As a plain grep finds it: the newest twenty sessions, and of each its first five lines. `files`: their outputs, the newest first. */
const check = (found: FoundSession[], needle: string, files: string[]): void => {
	const shown = found.map(({ lines }) => lines.map(hitOf));
	const grepped = grep(needle, files, 5).filter((hits) => hits.length > 0);
	const problem = difference(shown, grepped.slice(0, 20));
	if (problem !== null) fail(`the index alone, ${needle}: ${problem}`);
};

const hitOf = ({ place, text, from, to }: FoundLine): Hit => ({
	byte: "byte" in place ? place.byte : Number.NaN,
	text,
	marked: text.slice(from, to),
});

/** Milliseconds of this process. */
const spent = (since: NodeJS.CpuUsage): number => {
	const { user, system } = process.cpuUsage(since);
	return (user + system) / 1_000;
};

const none = new Uint8Array(32);
const recordsOf = (output: Uint8Array, after: number): StoredRecord[] =>
	Array.from({ length: recordsAtOnce }, (_, i) => after + i).flatMap((i) => {
		const bytes = output.subarray(i * recordBytes, (i + 1) * recordBytes);
		if (bytes.length === 0) return [];
		const place = { n: i + 1, at: 0, receivedAt: 0, offset: i * recordBytes, length: bytes.length };
		return [{ ...place, kind: "stdout" as const, bytes, event: null, salt: null, hash: none }];
	});

/** In a file, with its statements kept, as workerd does. */
const storageIn = (file: string): DurableObjectStorage => {
	const db = new DatabaseSync(file);
	db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF");
	const known = new Map<string, StatementSync>();
	const exec = (query: string, ...values: SQLInputValue[]) => {
		if (values.length === 0 && !/^\s*SELECT/i.test(query)) {
			db.exec(query);
			return { toArray: () => [], [Symbol.iterator]: () => [].values() };
		}
		const statement = known.get(query) ?? db.prepare(query);
		known.set(query, statement);
		const all = statement.all(...values).map(asThere);
		return { toArray: () => all, [Symbol.iterator]: () => all.values() };
	};
	const transactionSync = transactionsOf((statement) => db.exec(statement));
	return { sql: { exec }, transactionSync } as unknown as DurableObjectStorage;
};

/** Bytes come as an `ArrayBuffer` there. */
const asThere = (row: Record<string, unknown>): unknown =>
	Object.fromEntries(
		Object.entries(row).map(([name, value]) => [
			name,
			value instanceof Uint8Array ? Uint8Array.from(value).buffer : value,
		]),
	);

for (const lines of process.argv.slice(2)) await aloneWith(Number(lines));
conclude();
