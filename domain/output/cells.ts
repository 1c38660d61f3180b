// One line of a terminal: cells, a cursor, and what moves it or clears cells within the line.
import { eastAsianWidth } from "get-east-asian-width";

/** `text` is empty in the second cell of a wide character. */
type Cell = { text: string; classes: string };
export type Run = { text: string; classes: string };

/** A line has no more; longer ones go on in a further one. */
export const mostCells = 8_192;
/** Moves go no further than this beyond the line's end: a terminal would stop at its edge. */
const edge = 200;
const tabWidth = 8;

export class Cells {
	#cells: Cell[] = [];
	#at = 0;
	#size = 0;
	/** Whether anything that could be seen was drawn over or cleared. */
	overdrawn = false;

	get isEmpty(): boolean {
		return this.#cells.length === 0 && this.#at === 0;
	}
	get isFull(): boolean {
		return Math.max(this.#at, this.#cells.length) >= mostCells || this.#size > 4 * mostCells;
	}

	/** Writes a character, or what is shown in place of something, at the cursor. */
	put(text: string, classes: string): void {
		const wide = widthOf(text);
		const before = this.#cells[this.#at - 1];
		if (wide === 0 && before) {
			const owner = this.#at - (before.text === "" ? 2 : 1);
			this.#cells[owner] = { ...before, text: (this.#cells[owner]?.text ?? "") + text };
			this.#size += text.length;
			return;
		}
		this.#set(this.#at++, { text, classes });
		if (wide === 2) this.#set(this.#at++, { text: "", classes });
	}

	/** A cell of a wide character that loses the other one is blank. */
	#set(at: number, cell: Cell): void {
		while (this.#cells.length < at) this.#push(blank);
		const old = this.#cells[at];
		if (old && old.text.trim() !== "" && old.text !== cell.text) this.overdrawn = true;
		if (old?.text === "" && cell.text !== "") this.#cells[at - 1] = blank;
		if (old && this.#cells[at + 1]?.text === "") this.#cells[at + 1] = blank;
		this.#size += cell.text.length - (old?.text.length ?? 0);
		this.#cells[at] = cell;
	}

	#push(cell: Cell): void {
		this.#cells.push(cell);
		this.#size += cell.text.length;
	}

	/** To a column, counted from 0. */
	to(column: number): void {
		this.#at = Math.max(0, Math.min(column, Math.max(this.#cells.length, edge)));
	}
	by(columns: number): void {
		this.to(this.#at + columns);
	}
	tab(): void {
		this.to((Math.floor(this.#at / tabWidth) + 1) * tabWidth);
	}
	/** `ESC[K`: from the cursor to the end, `1`: from the start to the cursor, `2`: all. */
	erase(part: number): void {
		const from = part === 0 ? this.#at : 0;
		this.clear(from, part === 1 ? this.#at + 1 : this.#cells.length);
		if (part !== 1) this.#splice(from, this.#cells.length, 0);
	}
	clear(from: number, to: number): void {
		for (let at = from; at < Math.min(to, this.#cells.length); at++) this.#set(at, blank);
	}
	/** `ESC[X`: blanks so many. */
	blank(count: number): void {
		this.clear(this.#at, this.#at + count);
	}
	/** `ESC[P`: takes so many away. */
	take(count: number): void {
		this.clear(this.#at, this.#at + count);
		this.#splice(this.#at, count, 0);
	}
	/** `ESC[@`: pushes the rest so far to the right. */
	insert(count: number): void {
		if (this.#cells.length > this.#at) this.#splice(this.#at, 0, Math.min(count, edge));
	}
	/** Takes away cells that are blank, and puts in blank ones. */
	#splice(at: number, away: number, blanks: number): void {
		const gone = this.#cells.splice(at, away, ...Array.from({ length: blanks }, () => blank));
		this.#size += blanks - gone.length;
	}

	/** What the line shows, and starts a new one. */
	taken(): Run[] {
		const runs: Run[] = [];
		for (const { text, classes } of this.#cells) {
			const last = runs.at(-1);
			if (last?.classes === classes) last.text += text;
			else runs.push({ text, classes });
		}
		[this.#cells, this.#at, this.#size] = [[], 0, 0];
		return runs;
	}

	copy(): Cells {
		const other = new Cells();
		[other.#cells, other.#at, other.#size] = [this.#cells.map((cell) => ({ ...cell })), this.#at, this.#size];
		other.overdrawn = this.overdrawn;
		return other;
	}
}

const blank: Cell = Object.freeze({ text: " ", classes: "" });

/** What a terminal gives it. Anything longer stands for something, and takes one cell. */
const widthOf = (text: string): number => {
	if (text >= " " && text <= "~") return 1;
	const point = text.codePointAt(0) ?? 0;
	if (text.length > (point > 0xffff ? 2 : 1)) return 1;
	return zeroWidth.test(text) ? 0 : eastAsianWidth(point);
};
const zeroWidth = /[\p{M}\u200d]/u;
