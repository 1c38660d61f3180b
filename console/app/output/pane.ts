// One column of a run's output: its blocks under a scroll bar of their own, of both streams or of one.
import type { Reading } from "../../../protocol/read/reading.ts";
import type { Address } from "./address.ts";
import { choices } from "./choices.ts";
import { type Drawn, drawBlock, drawMore, type Which } from "./drawing.ts";
import { estimator } from "./estimate.ts";
import type { Loading } from "./loading.ts";
import { roll } from "./roll.ts";

type Place = Pick<Address, "stream" | "offset">;

export type Pane = ReturnType<typeof pane>;

/** `isLive`: whether the run goes on; `wasEarly`: the last block was read before it ended. `isSecond`: the page has the same entries in
 * another pane, which keeps their ids. */
export type Around = {
	section: HTMLElement;
	load: Loading;
	isLive(): boolean;
	wasEarly(): void;
	drew(): void;
	isSecond: boolean;
};

export const pane = (
	lines: HTMLElement,
	first: Which,
	{ section, load, isLive, wasEarly, drew, isSecond }: Around,
) => {
	const run = section.id;
	let which = first;
	/** The last block, as far as it is drawn. */
	let tail: { i: number; drawn: Drawn } | null = null;
	let marked: Place | null = null;
	let reading: (() => Reading) | null = null;
	const heightOf = estimator(lines, load, section, () => which);

	const paper = roll(lines, async (i, block) => {
		const start = load.starts[i];
		const running = isLive();
		const contents = start && (await load.read(i).catch(() => null));
		if (!start || !contents) {
			block.textContent = start ? "No connection. Trying again…" : "Looking for the lines up to here…";
			if (start) setTimeout(() => paper.redraw(i), retryMs);
			return;
		}
		const isLast = i === load.starts.length - 1;
		const drawn = drawBlock(block, { run, start, contents, which, how: choices(), isLast });
		named(block);
		if (isLast) tail = { i, drawn };
		mark(block);
		tell(drawn);
		if (isLast && running && !isLive()) wasEarly();
	});
	const tell = ({ reader }: Drawn) => {
		reading = reader.reading;
		drew();
	};
	/** An id is on the page once. */
	const named = (block: HTMLElement) => {
		if (!isSecond) return;
		for (const entry of block.querySelectorAll<HTMLElement>("[id]")) {
			entry.dataset.entry = entry.id;
			entry.removeAttribute("id");
		}
	};
	/** The list of blocks as far as it goes, and what is not in it yet as one more. */
	const all = () => [...load.starts.map((_, i) => heightOf.block(i)), ...heightOf.rest()];
	const rowAt = (block: HTMLElement, { stream, offset }: Place) =>
		[...block.querySelectorAll<HTMLElement>(`.row.${stream}`)].findLast(
			(row) => Number(row.dataset.offset) <= offset,
		);
	const mark = (block: HTMLElement) => {
		if (!marked) return;
		const at = load.holding(marked.stream, marked.offset, "byte");
		if (Number(block.dataset.block) === at) rowAt(block, marked)?.classList.add("marked");
	};
	const unmark = (but: HTMLElement | undefined = undefined) => {
		for (const row of lines.querySelectorAll(".row.marked")) if (row !== but) row.classList.remove("marked");
	};
	const entryRow = (id: string) =>
		lines.querySelector<HTMLElement>(`[id="${id}"], [data-entry="${id}"]`)?.closest<HTMLElement>(".row") ??
		undefined;
	return {
		lines,
		which: () => which,
		/** How what it drew was read. */
		reading: () => reading?.() ?? null,
		isAtEnd: paper.isAtEnd,
		showStart: paper.showStart,
		showEnd: paper.showEnd,
		showPart: paper.showPart,
		count: paper.count,
		begin: () => paper.begin(all()),
		/** The last block may be another one now. */
		forget() {
			tail = null;
		},
		/** Of what is drawn from now on. */
		choose(shown: Which) {
			which = shown;
		},
		/** Draws all of it anew, and stays where it was. */
		again() {
			const here = paper.here();
			tail = null;
			paper.begin(all());
			paper.back(here);
		},
		/** The list has more than `before` blocks. */
		added(before: number) {
			const heights = all();
			for (const [i, height] of heights.entries()) {
				if (i >= paper.count()) paper.push(height);
				else if (i >= before - 1) paper.expect(i, height);
			}
			for (let i = Math.max(0, before - 1); i < paper.count(); i++)
				if (load.starts.length > before && paper.element(i)) paper.redraw(i);
			if (paper.count() > heights.length) paper.begin(heights);
		},
		/** What came to the last block. */
		async growTail() {
			const block = tail && paper.element(tail.i);
			if (!tail || !block || tail.i !== load.starts.length - 1) return;
			const { drawn } = tail;
			const contents = await load.readOn(drawn.next);
			if (contents && contents.records.length > 0 && tail?.drawn === drawn && block.isConnected) {
				drawMore(block, drawn, { run, contents, which, how: choices() });
				named(block);
			}
			tell(drawn);
		},
		unmark() {
			marked = null;
			unmark();
		},
		/** Goes to a byte, and marks its line. */
		open(place: Place) {
			marked = place;
			const at = load.holding(place.stream, place.offset, "byte");
			const block = paper.element(at);
			if (block) mark(block);
			paper.showBlock(at, () => {
				const drawn = paper.element(at);
				return (drawn && rowAt(drawn, place)?.offsetTop) ?? 0;
			});
		},
		/** Goes to a line, counted from 1: its place is known once its block is drawn. */
		async openLine(stream: Place["stream"], line: number) {
			const at = load.holding(stream, Math.max(0, line - 1), "line");
			const found = () =>
				paper.element(at)?.querySelector<HTMLElement>(`.row.${stream}:has(> [data-no="${line}"])`) ??
				[...(paper.element(at)?.querySelectorAll<HTMLElement>(`.row.${stream}`) ?? [])].at(-1);
			if (!(await load.read(at))) return;
			paper.showBlock(at, () => {
				const row = found();
				unmark(row);
				row?.classList.add("marked");
				return row?.offsetTop ?? 0;
			});
		},
		/** Goes to an entry of a block; false: this pane doesn't draw that block. */
		openEntry(id: string, i: number): boolean {
			if (heightOf.block(i) === 0) return false;
			paper.showBlock(i, () => {
				const row = entryRow(id);
				unmark(row);
				row?.classList.add("marked");
				return row?.offsetTop ?? 0;
			});
			return true;
		},
	};
};

export const retryMs = 3_000;
