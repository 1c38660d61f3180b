// A run's output: only what is seen is loaded, from anywhere in it, following while it runs.
import { count, size } from "../../words/amounts.ts";
import { readingText } from "../../words/reading.ts";
import { part, say } from "./dom.ts";
import { type Address, wantedOf } from "./output/address.ts";
import { bar } from "./output/bar.ts";
import { type Choices, choices, onChoice } from "./output/choices.ts";
import { copiesLines, visibleText } from "./output/copy.ts";
import { type Drawn, drawBlock, drawMore, type Which } from "./output/drawing.ts";
import { estimator } from "./output/estimate.ts";
import { loading } from "./output/loading.ts";
import { roll } from "./output/roll.ts";
import { pieceTimes } from "./times.ts";

export type Viewer = {
	/** The run comes into view, or there may be more of it. */
	grow(): Promise<void>;
	/** Goes to a place, and marks the line. */
	open(place: Pick<Address, "stream" | "offset">): Promise<void>;
	/** Goes to what the shell reported, by its anchor and its record: its part of the output may have to be loaded. */
	showEntry(id: string, record: number): Promise<void>;
};

/** Takes over from what the server rendered once there is more to show than that, or it is to be shown otherwise. */
export const viewer = (section: HTMLElement): Viewer => {
	const [lines, more] = [part("lines", section), part("more", section)];
	const output = section.querySelector<HTMLElement>(".output");
	if (!lines || !more || !output) throw new Error("a run without its viewer");
	const run = section.id;
	const load = loading(section.dataset.src ?? "", () => beginAgain());
	let which: Which = "both";
	let taken = false;
	/** The last block, as far as it is drawn. */
	let tail: { i: number; drawn: Drawn } | null = null;
	let marked: Pick<Address, "stream" | "offset"> | null = null;
	const live = () => section.dataset.state === "running";
	/** All of a run that has ended is here: it was looked for after the end. */
	let settled = section.dataset.whole === "yes";
	const heightOf = estimator(lines, load, section, () => which);

	const paper = roll(lines, async (i, block) => {
		const start = load.starts[i];
		const running = live();
		const contents = start && (await load.read(i).catch(() => null));
		if (!start || !contents) {
			block.textContent = start ? "No connection. Trying again…" : "Looking for the lines up to here…";
			if (start) setTimeout(() => paper.redraw(i), retryMs);
			return;
		}
		const isLast = i === load.starts.length - 1;
		const drawn = drawBlock(block, { run, start, contents, which, how: choices(), isLast });
		if (isLast) tail = { i, drawn };
		mark(block);
		tellReading(drawn);
		if (!isLast || !running || live()) return;
		// It was read before the end.
		settled = false;
		growAgain();
	});
	const growAgain = (): void => void grow().catch(() => setTimeout(growAgain, retryMs));
	const tellReading = ({ reader }: Drawn) => {
		const how = part("reading", section);
		// Of a run that has ended the server knows it.
		if (how && live()) how.textContent = readingText(reader.reading());
	};

	/** The list of blocks as far as it goes, and what is not in it yet as one more. */
	const all = () => [...load.starts.map((_, i) => heightOf.block(i)), ...heightOf.rest()];
	/** Brings the list to the end of what is stored now. */
	const list = async (): Promise<void> => {
		do {
			const before = load.starts.length;
			if (!(await load.more())) return;
			if (taken) added(before);
		} while (!load.isComplete());
	};
	const beginAgain = (): void => {
		tail = null;
		void list().then(tell, () => setTimeout(beginAgain, retryMs));
	};
	const added = (before: number) => {
		const heights = all();
		for (const [i, height] of heights.entries()) {
			if (i >= paper.count()) paper.push(height);
			else if (i >= before - 1) paper.expect(i, height);
		}
		for (let i = Math.max(0, before - 1); i < paper.count(); i++)
			if (load.starts.length > before && paper.element(i)) paper.redraw(i);
		if (paper.count() > heights.length) paper.begin(heights);
	};
	let taking: Promise<void> | null = null;
	const take = async (): Promise<void> => {
		if (taken) return;
		taking ??= takeOver().finally(() => {
			taking = null;
		});
		await taking;
	};
	const takeOver = async (): Promise<void> => {
		if (load.starts.length === 0) await load.more();
		if (load.starts.length === 0) return;
		taken = true;
		section.dataset.taken = "yes";
		paper.begin(all());
		tell();
	};
	const tell = () => {
		more.textContent = live() ? "Live. Scroll up in the output to stop following." : taken ? told() : "";
	};
	const told = (): string => {
		if (!load.isComplete()) return "Counting the lines…";
		if (paper.count() <= wholeBlocks) return "";
		const { stdout, stderr } = load.end().lines;
		const [bytes, all] = [Number(section.dataset.bytes), Math.max(1, stdout + stderr)];
		const long = bytes / all > longLine ? " Long lines are shown in pieces." : "";
		return `${size(bytes)} in ${count(all)} ${all === 1 ? "line" : "lines"}, loaded as you scroll.${long}`;
	};
	const again = async (): Promise<void> => {
		await take();
		if (!taken) return;
		const here = paper.here();
		tail = null;
		paper.begin(all());
		paper.back(here);
	};
	const growTail = async (): Promise<void> => {
		const block = tail && paper.element(tail.i);
		if (!tail || !block || tail.i !== load.starts.length - 1) return;
		const { drawn } = tail;
		const contents = await load.readOn(drawn.next);
		if (contents && contents.records.length > 0 && tail?.drawn === drawn && block.isConnected)
			drawMore(block, drawn, { run, contents, which, how: choices() });
		tellReading(drawn);
	};
	let [busy, due]: [Promise<void> | null, boolean] = [null, false];
	/** What is asked for while it looks is looked for once more: the look may have missed it. */
	const grow = (): Promise<void> => {
		due = true;
		busy ??= (async () => {
			try {
				while (due) {
					due = false;
					await look();
				}
			} finally {
				busy = null;
			}
		})();
		return busy;
	};
	const look = async (): Promise<void> => {
		const running = live();
		if (!running && settled) return;
		const first = !taken;
		const following = running && (first || paper.isAtEnd());
		const before = load.starts.length;
		await take();
		await list();
		// Its first block came only now.
		await take();
		if (load.starts.length === before && !first) await growTail();
		if (following) paper.showEnd();
		settled = !running;
		tell();
	};
	const rowAt = (block: HTMLElement, { stream, offset }: Pick<Address, "stream" | "offset">) =>
		[...block.querySelectorAll<HTMLElement>(`.row.${stream}`)].findLast(
			(row) => Number(row.dataset.offset) <= offset,
		);
	const mark = (block: HTMLElement) => {
		if (!marked) return;
		const at = load.holding(marked.stream, marked.offset, "byte");
		if (Number(block.dataset.block) === at) rowAt(block, marked)?.classList.add("marked");
	};
	const open = async (place: Pick<Address, "stream" | "offset">): Promise<void> => {
		await take();
		await list();
		for (const row of lines.querySelectorAll(".row.marked")) row.classList.remove("marked");
		marked = place;
		const at = load.holding(place.stream, place.offset, "byte");
		if (!taken) return;
		if (which !== "both" && which !== place.stream) await show("both");
		const block = paper.element(at);
		if (block) mark(block);
		paper.showBlock(at, () => {
			const drawn = paper.element(at);
			return (drawn && rowAt(drawn, place)?.offsetTop) ?? 0;
		});
	};
	const show = async (chosen: Which): Promise<void> => {
		which = chosen;
		controls.chose(which);
		await again();
	};
	const goTo = async (typed: string): Promise<boolean> => {
		const wanted = wantedOf(typed);
		if (!wanted) return false;
		await take();
		if (wanted.what === "part") {
			paper.showPart(wanted.at);
			return true;
		}
		await list();
		const stream = wanted.stream ?? (which === "stderr" ? "stderr" : "stdout");
		if (wanted.what === "byte") await open({ stream, offset: wanted.at });
		else await openLine(stream, wanted.at);
		return true;
	};
	/** A line's place is known once its block is drawn. */
	const openLine = async (stream: "stdout" | "stderr", line: number): Promise<void> => {
		const at = load.holding(stream, Math.max(0, line - 1), "line");
		const found = () =>
			paper.element(at)?.querySelector<HTMLElement>(`.row.${stream}:has(> [data-no="${line}"])`) ??
			[...(paper.element(at)?.querySelectorAll<HTMLElement>(`.row.${stream}`) ?? [])].at(-1);
		const contents = await load.read(at);
		if (!contents) return;
		paper.showBlock(at, () => {
			const row = found();
			for (const other of lines.querySelectorAll(".row.marked"))
				if (other !== row) other.classList.remove("marked");
			row?.classList.add("marked");
			return row?.offsetTop ?? 0;
		});
		say(`Line ${line} of ${stream}`);
	};
	const controls = bar(output, {
		show: (chosen) => void show(chosen),
		goTo,
		start: () => void take().then(paper.showStart),
		end: () => void take().then(list).then(paper.showEnd),
		copied: () => visibleText(lines),
	});
	onChoice((made: Choices, before: Choices) => {
		const redraws = made.as !== before.as || made.controls !== before.controls;
		if (redraws || (taken && made.wrap !== before.wrap)) void again();
		else if (made.times) pieceTimes(lines);
	});
	const showEntry = async (id: string, record: number): Promise<void> => {
		await take();
		await list();
		for (const i of load.reporting(record)) {
			const contents = await load.read(i);
			if (!contents?.records.some(({ inside }) => inside.some((one) => one.id === id))) continue;
			paper.showBlock(i, () => document.getElementById(id)?.closest<HTMLElement>(".row")?.offsetTop ?? 0);
			return;
		}
	};
	copiesLines(lines);
	if (choices().as !== "terminal" || choices().controls) void again();
	else if (choices().times) pieceTimes(lines);
	return { grow, open, showEntry };
};

const retryMs = 3_000;
/** More bytes than that in a line is worth a word. */
const longLine = 16_384;
/** As many blocks are all on the page. */
const wholeBlocks = 8;
