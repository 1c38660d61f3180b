// Line numbers beside the command, and marks at lines. Only those in view are drawn: a script may have a hundred thousand.

export type Mark = { tone: string; text: string };
export type Numbers = {
	/** By line, from 1. */
	mark(marks: ReadonlyMap<number, Mark>): void;
	/** Puts the cursor at the beginning of a line, and shows it. */
	goTo(line: number): void;
};

export const numbering = (field: HTMLTextAreaElement, gutter: HTMLElement): Numbers => {
	let marks: ReadonlyMap<number, Mark> = new Map();
	let lines = 1;
	gutter.hidden = false;
	const height = () => Number.parseFloat(getComputedStyle(field).lineHeight);
	const above = () => Number.parseFloat(getComputedStyle(field).paddingTop);
	const draw = (): void => {
		const line = height();
		const from = Math.max(0, Math.floor((field.scrollTop - above()) / line));
		const until = Math.min(lines, from + Math.ceil(field.clientHeight / line) + 2);
		const drawn = Array.from({ length: Math.max(0, until - from) }, (_, n) => number(from + n + 1, marks));
		gutter.replaceChildren(...drawn);
		gutter.style.width = `${Math.max(3, `${lines}`.length) + 2}ch`;
		gutter.style.height = `${field.offsetHeight}px`;
		const [first] = drawn;
		if (first) first.style.marginTop = `${above() + from * line - field.scrollTop}px`;
	};
	const count = (): void => {
		lines = linesOf(field.value);
		draw();
	};
	field.addEventListener("input", count);
	field.addEventListener("scroll", draw, { passive: true });
	new ResizeObserver(draw).observe(field);
	count();
	return {
		mark(found) {
			marks = found;
			draw();
		},
		goTo(line) {
			const at = startOfLine(field.value, line);
			field.focus({ preventScroll: true });
			field.setSelectionRange(at, at);
			field.scrollTop = Math.max(0, (line - 1) * height() - field.clientHeight / 3);
			field.scrollLeft = 0;
			field.scrollIntoView({ block: "nearest" });
			draw();
		},
	};
};

const number = (line: number, marks: ReadonlyMap<number, Mark>): HTMLElement => {
	const made = document.createElement("span");
	made.textContent = `${line}`;
	const mark = marks.get(line);
	if (mark) {
		made.className = mark.tone;
		made.title = mark.text;
	}
	return made;
};

const linesOf = (text: string): number => {
	let lines = 1;
	for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lines++;
	return lines;
};

/** Of the last one, where there are fewer. */
export const startOfLine = (text: string, line: number): number => {
	let at = 0;
	for (let n = 1; n < line; n++) {
		const next = text.indexOf("\n", at);
		if (next < 0) break;
		at = next + 1;
	}
	return at;
};
