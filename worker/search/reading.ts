// Reading what a session said and what its runs printed, in small pieces, so that nothing waits for it.
import { codePageOf } from "../../domain/output/pages.ts";
import type { StoredRecord } from "../../protocol/read/transcript-source.ts";
import type { InsideEntry } from "../../protocol/record/inside.ts";
import type { Words } from "../contracts/values/search.ts";
import { type Block, blockCutter, blockText, packed } from "./blocks.ts";
import { type Line, type LineReader, lineReader } from "./lines.ts";
import type { SearchStore, SourceRow, Stream } from "./tables.ts";

/** What is read from. */
export type Shelf = {
	words(session: string, after: number): Promise<Words>;
	/** Records of a run after `after`: none if there are no more. */
	records(run: string, after: number): Promise<StoredRecord[]>;
};

type Output = Exclude<Stream, "said">;
type Open = { version: number; last: number; read(record: StoredRecord): void; end(): void };

/** Reads sources piece by piece. How far it is in a run's output is kept in memory: after a restart it begins that run again. */
export const sourceReader = (
	store: SearchStore,
	change: (write: () => void) => void,
	shelf: Shelf,
	hasRoom: () => boolean,
) => {
	/** By run. */
	const open = new Map<string, Open>();

	const keep = (n: number, stream: Stream, blocks: Block[]): void => {
		for (const block of blocks) store.addBlock(n, stream, blockText(block), packed(block));
	};

	const readSaid = async (source: SourceRow): Promise<void> => {
		const { lines, last } = await shelf.words(source.session, source.done);
		change(() => {
			if (!isStill(source)) return;
			const cutter = blockCutter();
			const kept = lines.filter(({ seq }) => !source.struck.includes(seq));
			const all = kept.flatMap(({ seq, text }) =>
				text.split("\n").map((one): Line => ({ text: one, place: seq, goesOn: false })),
			);
			keep(source.n, "said", [...cutter.add(all), ...cutter.end()]);
			const now = store.sourceAt(source.n);
			store.read(source.n, last, last === source.done || last >= (now?.last ?? 0));
		});
	};

	const readOutput = async (source: SourceRow): Promise<void> => {
		const { run, version, struck } = source;
		const before = open.get(run);
		const goesOn = before?.version === version && before.last === source.done ? before : null;
		const records = await shelf.records(run, goesOn?.last ?? 0);
		// What it read is not to be read twice, also if this fails.
		open.delete(run);
		change(() => {
			if (!isStill(source)) return;
			const n = !goesOn && source.done > 0 ? store.drop(source.n) : source.n;
			const gone = new Set(struck);
			const reading = goesOn ?? outputReader((stream, blocks) => keep(n, stream, blocks), version);
			for (const record of records)
				reading.read(gone.has(record.n) ? { ...record, bytes: null, event: null } : record);
			const last = records.at(-1);
			reading.last = last?.n ?? reading.last;
			const over = last === undefined || last.event?.type === "end";
			if (over) reading.end();
			store.read(n, reading.last, over);
			if (!over) open.set(run, reading);
		});
	};

	/** Meanwhile nothing else was told of it, and no one else read on. */
	const isStill = ({ n, version, done }: SourceRow): boolean => {
		const now = store.sourceAt(n);
		return now?.version === version && now.done === done && now.state === "ready";
	};

	return {
		/** Reads a piece of a source; leaves out the rest of it if there is no room. */
		async read(source: SourceRow): Promise<void> {
			if (hasRoom()) return source.run === "" ? readSaid(source) : readOutput(source);
			open.delete(source.run);
			store.cut(source.n);
		},
	};
};

const outputReader = (keep: (stream: Output, blocks: Block[]) => void, version: number): Open => {
	const cutters = { stdout: blockCutter(), stderr: blockCutter(), event: blockCutter() };
	let readers: Record<"stdout" | "stderr", LineReader> | null = null;
	const add = (stream: Output, lines: Line[]) => keep(stream, cutters[stream].add(lines));
	const started = (page: number | null) => ({ stdout: lineReader(page), stderr: lineReader(page) });
	return {
		version,
		last: 0,
		read({ kind, bytes, length, event }) {
			if (event?.type === "context") readers ??= started(codePageOf(event.facts));
			if (kind === "event") return add("event", event ? eventLines(event) : []);
			readers ??= started(null);
			add(kind, bytes ? readers[kind].read(bytes) : readers[kind].skip(length));
		},
		end() {
			for (const stream of ["stdout", "stderr"] as const) add(stream, readers?.[stream].end() ?? []);
			for (const stream of ["stdout", "stderr", "event"] as const) keep(stream, cutters[stream].end());
		},
	};
};

/** What an event inside a run says, at its place in the output. */
const eventLines = (event: NonNullable<StoredRecord["event"]>): Line[] => {
	if (event.type === "inside")
		return event.entries.flatMap((entry) =>
			entry.what === "unknown" ? [] : linesOf(insideWords(entry), entry.place.stdout),
		);
	return event.type === "note" ? linesOf([event.text], 0) : [];
};

const linesOf = (texts: string[], place: number): Line[] =>
	texts.flatMap((text) => text.split(/\r?\n/).map((one) => ({ text: one, place, goesOn: false })));

/** What isn't in the output as well. */
const insideWords = (entry: InsideEntry): string[] => {
	switch (entry.what) {
		case "message":
			return entry.shown ? [] : [entry.text];
		case "error":
			return [...(entry.how === "shown" ? [] : [entry.message]), entry.id, entry.exception];
		case "native":
			return [[entry.path, ...entry.arguments].join(" ")];
		case "parse-error":
			return [entry.message, entry.id];
		default:
			return [];
	}
};
