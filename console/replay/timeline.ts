// A run's replay cut into parts that are played by themselves, each with its time. Found without reading what the run put out.
import { longPause, type Pace } from "../../protocol/read/pace.ts";
import type { TranscriptSource } from "../../protocol/read/transcript-source.ts";

/** A place in a run: in record `n`, after `skip` bytes of it. */
export type Spot = { n: number; skip: number };

/** Records from `from` up to `to`. `before`: the block that ends where it begins, null: none is known. `clock`: when its first record
 * came, by the agent's clock (microseconds since 1970). `start`, `end`: in the replay, in microseconds; no moment is in two parts. */
export type Part = { from: Spot; to: Spot; before: number | null; clock: number; start: number; end: number };

/** `cut`: no pause is longer than `longPause`. */
export type Pauses = "cut" | "kept";

/** `at`: where in the replay a moment of the agent's clock is; `clock`: which moment is there, of a cut pause one within its first two
 * seconds. All in microseconds. */
export type Places = Record<"at" | "clock", Record<Pauses, (moment: number) => number>>;
export type Timeline = Places & {
	cuts: (Cut & { clock: number })[];
	/** Number and time of the last record. */
	last: { n: number; clock: number };
};

/** A part ends with the first block after so many bytes or records. A player holds three of them. */
const enough = { bytes: 1_048_576, records: 10_000 };

type Cut = Spot & { size: number; before: number | null };

/** Null: nothing was recorded yet. */
export const timelineOf = async (source: TranscriptSource, run: string): Promise<Timeline | null> => {
	const { cuts, last } = await cutsOf(source, run);
	const pace = await paceOf(source, run, cuts, last);
	return (
		pace && {
			cuts: cuts.map((cut) => ({ ...cut, clock: pace.at.get(cut.n) ?? pace.last })),
			last: { n: last, clock: pace.last },
			...placesIn(pace),
		}
	);
};

/** Of its records up to `last`; null: there is none. */
export const placesOf = async (
	source: TranscriptSource,
	run: string,
	last: number,
): Promise<Places | null> => {
	const pace = await paceOf(source, run, [], last);
	return pace && placesIn(pace);
};

const placesIn = (pace: WholePace): Places => {
	const [cut, kept] = [placing(pace, pace.pauses), placing(pace, [])];
	return { at: { cut: cut.at, kept: kept.at }, clock: { cut: cut.clock, kept: kept.clock } };
};

/** There is at least one. */
export const partsOf = (
	{ cuts, last, at }: Timeline,
	pauses: Pauses,
): { parts: Part[]; duration: number } => {
	const starts: number[] = [];
	for (const { clock } of cuts) starts.push(Math.max(at[pauses](clock), (starts.at(-1) ?? -2) + 2));
	const duration = Math.max(at[pauses](last.clock), (starts.at(-1) ?? 0) + 1);
	const parts = cuts.map(({ n, skip, before, clock }, i) => {
		const next = cuts[i + 1];
		const to = next ? { n: next.n, skip: next.skip } : { n: last.n + 1, skip: 0 };
		return { from: { n, skip }, to, before, clock, start: starts[i] ?? 0, end: starts[i + 1] ?? duration };
	});
	return { parts, duration };
};

/** Where parts begin: at the start of blocks. */
const cutsOf = async (source: TranscriptSource, run: string): Promise<{ cuts: Cut[]; last: number }> => {
	const cuts: Cut[] = [];
	let generation: number | null = null;
	let before: number | null = null;
	for (let after = -1; ; ) {
		const page = await source.blocks(run, after);
		// An erasure came between: all begins again.
		if (generation !== null && page.generation !== generation) return cutsOf(source, run);
		generation = page.generation;
		for (const { id, n, skip, stdout, stderr } of page.blocks) {
			const [open, size] = [cuts.at(-1), stdout + stderr];
			const goesOn = before === id - 1;
			const isFull = open && (size - open.size >= enough.bytes || n - open.n >= enough.records);
			if (!open || !goesOn || isFull) cuts.push({ n, skip, size, before: goesOn ? before : null });
			before = id;
		}
		if (page.complete) return { cuts: cuts.filter(({ n }) => n <= page.end.n), last: page.end.n };
		after = page.next ?? page.blocks.at(-1)?.id ?? after;
	}
};

type WholePace = { at: Map<number, number>; first: number; last: number; pauses: Pace["pauses"] };

/** Null: there is no record. */
const paceOf = async (
	source: TranscriptSource,
	run: string,
	cuts: Spot[],
	last: number,
): Promise<WholePace | null> => {
	const found: WholePace = { at: new Map(), first: 0, last: 0, pauses: [] };
	let of = [1, ...cuts.map(({ n }) => n)];
	for (let [after, clock]: [number, number | null] = [0, null]; after < last; ) {
		const step: Pace = await source.pace(run, { after, until: last, clock, of });
		if (step.n === after) break;
		for (const { n, at } of step.moments) found.at.set(n, at);
		for (const pause of step.pauses) found.pauses.push(pause);
		of = of.filter((n) => n > step.n);
		[after, clock] = [step.n, step.clock];
		found.last = clock ?? 0;
	}
	const first = found.at.get(1);
	return first === undefined ? null : { ...found, first };
};

/** With these pauses cut. */
const placing = ({ first, last }: WholePace, pauses: Pace["pauses"]) => {
	/** How much is left out of the pauses before each, and with it. */
	let out = 0;
	const cut = pauses.map(({ from, to }) => {
		const before = out;
		out += to - from - longPause;
		return { from, to, before, after: out };
	});
	const begins = cut.map(({ from, before }) => ({ from: from - first - before }));
	return {
		at(clock: number): number {
			const moment = Math.min(Math.max(clock, first), last);
			const pause = cut[lastBefore(cut, moment)];
			if (!pause) return moment - first;
			// After its first two seconds, time stands still in it.
			return moment < pause.to
				? Math.min(moment, pause.from + longPause) - first - pause.before
				: moment - first - pause.after;
		},
		clock(at: number): number {
			const i = lastBefore(begins, at);
			const [pause, begin] = [cut[i], begins[i]?.from ?? 0];
			const gone = !pause ? 0 : at - begin < longPause ? pause.before : pause.after;
			return Math.min(first + at + gone, last);
		},
	};
};

/** The last one that began before a moment; -1: none. */
const lastBefore = (pauses: { from: number }[], moment: number): number => {
	let [low, high] = [-1, pauses.length - 1];
	while (low < high) {
		const middle = Math.ceil((low + high) / 2);
		if ((pauses[middle]?.from ?? 0) < moment) low = middle;
		else high = middle - 1;
	}
	return low;
};
