// The strips of a run's output on the page: no more of them than a browser stays quick with, the newest kept.
import type { strips } from "../output/output.ts";
import { button, elements } from "./dom.ts";
import { pieceTimes } from "./times.ts";

/** Characters of output on the page at once, with so many more counted for each strip. */
const most = 16_777_216;
const perStrip = 200;

type Strips = ReturnType<typeof strips>;

export type Shelf = {
	/** Puts these after what is there; whether the first of it had to go for that. `open`: what goes when more is put. */
	add(made: Strips, open: Strips): boolean;
	/** Starts over; `cut`: what comes next is not the output's start. */
	clear(cut: boolean): void;
};

export const shelf = (lines: HTMLElement, fromStart: () => void): Shelf => {
	const weights = new Map<Element, number>();
	let weight = 0;
	const weigh = (strip: Element | null) => {
		if (!(strip instanceof HTMLElement) || !strip.classList.contains("strip")) return;
		const text = strip.textContent;
		if (text.length > perLine) foretell(strip, text);
		const now = text.length + perStrip;
		weight += now - (weights.get(strip) ?? 0);
		weights.set(strip, now);
	};
	const trim = (): boolean => {
		let gone = false;
		for (const [strip, its] of weights) {
			if (weight <= most || weights.size === 1) break;
			strip.remove();
			weights.delete(strip);
			weight -= its;
			gone = true;
		}
		if (gone && !lines.querySelector(".left-out")) lines.prepend(leftOut(fromStart));
		return gone;
	};
	const put = ({ continued, strips }: Strips): HTMLElement[] => {
		const more = elements(String(continued));
		lines.lastElementChild?.querySelector(".bytes")?.append(...more);
		const fresh = elements(String(strips));
		lines.append(...fresh);
		return [...more, ...fresh];
	};
	let opened: HTMLElement[] = [];
	return {
		add(made, open) {
			for (const element of opened) element.remove();
			const last = lines.lastElementChild;
			const fresh = put(made);
			weigh(last);
			for (const strip of fresh) weigh(strip);
			opened = put(open);
			pieceTimes(lines);
			return trim();
		},
		clear(cut) {
			lines.replaceChildren(...(cut ? [leftOut(fromStart)] : []));
			weights.clear();
			weight = 0;
			opened = [];
		},
	};
};

/** Only what is in sight is laid out: how high the rest will be has to be about right, or all of it seems to be in sight. */
const foretell = (strip: HTMLElement, text: string): void => {
	const lines = text.split("\n").length + Math.round(text.length / perLine);
	strip.classList.add("long");
	strip.style.containIntrinsicBlockSize = `auto ${1.5 * lines}em`;
};
const perLine = 120;

const leftOut = (fromStart: () => void): HTMLElement => {
	const note = document.createElement("p");
	note.className = "left-out";
	note.append("Earlier output isn't loaded. ", button("From the start", fromStart));
	return note;
};
