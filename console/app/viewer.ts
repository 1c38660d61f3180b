// A run's output: only what is seen is loaded, from anywhere in it, following while it runs.
import { together } from "../../domain/output/readable.ts";
import { count, size } from "../../words/amounts.ts";
import { readingText } from "../../words/reading.ts";
import { leftAnchor } from "../output/output.ts";
import { part, say } from "./dom.ts";
import { type Address, wantedOf } from "./output/address.ts";
import { bar } from "./output/bar.ts";
import { type Choices, choices, onChoice } from "./output/choices.ts";
import { copiesLines, visibleText } from "./output/copy.ts";
import { loading } from "./output/loading.ts";
import { type Pane, pane, retryMs } from "./output/pane.ts";
import { type Layout, panes } from "./output/panes.ts";
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
	const load = loading(section.dataset.src ?? "", () => beginAgain());
	let taken = false;
	const live = () => section.dataset.state === "running";
	/** All of a run that has ended is here: it was looked for after the end. */
	let settled = section.dataset.whole === "yes";
	const drew = () => {
		const how = part("reading", section);
		// Of a run that has ended the server knows it.
		if (how && live())
			how.textContent = readingText(together(...columns.all().flatMap((one) => one.reading() ?? [])));
	};
	const growAgain = (): void => void grow().catch(() => setTimeout(growAgain, retryMs));
	const wasEarly = () => {
		settled = false;
		growAgain();
	};
	const around = { section, load, isLive: live, wasEarly, drew };
	const columns = panes(lines, (box, which, isSecond) => {
		copiesLines(box);
		return pane(box, which, { ...around, isSecond });
	});

	/** Brings the list to the end of what is stored now. */
	const list = async (): Promise<void> => {
		do {
			const before = load.starts.length;
			if (!(await load.more())) return;
			if (taken) for (const one of columns.all()) one.added(before);
		} while (!load.isComplete());
	};
	const beginAgain = (): void => {
		for (const one of columns.all()) one.forget();
		void list().then(tell, () => setTimeout(beginAgain, retryMs));
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
		for (const one of columns.all()) one.begin();
		tell();
	};
	const tell = () => {
		more.textContent = live() ? "Live. Scroll up in the output to stop following." : taken ? told() : "";
	};
	const told = (): string => {
		if (!load.isComplete()) return "Counting the lines…";
		if (columns.all().every((one) => one.count() <= wholeBlocks)) return "";
		const { stdout, stderr } = load.end().lines;
		const [bytes, all] = [Number(section.dataset.bytes), Math.max(1, stdout + stderr)];
		const long = bytes / all > longLine ? " Long lines are shown in pieces." : "";
		return `${size(bytes)} in ${count(all)} ${all === 1 ? "line" : "lines"}, loaded as you scroll.${long}`;
	};
	const again = async (): Promise<void> => {
		await take();
		if (taken) for (const one of columns.all()) one.again();
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
	/** A pane stays at its end through all that comes, until the reader moves, also while an answer is on its way. */
	const follow = (which: (one: Pane) => boolean = () => true): void => {
		for (const one of columns.all().filter(which)) one.showEnd();
	};
	const takeToEnd = async (running: boolean): Promise<void> => {
		if (taken) return;
		await take();
		if (running && taken) follow();
	};
	const look = async (): Promise<void> => {
		const running = live();
		if (!running && settled) return;
		const wasTaken = taken;
		if (running && wasTaken) follow((one) => one.isAtEnd());
		const before = load.starts.length;
		await takeToEnd(running);
		await list();
		// Its first block came only now.
		await takeToEnd(running);
		if (load.starts.length === before && wasTaken) for (const one of columns.all()) await one.growTail();
		settled = !running;
		tell();
	};
	/** Where a stream is shown; if it isn't, both are shown first. */
	const showing = async (stream: Address["stream"]): Promise<Pane> => {
		if (!columns.of(stream)) await show("both");
		return columns.of(stream) ?? columns.all()[0];
	};
	/** A way may have to wait for the list. Of several, only the one that was wanted last is gone. */
	let newest = 0;
	const setOut = (): (() => boolean) => {
		const own = ++newest;
		return () => own === newest;
	};
	const open = async (place: Pick<Address, "stream" | "offset">): Promise<void> => {
		const goesOn = setOut();
		await take();
		await list();
		if (!goesOn()) return;
		for (const one of columns.all()) one.unmark();
		if (taken) (await showing(place.stream)).open(place);
	};
	const show = async (chosen: Layout): Promise<void> => {
		controls.chose(chosen);
		await take();
		const following = live() && columns.all()[0].isAtEnd();
		columns.lay(chosen);
		if (!taken) return;
		for (const one of columns.all()) one.again();
		if (following) follow();
		tell();
	};
	const goTo = async (typed: string): Promise<boolean> => {
		const wanted = wantedOf(typed);
		if (!wanted) return false;
		const goesOn = setOut();
		await take();
		if (!goesOn()) return true;
		if (wanted.what === "part") {
			for (const one of columns.all()) one.showPart(wanted.at);
			return true;
		}
		await list();
		if (!goesOn()) return true;
		const stream = wanted.stream ?? (columns.layout() === "stderr" ? "stderr" : "stdout");
		if (wanted.what === "byte") await open({ stream, offset: wanted.at });
		else {
			await (await showing(stream)).openLine(stream, wanted.at);
			say(`Line ${wanted.at} of ${stream}`);
		}
		return true;
	};
	const each = (then: (one: Pane) => void) => () => {
		for (const one of columns.all()) then(one);
	};
	const toEdge = async (ready: () => Promise<void>, then: (one: Pane) => void): Promise<void> => {
		const goesOn = setOut();
		await ready();
		if (goesOn()) each(then)();
	};
	const controls = bar(output, {
		show: (chosen) => void show(chosen),
		goTo,
		start: () => void toEdge(take, (one) => one.showStart()),
		end: () =>
			void toEdge(
				() => take().then(list),
				(one) => one.showEnd(),
			),
		copied: () =>
			columns
				.all()
				.flatMap((one) => visibleText(one.lines))
				.join(""),
	});
	onChoice((made: Choices, before: Choices) => {
		const redraws = made.as !== before.as || made.controls !== before.controls;
		if (redraws || (taken && made.wrap !== before.wrap)) void again();
		else if (made.times) each((one) => pieceTimes(one.lines))();
	});
	const showEntry = async (id: string, record: number): Promise<void> => {
		const goesOn = setOut();
		await take();
		await list();
		for (const i of load.reporting(record)) {
			const contents = await load.read(i);
			if (!goesOn()) return;
			const has = contents?.records.some(
				({ inside, left }) => inside.some((one) => one.id === id) || (left && id === leftAnchor(section.id)),
			);
			if (!has) continue;
			if (columns.all().some((one) => one.openEntry(id, i))) return;
			await show("both");
			columns.all()[0].openEntry(id, i);
			return;
		}
	};
	if (choices().as !== "terminal" || choices().controls) void again();
	else if (choices().times) pieceTimes(lines);
	return { grow, open, showEntry };
};

/** More bytes than that in a line is worth a word. */
const longLine = 16_384;
/** As many blocks are all on the page. */
const wholeBlocks = 8;
