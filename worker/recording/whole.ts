// A recording as its readers, checks and erasures see it: all of its parts in a row.

import { type BlockPage, blocksOfPart, noBlocks } from "../../protocol/read/blocks.ts";
import { noPace, type Pace, type PaceWish } from "../../protocol/read/pace.ts";
import type { BlockContents, StoredRecord } from "../../protocol/read/transcript-source.ts";
import type { Stream } from "../../protocol/record/records.ts";
import type { Outline } from "../contracts/values/recording.ts";
import type { Env } from "../env.ts";
import { partOf } from "./roll-over.ts";

export const recordingOf = (env: Env, run: string) => {
	const outline = async (): Promise<Outline> => await partOf(env, run, 0).outline();
	const numbers = async () => (await outline()).starts.keys();
	return {
		outline,
		/** What is stored: bytes of each stream, and the number of the last record. */
		async totals(): Promise<{ stdout: number; stderr: number; last: number }> {
			const { starts } = await outline();
			if (starts.length === 0) return { stdout: 0, stderr: 0, last: 0 };
			const { n, stdout, stderr } = await partOf(env, run, starts.length - 1).tail();
			return { stdout, stderr, last: n };
		},
		/** What the run's context names. */
		codePage: async (): Promise<number | null> => await partOf(env, run, 0).codePage(),
		/** Records with n > after, at most about `maxBytes` of payload (at least one record). `only`: events alone. */
		async records(after: number, maxBytes: number, only?: "events"): Promise<StoredRecord[]> {
			const { starts } = await outline();
			const first = starts.findLastIndex(({ n }) => n <= after);
			// A part may have no further event.
			for (let part = first; part >= 0 && part < starts.length; part++) {
				const found = await partOf(env, run, part).records(after, maxBytes, only);
				if (found.length > 0 || !only) return found;
			}
			return [];
		},
		/** When they came, a bounded step of them. */
		async pace(wish: PaceWish): Promise<Pace> {
			const part = (await outline()).starts.findLastIndex(({ n }) => n <= wish.after);
			return part === -1 ? noPace(wish) : partOf(env, run, part).pace(wish);
		},
		/** Bytes [start, end) of a stream; null if they were erased. */
		async stream(stream: Stream, start: number, end: number): Promise<ReadableStream<Uint8Array> | null> {
			const { starts, erased } = await outline();
			if (erased || starts.length === 0) return null;
			const pieces = starts.map((cut, part) => ({
				part,
				from: Math.max(start, cut[stream]),
				to: Math.min(end, starts[part + 1]?.[stream] ?? end),
			}));
			const wanted = pieces.filter(({ from, to }) => from < to);
			return inARow(
				wanted.map(
					({ part, from, to }) =>
						() =>
							partOf(env, run, part).stream(stream, from, to),
				),
			);
		},
		/** Where it can be opened, after a block (-1: from the first on); one part at a time. */
		async blocks(after: number): Promise<BlockPage> {
			// Asked for first: an erasure in between is noticed the next time.
			const { starts, generation } = await outline();
			const part = Math.floor((after + 1) / blocksOfPart);
			if (part >= starts.length) return { ...noBlocks, generation };
			const before = { stdout: 0, stderr: 0 };
			for (let i = 0; i < part; i++) {
				const { end, complete } = await partOf(env, run, i).blocks(blocksOfPart);
				// The number of its lines isn't known before all of its blocks are found: it is to be asked for again.
				if (!complete) return { blocks: [], end: beyond(before, end), complete, next: after, generation };
				before.stdout += end.lines.stdout;
				before.stderr += end.lines.stderr;
			}
			const { blocks, end, complete } = await partOf(env, run, part).blocks(after - part * blocksOfPart);
			const isLast = part === starts.length - 1;
			return {
				blocks: blocks.map(({ i, ...block }) => ({
					...beyond(before, block),
					id: part * blocksOfPart + i,
				})),
				end: beyond(before, end),
				generation,
				...(complete && !isLast ? { complete: false, next: (part + 1) * blocksOfPart - 1 } : { complete }),
			};
		},
		/** What a block holds, of records after `after`; null: no such block. */
		async block(id: number, after: number): Promise<BlockContents | null> {
			const part = Math.floor(id / blocksOfPart);
			const { starts, generation } = await outline();
			const found =
				part < starts.length ? await partOf(env, run, part).block(id % blocksOfPart, after) : null;
			return found && { ...found, generation };
		},
		/** Those of some records that can be erased, and aren't yet. */
		async erasable(records: number[]): Promise<number[]> {
			const found: number[] = [];
			for (const part of await numbers()) found.push(...(await partOf(env, run, part).erasable(records)));
			return found;
		},
		/** The events that stay when the output goes; undefined: all of them. */
		async staying(): Promise<number[] | undefined> {
			const found: { stays: number[]; others: boolean }[] = [];
			for (const part of await numbers()) found.push(await partOf(env, run, part).staying());
			return found.some(({ others }) => others) ? found.flatMap(({ stays }) => stays) : undefined;
		},
		/** Erases bytes and salts of some records, or of all output and what the shell reported; the chain still verifies. */
		async erase(records: number[] | null): Promise<void> {
			const parts = [...(await numbers())];
			for (const part of parts) await partOf(env, run, part).erase(records);
			// The first part has the generation, which is to change after the last part's blocks.
			if (parts.length > 1) await partOf(env, run, 0).erase([]);
		},
	};
};

type Lines = { lines: Record<Stream, number> };
/** A place in a part, with the lines of those before it. */
const beyond = <Of extends Lines>(before: Lines["lines"], of: Of): Of => ({
	...of,
	lines: { stdout: of.lines.stdout + before.stdout, stderr: of.lines.stderr + before.stderr },
});

/** One stream after the other, each opened when it is its turn. */
const inARow = async (
	streams: (() => Promise<ReadableStream<Uint8Array> | null>)[],
): Promise<ReadableStream<Uint8Array> | null> => {
	const [only, ...more] = streams;
	if (only && more.length === 0) return only();
	let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
	const next = streams.values();
	return new ReadableStream({
		type: "bytes",
		pull: async (controller) => {
			for (;;) {
				reader ??= (await next.next().value?.())?.getReader();
				if (!reader) return controller.close();
				const { done, value } = await reader.read();
				if (!done) return controller.enqueue(value);
				reader = undefined;
			}
		},
		cancel: (reason) => reader?.cancel(reason),
	});
};
