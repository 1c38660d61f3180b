// One line of a terminal: cells, a cursor, and what moves it or clears cells within the line.
import { eastAsianWidth } from "get-east-asian-width";

/** `text` is empty in the second cell of a wide character. */
type Cell = { text: string; classes: string };
/** It stands before the cell `at`. `ofEmpty`: a move out of a line that had nothing. */
type Note = Run & { at: number; ofEmpty: boolean };
export type Run = { text: string; classes: string };

/** A line has no more; longer ones go on in a further one. */
export const mostCells = 8_192;
/** Moves go no further than this beyond the line's end: a terminal would stop at its edge. */
const edge = 200;
const tabWidth = 8;
/** How many cells one character may clear: a sequence of 7 characters a line of 200 columns. */
const stepsEach = 32;
/** So many cells cost as much as a note that may have to move. */
const perNote = 8;

export class Cells {
	#cells: Cell[] = [];
	#at = 0;
	/** The column that was kept in this line; null: none, or what came since may have left the line. */
	#kept: number | null = null;
	/** What stays in the text, in the order in which it came last, by its place and text. */
	#notes = new Map<string, Note>();
	#size = 0;
	/** Whether anything that could be seen was drawn over or cleared. */
	overdrawn = false;
	/** Whether anything would have cost too much. */
	undrawn = false;
	/** How many cells may still be touched in this line. */
	#allowance = 0;

	get isEmpty(): boolean {
		return this.#cells.length === 0 && this.#at === 0 && this.#notes.size === 0;
	}
	get isFull(): boolean {
		return Math.max(this.#at, this.#cells.length) >= mostCells || this.#size > 4 * mostCells;
	}

	/** Writes a character at the cursor. */
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

	/** What stays in the text without being drawn, whatever becomes of the cells: it takes none, and at one place it is there once. */
	note(text: string, classes: string): void {
		this.#kept = null;
		this.#add({ text, classes, at: this.#at, ofEmpty: false });
	}
	/** A sequence after which the cursor is in another line, or may be: what this one shows. The sequence stays in the text of the next. */
	leave(sequence: string, classes: string): Run[] {
		const ofEmpty = this.isEmpty;
		const shown = this.taken();
		this.#add({ text: sequence, classes, at: 0, ofEmpty });
		return shown;
	}
	#add(note: Note): void {
		const key = `${note.at} ${note.text}`;
		// Behind what else came there meanwhile: the end of a link, before the next one.
		if (this.#notes.delete(key)) this.#size -= note.text.length;
		this.#notes.set(key, note);
		this.#size += note.text.length;
	}
	#replace(notes: Note[]): void {
		for (const { text } of this.#notes.values()) this.#size -= text.length;
		this.#notes.clear();
		for (const note of notes) this.#add(note);
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
	keep(): void {
		this.#kept = this.#at;
	}
	/** To the column that was kept; false if it isn't known. */
	back(): boolean {
		if (this.#kept === null) return false;
		this.to(this.#kept);
		return true;
	}
	/** So many characters of the line have come: they pay for what is cleared and moved in it. */
	allow(characters: number): void {
		this.#allowance += stepsEach * characters;
	}
	/** Whether so many cells may be touched. */
	#may(steps: number): boolean {
		const may = steps <= this.#allowance;
		if (may) this.#allowance -= Math.max(0, steps);
		else this.undrawn = true;
		return may;
	}

	// What follows is false if it would cost too much, and then changes nothing.

	/** `ESC[K`: from the cursor to the end, `1`: from the start to the cursor, `2`: all. */
	erase(part: number): boolean {
		const from = part === 0 ? this.#at : 0;
		const to = part === 1 ? Math.min(this.#at + 1, this.#cells.length) : this.#cells.length;
		if (!this.#may(to - from + perNote * this.#notes.size)) return false;
		this.#clear(from, to);
		if (from === 0) this.#loseMoves();
		if (part !== 1) this.#splice(from, this.#cells.length, 0);
		return true;
	}
	#loseMoves(): void {
		const kept = [...this.#notes.values()].filter(({ ofEmpty }) => !ofEmpty);
		if (kept.length === this.#notes.size) return;
		this.#replace(kept);
		this.overdrawn = true;
	}
	#clear(from: number, to: number): void {
		for (let at = from; at < Math.min(to, this.#cells.length); at++)
			if (this.#cells[at] !== blank) this.#set(at, blank);
	}
	/** `ESC[X`: blanks so many. */
	blank(count: number): boolean {
		if (!this.#may(Math.min(count, this.#cells.length - this.#at))) return false;
		this.#clear(this.#at, this.#at + count);
		return true;
	}
	/** `ESC[P`: takes so many away. */
	take(count: number): boolean {
		const after = Math.max(0, this.#cells.length - this.#at);
		if (!this.#may(Math.min(count, after) + moving(after) + perNote * this.#notes.size)) return false;
		this.#clear(this.#at, this.#at + count);
		this.#splice(this.#at, count, 0);
		return true;
	}
	/** `ESC[@`: pushes the rest so far to the right. */
	insert(count: number): boolean {
		if (!this.#may(moving(this.#cells.length - this.#at) + perNote * this.#notes.size)) return false;
		if (this.#cells.length > this.#at) this.#splice(this.#at, 0, Math.min(count, edge));
		return true;
	}
	/** Takes away cells that are blank, and puts in blank ones. */
	#splice(at: number, away: number, blanks: number): void {
		const gone = this.#cells.splice(at, away, ...Array.from({ length: blanks }, () => blank));
		this.#size += blanks - gone.length;
		const notes = [...this.#notes.values()];
		if (!notes.some((note) => note.at > at)) return;
		this.#replace(
			notes.map((note) => (note.at > at ? { ...note, at: Math.max(at, note.at - away) + blanks } : note)),
		);
	}

	/** What the line shows, and starts a new one. */
	taken(): Run[] {
		const runs: Run[] = [];
		const add = ({ text, classes }: Run): void => {
			const last = runs.at(-1);
			if (last?.classes === classes) last.text += text;
			else runs.push({ text, classes });
		};
		const notes = [...this.#notes.values()].sort((one, other) => one.at - other.at);
		let noted = 0;
		this.#cells.forEach((cell, column) => {
			for (let note = notes[noted]; note && note.at <= column; note = notes[++noted]) add(note);
			add(cell);
		});
		notes.slice(noted).forEach(add);
		[this.#cells, this.#at, this.#kept, this.#size, this.#allowance] = [[], 0, null, 0, 0];
		this.#notes.clear();
		return runs;
	}

	copy(): Cells {
		const other = new Cells();
		[other.#cells, other.#at, other.#size] = [this.#cells.map((cell) => ({ ...cell })), this.#at, this.#size];
		[other.#kept, other.#notes] = [this.#kept, new Map(this.#notes)];
		[other.overdrawn, other.undrawn, other.#allowance] = [this.overdrawn, this.undrawn, this.#allowance];
		return other;
	}
}

/** So many cells moved at once cost as much as one that is cleared. */
const moving = (cells: number): number => Math.ceil(Math.max(0, cells) / 128);

const blank: Cell = Object.freeze({ text: " ", classes: "" });

/** What a terminal gives it. Anything longer stands for something, and takes one cell. */
const widthOf = (text: string): number => {
	if (text >= " " && text <= "~") return 1;
	const point = text.codePointAt(0) ?? 0;
	if (text.length > (point > 0xffff ? 2 : 1)) return 1;
	return zeroWidth.test(text) ? 0 : eastAsianWidth(point);
};
const zeroWidth = /[\p{M}\u200d]/u;
