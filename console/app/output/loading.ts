// What a viewer asks the server for: the list of a run's blocks, page by page, and the records of those that are seen.
import { fromBase64 } from "../../../protocol/bytes.ts";
import type { Reached } from "../../../protocol/read/blocks.ts";
import type { Stream } from "../../../protocol/record/records.ts";
import type { Opening, Shown } from "../../output/output.ts";
import { BlockRecords, Blocks, ask as get, Missing } from "../wire.ts";

/** Where a block begins; `id`: what the server calls it. */
export type Start = Reached & { id: number; n: number; notes: number[] };
export type Contents = {
	codePage: number | null;
	carried: Opening["carried"];
	next: number;
	records: Shown[];
};

/** So many blocks are remembered. */
const remembered = 12;

const nothing = { n: 0, stdout: 0, stderr: 0, lines: { stdout: 0, stderr: 0 } };
const pauseMs = 300;

export type Loading = ReturnType<typeof loading>;

/** `src`: the address of the run's output. `onForgotten`: an erasure changed where it can be opened. Nothing is known now, and the
 * list is to be asked for again. */
export const loading = (src: string, onForgotten: () => void) => {
	const starts: Start[] = [];
	let end: Reached & { n: number } = nothing;
	let [complete, after] = [false, -1];
	const known = new Map<number, Promise<Contents | null>>();
	/** Of the blocks that are known; and how often these were forgotten. */
	let [generation, forgotten]: [number | null, number] = [null, 0];
	const forget = () => {
		forgotten++;
		starts.length = 0;
		known.clear();
		[end, complete, after] = [nothing, false, -1];
		setTimeout(onForgotten, pauseMs);
	};
	/** Throws if the answer means nothing any more. */
	const ask = async <T extends { generation: number }>(
		...wanted: Parameters<typeof get<T>>
	): Promise<T | null> => {
		const before = forgotten;
		const got = await get(...wanted);
		if (forgotten === before && got && generation !== null && got.generation !== generation) {
			generation = got.generation;
			forget();
		}
		if (forgotten !== before) throw new Error("the output was erased meanwhile");
		if (got) generation = got.generation;
		return got;
	};
	const contents = async (id: number, from: number): Promise<Contents | null> => {
		const before = forgotten;
		const page = (after: number) =>
			ask(`${src}/${id}${after > 0 ? `?after=${after}` : ""}`, BlockRecords).catch((error) => {
				if (error instanceof Missing && forgotten === before) forget();
				throw error;
			});
		const first = await page(from);
		const records = first?.records ?? [];
		let last = first;
		while (last?.more) {
			last = await page(last.next);
			records.push(...(last?.records ?? []));
		}
		return first && last && { ...first, next: last.next, records: records.map(decoded) };
	};
	let asking: Promise<boolean> = Promise.resolve(true);
	const page = async (): Promise<boolean> => {
		const got = await ask(`${src}?after=${after}`, Blocks);
		if (!got) return false;
		const before = starts.at(-1);
		const fresh = got.blocks.map(startOf).filter(({ id }) => id > (before?.id ?? -1));
		for (const start of fresh) starts.push(start);
		// It ends otherwise now.
		if (before && fresh.length > 0) known.delete(before.id);
		[end, complete] = [got.end, got.complete];
		after = got.next ?? starts.at(-1)?.id ?? after;
		return true;
	};
	return {
		starts,
		end: () => end,
		/** Whether the list reached the end of what was stored when it was asked for last. */
		isComplete: () => complete,
		/** Asks for the next page of the list, which brings what is new at its end; one page after the other, whoever asks. False: signed
		 * out, or no such run. */
		more(): Promise<boolean> {
			const next = asking.catch(() => false).then(page);
			asking = next;
			return next;
		},
		/** What a block holds. The last one is asked for each time: it may have grown. */
		async read(i: number): Promise<Contents | null> {
			const start = starts[i];
			if (!start) return null;
			const found = known.get(start.id) ?? contents(start.id, 0);
			known.delete(start.id);
			if (i < starts.length - 1) known.set(start.id, found);
			for (const oldest of known.keys()) {
				if (known.size <= remembered) break;
				known.delete(oldest);
			}
			return found.catch((error) => {
				known.delete(start.id);
				throw error;
			});
		},
		/** What came to the last block after a record. */
		readOn: async (from: number): Promise<Contents | null> => {
			const last = starts.at(-1);
			return last ? contents(last.id, from) : null;
		},
		/** Bytes and lines of a block, of these streams. */
		sizeOf(i: number, streams: readonly Stream[]): { bytes: number; lines: number } {
			const [from, to] = [starts[i], starts[i + 1] ?? end];
			const sum = (of: (at: Reached, stream: Stream) => number) =>
				streams.reduce((all, stream) => all + of(to, stream) - (from ? of(from, stream) : 0), 0);
			return { bytes: sum((at, stream) => at[stream]), lines: sum((at, stream) => at.lines[stream]) };
		},
		/** The block that holds a byte, or a line counted from 0. */
		holding(stream: Stream, at: number, what: "byte" | "line"): number {
			const of = (start: Start) => (what === "byte" ? start[stream] : start.lines[stream]);
			return Math.max(
				0,
				starts.findLastIndex((start) => of(start) <= at),
			);
		},
		/** Where an entry of a record may be shown: blocks that it is noted with, then its own. */
		reporting(record: number): number[] {
			const noted = starts.flatMap(({ notes }, i) => (notes.includes(record) ? [i] : []));
			return [
				...noted,
				Math.max(
					0,
					starts.findLastIndex(({ n }) => n <= record),
				),
			];
		},
	};
};

const startOf = ([
	id = 0,
	n = 0,
	_skip,
	stdout = 0,
	stderr = 0,
	out = 0,
	err = 0,
	...notes
]: number[]): Start => ({
	...{ id, n, stdout, stderr, notes },
	lines: { stdout: out, stderr: err },
});

const decoded = ({ bytes, ...rest }: Omit<Shown, "bytes"> & { bytes: string | null }): Shown => ({
	...rest,
	bytes: bytes === null ? null : fromBase64(bytes),
});
