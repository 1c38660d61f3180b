// How a run's output is laid out: both streams in one column, in the order in which they came; each in a column of its own, side by
// side; or one of them alone.
import type { Stream } from "../../../protocol/record/records.ts";
import type { Which } from "./drawing.ts";
import type { Pane } from "./pane.ts";

export type Layout = Which | "apart";

/** `made`: makes a column of an element. */
export const panes = (
	lines: HTMLElement,
	made: (box: HTMLElement, which: Which, isSecond: boolean) => Pane,
) => {
	const first = made(lines, "both", false);
	let second: Pane | null = null;
	let layout: Layout = "both";
	const label = lines.getAttribute("aria-label") ?? "";
	const all = (): [Pane, ...Pane[]] => (layout === "apart" && second ? [first, second] : [first]);
	const around = document.createElement("div");
	around.className = "panes";
	const column = (box: HTMLElement, stream: Stream) => {
		const title = Object.assign(document.createElement("p"), {
			className: "pane-title",
			textContent: stream,
		});
		box.setAttribute("aria-label", `${label}: ${stream}`);
		const whole = document.createElement("div");
		whole.append(title, box);
		return whole;
	};
	const apart = () => {
		const box = lines.cloneNode();
		if (!(box instanceof HTMLElement)) return;
		delete box.dataset.part;
		lines.replaceWith(around);
		around.replaceChildren(column(lines, "stdout"), column(box, "stderr"));
		second = made(box, "stderr", true);
	};
	const joined = () => {
		around.replaceWith(lines);
		lines.setAttribute("aria-label", label);
		second = null;
	};
	return {
		all,
		layout: () => layout,
		/** The column that shows a stream; null: none does. */
		of: (stream: Stream): Pane | null =>
			all().find((one) => one.which() === "both" || one.which() === stream) ?? null,
		/** What is in them is to be drawn again. */
		lay(chosen: Layout): void {
			if (chosen === layout) return;
			if (layout === "apart") joined();
			if (chosen === "apart") apart();
			layout = chosen;
			first.choose(chosen === "apart" ? "stdout" : chosen);
		},
	};
};
