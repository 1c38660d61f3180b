// One part of a replay: what its terminal starts from, and the output at its times.
import { z } from "zod";
import { noStyle, sequenceOf } from "../../domain/output/colours.ts";
import { codePageOf } from "../../domain/output/pages.ts";
import type { BlockStart } from "../../protocol/read/blocks.ts";
import { longPause } from "../../protocol/read/pace.ts";
import type { StoredRecord, TranscriptRun, TranscriptSource } from "../../protocol/read/transcript-source.ts";
import { screen } from "./cast.ts";
import { type Drawing, drawing } from "./drawing.ts";
import { isSettledBy } from "./settled.ts";
import type { Part, Spot } from "./timeline.ts";

/** More records than a part of ours has. */
const mostRecords = 20_000;
/** Bytes of a part's output, or one record more. Parts of ours have less. What was reported beside it isn't played, and comes a page at
 * a time, however much it is. */
const mostBytes = 4_194_304;
const pageBytes = 1_048_576;

const Whole = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
/** What a part's address says of it: all that is needed to read it alone. */
export const PartWish = z
	.object({
		...{ n: Whole, skip: Whole, toN: Whole, toSkip: Whole },
		before: Whole.exactOptional(),
		...{ clock: Whole, start: Whole, end: Whole },
		pauses: z.enum(["cut", "kept"]),
		/** `1`: the replay ends with it. */
		final: z.literal("1").exactOptional(),
	})
	.refine(({ n, toN }) => toN - n <= mostRecords)
	.refine(({ start, end }) => start <= end);
export type PartWish = z.infer<typeof PartWish>;

/** Its address, relative to the list's. */
export const partAddress = (part: Part, pauses: PartWish["pauses"], isFinal: boolean): string => {
	const { from, to, before, clock, start, end } = part;
	const wish = { n: from.n, skip: from.skip, toN: to.n, toSkip: to.skip, clock, start, end, pauses };
	const query = new URLSearchParams(Object.entries(wish).map(([name, value]) => [name, `${value}`]));
	if (before !== null) query.set("before", `${before}`);
	if (isFinal) query.set("final", "1");
	return `part?${query}`;
};

type Event = [seconds: number, kind: "o", text: string];
/** As the player takes it. `init`: what is written to an empty terminal first. */
export type PlayedPart = {
	snapshot: { cols: number; rows: number; init: string };
	events: Event[];
};

/** Null: there is more in it than in a part of ours. */
export const partOf = async (
	source: TranscriptSource,
	run: TranscriptRun,
	wish: PartWish,
): Promise<PlayedPart | null> => {
	const { init, draw } = await opening(source, run, wish);
	const events: Event[] = [[seconds(wish.start), "o", ""]];
	const isFinal = wish.final === "1";
	const latest = isFinal ? wish.end : Math.max(wish.start, wish.end - 1);
	let [clock, moment, bytes] = [wish.clock, wish.start, 0];
	for await (const record of recordsBetween(source, run.run, wish)) {
		if (record.kind !== "event") bytes += record.bytes?.length ?? 0;
		if (bytes > mostBytes) return null;
		const gap = Math.max(0, record.at - clock);
		clock += gap;
		moment += wish.pauses === "cut" ? Math.min(gap, longPause) : gap;
		const text = draw.read(record);
		if (text !== "") events.push([seconds(Math.min(moment, latest)), "o", text]);
	}
	if (isFinal) events.push([seconds(wish.end), "o", ""]);
	return { snapshot: { cols: screen.width, rows: screen.height, init }, events };
};

const seconds = (moment: number): number => moment / 1_000_000;

/** The screen that it begins with, and who goes on from there. */
const opening = async (
	source: TranscriptSource,
	run: TranscriptRun,
	wish: PartWish,
): Promise<{ init: string; draw: Drawing }> => {
	const page = codePageOf(run.context?.facts);
	if (wish.n === 1 && wish.skip === 0) return { init: "", draw: drawing(page) };
	const found = wish.before === undefined ? null : await blockBefore(source, run.run, wish.before, wish);
	if (!found) return { init: unknown, draw: drawing(page) };
	const draw = drawing(page, found.start);
	const text = found.records.map((record) => draw.read(record)).join("");
	return { init: `${isSettledBy(text) ? "" : unknown}${coloursOf(found.start)}${text}`, draw };
};

/** Dim, so that it isn't taken for output. */
const unknown = "\x1b[2m(what was on the screen before isn't known here)\x1b[m\r\n";

const coloursOf = ({ carried }: BlockStart): string =>
	sequenceOf(carried.stdout?.style ?? noStyle) + sequenceOf(carried.stderr?.style ?? noStyle);

/** Null: after an erasure, blocks end elsewhere. */
const blockBefore = async (
	source: TranscriptSource,
	run: string,
	id: number,
	{ n, skip }: Spot,
): Promise<{ start: BlockStart; records: StoredRecord[] } | null> => {
	const records: StoredRecord[] = [];
	for (;;) {
		const found = await source.block(run, id, records.at(-1)?.n ?? 0);
		if (!found || records.length > mostRecords) return null;
		for (const record of found.records) records.push(record);
		if (found.more) continue;
		const isNext = records.at(-1)?.n === (skip === 0 ? n - 1 : n);
		return isNext ? { start: found.start, records } : null;
	}
};

/** The first and the last of them have their part of the bytes alone. */
const recordsBetween = async function* (
	source: TranscriptSource,
	run: string,
	{ n, skip, toN, toSkip }: PartWish,
): AsyncGenerator<StoredRecord> {
	for (let after = n - 1; ; ) {
		const page = await source.records(run, Math.max(0, after), pageBytes);
		for (const record of page) {
			if (record.n > toN || (record.n === toN && toSkip === 0)) return;
			const from = record.n === n ? skip : 0;
			const to = record.n === toN ? toSkip : record.length;
			yield { ...record, length: to - from, bytes: record.bytes?.subarray(from, to) ?? null };
		}
		const last = page.at(-1);
		if (!last || last.n >= toN) return;
		after = last.n;
	}
};
