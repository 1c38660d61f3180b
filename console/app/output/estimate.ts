// How high a block will be, before it is drawn: from its lines, or, where long ones wrap, its bytes.
import type { Stream } from "../../../protocol/record/records.ts";
import { choices } from "./choices.ts";
import type { Which } from "./drawing.ts";
import type { Loading } from "./loading.ts";

/** Beside the text: line numbers and the stream's name. */
const margin = 120;
const usualRow = 19.5;
/** A letter's width by its line's height. */
const letter = 0.4;

export const estimator = (lines: HTMLElement, load: Loading, section: HTMLElement, which: () => Which) => {
	const row = () => Number.parseFloat(getComputedStyle(lines).lineHeight) || usualRow;
	const height = ({ bytes, lines: count }: { bytes: number; lines: number }): number => {
		const columns = Math.max(10, (lines.clientWidth - margin) / (letter * row()));
		return row() * Math.max(1, count, choices().wrap ? Math.round(bytes / columns) : 0);
	};
	const streams = (): Stream[] => {
		const one = which();
		return one === "both" ? ["stdout", "stderr"] : [one];
	};
	/** A block in which all is of the other stream has nothing to show: else the few lines of one would load all of the other. The ends,
	 * and what the list says is reported of later, are looked at. */
	const isOther = (i: number): boolean =>
		which() !== "both" &&
		i > 0 &&
		i < load.starts.length - 1 &&
		load.starts[i]?.notes.length === 0 &&
		load.sizeOf(i, streams()).bytes === 0 &&
		load.sizeOf(i, ["stdout", "stderr"]).bytes > 0;
	return {
		/** 0: nothing of it is shown. */
		block: (i: number): number => (isOther(i) ? 0 : height(load.sizeOf(i, streams()))),
		/** What isn't in the list yet, if anything. */
		rest(): number[] {
			if (load.isComplete()) return [];
			const { stdout, stderr, lines: known } = load.end();
			const left = Number(section.dataset.bytes) - stdout - stderr;
			if (left <= 0) return [];
			const each = (known.stdout + known.stderr) / Math.max(1, stdout + stderr);
			return [height({ bytes: left, lines: Math.round(left * each) })];
		},
	};
};
