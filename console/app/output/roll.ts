// A column of blocks of which only those in view are on the page, under a scroll bar that is true to all of them.
import { heights } from "./heights.ts";
import { oneAtATime } from "./one-at-a-time.ts";
import { scale } from "./scale.ts";

/** Puts a block's rows into its element, sooner or later. */
export type Draw = (i: number, block: HTMLElement) => Promise<void>;

/** Blocks are drawn so far beyond what is seen, in heights of the view. */
const beyond = 1;
/** So few are all on the page: the browser's own search then finds everything. */
const allOf = 8;
/** A move by more heights of the view than this was made with the bar. */
const far = 3;
const restMs = 150;

export const roll = (box: HTMLElement, draw: Draw) => {
	const paper = document.createElement("div");
	paper.className = "paper";
	const column = heights();
	const shown = new Map<number, HTMLElement>();
	/** Where the view begins in the column, and where the box was scrolled to last. */
	let [view, top] = [0, 0];
	/** What stays in view while blocks get their heights, until the reader moves. */
	let held: (() => number) | null = null;
	let resting: ReturnType<typeof setTimeout> | undefined;
	const bar = () => scale(column.total(), box.clientHeight);

	const place = (block: HTMLElement, i: number) => {
		block.style.transform = `translateY(${Math.round(top + column.top(i) - view)}px)`;
	};
	/** A box that gets shorter moves by itself. */
	const stretch = () => {
		const height = `${bar().height}px`;
		if (paper.style.height === height) return;
		paper.style.height = height;
		top = box.scrollTop;
	};
	const wanted = (): [number, number] => {
		const more = beyond * box.clientHeight;
		return column.count() <= allOf
			? [0, column.count() - 1]
			: [column.at(view - more), column.at(view + box.clientHeight + more)];
	};
	const render = () => {
		if (box.clientHeight === 0 || !paper.isConnected) return;
		stretch();
		const [from, to] = wanted();
		for (const [i, block] of shown)
			if (i < from || i > to) {
				sizes.unobserve(block);
				block.remove();
				shown.delete(i);
			}
		for (let i = from; i <= to; i++) {
			if (shown.has(i) || column.of(i) === 0) continue;
			const block = document.createElement("div");
			block.className = "block";
			block.dataset.block = String(i);
			block.style.minHeight = `${column.of(i)}px`;
			const after = [...shown.keys()].filter((one) => one > i).sort((a, b) => a - b)[0];
			paper.insertBefore(block, after === undefined ? null : (shown.get(after) ?? null));
			shown.set(i, block);
			void redraw(i);
		}
		for (const [i, block] of shown) place(block, i);
	};
	const redraw = async (i: number) => {
		const block = shown.get(i);
		if (block) await drawn(block);
	};
	const drawn = oneAtATime(async (block: HTMLElement) => {
		const i = Number(block.dataset.block);
		if (shown.get(i) !== block) return;
		await draw(i, block);
		if (shown.get(i) !== block) return;
		block.style.minHeight = "";
		resize(i, block.getBoundingClientRect().height);
		sizes.observe(block);
		catchUp();
		if (!held) return;
		// Only now it has the row that is to be seen.
		view = held();
		settle();
	});
	/** What is seen stays where it is, whatever happens above it. */
	const resize = (i: number, height: number) => {
		if (Math.abs(height - column.of(i)) < 0.1) return;
		catchUp();
		const first = column.at(view);
		const within = view - column.top(first);
		column.set(i, height);
		view = held ? held() : column.top(first) + Math.min(within, column.of(first));
		settle();
	};
	/** Puts the bar where the view is. */
	const settle = () => {
		catchUp();
		const now = bar();
		view = Math.max(0, Math.min(view, now.last));
		stretch();
		const to = now.toTop(view);
		if (Math.abs(to - box.scrollTop) >= 1) box.scrollTop = to;
		top = box.scrollTop;
		render();
	};
	const sizes = new ResizeObserver((entries) => {
		for (const { target } of entries) {
			if (!(target instanceof HTMLElement) || !target.isConnected) continue;
			resize(Number(target.dataset.block), target.getBoundingClientRect().height);
		}
	});
	/** The reader may have moved, though the browser hasn't told yet. */
	const catchUp = (): boolean => {
		const by = box.scrollTop - top;
		if (Math.abs(by) < 1 || !paper.isConnected) return false;
		held = null;
		const now = bar();
		top = box.scrollTop;
		const near = !now.isExact && Math.abs(by) < far * box.clientHeight;
		view = near ? Math.max(0, Math.min(view + by, now.last)) : now.toLong(top);
		return true;
	};
	const onScroll = () => {
		if (!catchUp()) return;
		render();
		clearTimeout(resting);
		if (!bar().isExact) resting = setTimeout(settle, restMs);
	};
	box.addEventListener("scroll", onScroll, { passive: true });
	new ResizeObserver(() => {
		catchUp();
		if (held) view = held();
		settle();
	}).observe(box);

	const show = (where: () => number) => {
		top = box.scrollTop;
		held = where;
		view = where();
		settle();
	};
	return {
		/** Takes the box over, or starts anew: `all` heights, as they are estimated. */
		begin(all: number[]): void {
			for (const block of shown.values()) sizes.unobserve(block);
			shown.clear();
			column.clear();
			for (const height of all) column.push(height);
			paper.replaceChildren();
			if (!paper.isConnected) box.replaceChildren(paper);
			held = null;
			settle();
		},
		count: column.count,
		push(height: number): void {
			catchUp();
			column.push(height);
			if (held) view = held();
			settle();
		},
		/** Another estimate for one that isn't on the page. */
		expect(i: number, height: number): void {
			if (!shown.has(i)) resize(i, height);
		},
		/** Draws one again that changed. */
		redraw: (i: number): void => void redraw(i),
		element: (i: number): HTMLElement | undefined => shown.get(i),
		/** Keeps a block's beginning, or a place in it, a third from the top. */
		showBlock: (i: number, within: () => number = () => 0): void =>
			show(() => column.top(i) + within() - box.clientHeight / 3),
		showStart: (): void => show(() => 0),
		/** And stays there, until the reader moves. */
		showEnd: (): void => show(() => column.total()),
		/** A part of it all: 0.5 is the middle. */
		showPart: (part: number): void => show(() => part * bar().last),
		isAtEnd: (): boolean => {
			catchUp();
			return view >= bar().last - 40;
		},
		/** Which block begins the view, and how far into it that is. */
		here: (): { i: number; part: number } => {
			const i = column.at(view);
			return { i, part: column.of(i) === 0 ? 0 : (view - column.top(i)) / column.of(i) };
		},
		/** To where it was, though all of it may have other heights. */
		back: ({ i, part }: { i: number; part: number }): void => show(() => column.top(i) + part * column.of(i)),
	};
};
