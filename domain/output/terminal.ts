// Lines as a terminal would leave them: carriage returns, backspaces and moves within the line take effect, as do plain colours.
// Nothing else does: titles, links, moves to other lines and all other sequences stay in the text, to be shown escaped.
import { parse } from "@ansi-tools/parser";
import { Cells, mostCells, type Run } from "./cells.ts";
import { applied, classesOf, noStyle, type Style } from "./colours.ts";
import type { Segment } from "./segments.ts";
import { utf8Text } from "./utf8.ts";

/** Bytes of UTF-8 as they came, or text: whole lines or pieces of them. `classes`: its colours. */
export type Drawn = { classes: string } & ({ bytes: Uint8Array } | { text: string });

export type Terminal = {
	draw(segment: Segment): Drawn[];
	/** What its unfinished line shows; what comes next begins a new one. */
	flush(): Drawn[];
	/** The same, with a sequence that never ended. */
	end(): Drawn[];
	/** One that goes on from here by itself. */
	copy(): Terminal;
	/** Whether anything was drawn over. */
	overdrawn(): boolean;
	/** Whether sequences stayed in the text that would have cost too much. */
	undrawn(): boolean;
	/** What stays from one line to the next. */
	carried(): TerminalState;
};

/** The colours, and the beginning of a sequence whose end is still to come. */
export type TerminalState = { style: Style; held: string };
type State = TerminalState & { cells: Cells; classes: string };

/** A terminal at a line's start. */
export const terminalFrom = ({ style, held }: TerminalState): Terminal =>
	terminal({ cells: new Cells(), style, classes: classesOf(style), held });

const fresh = (): State => ({ cells: new Cells(), style: noStyle, classes: "", held: "" });

export const terminal = (state = fresh()): Terminal => ({
	draw: (segment) => ("bytes" in segment ? plain(state, segment.bytes) : line(state, segment)),
	flush: () => state.cells.taken(),
	end: () => {
		if (state.held !== "") state.cells.note(state.held, state.classes);
		state.held = "";
		return state.cells.taken();
	},
	copy: () => terminal({ ...state, cells: state.cells.copy() }),
	overdrawn: () => state.cells.overdrawn,
	undrawn: () => state.cells.undrawn,
	carried: () => ({ style: state.style, held: state.held }),
});

/** Their first line may go on from what is drawn already. */
const plain = (state: State, bytes: Uint8Array): Drawn[] => {
	if (state.cells.isEmpty && state.held === "") return [{ bytes, classes: state.classes }];
	const end = bytes.indexOf(0x0a) + 1 || bytes.length;
	const first = line(state, { text: utf8Text(bytes.subarray(0, end)), ended: bytes[end - 1] === 0x0a });
	return end === bytes.length ? first : [...first, ...plain(state, bytes.subarray(end))];
};

const line = (state: State, { text, ended }: { text: string; ended: boolean }): Drawn[] => {
	const all = state.held + text;
	state.held = ended ? "" : (unfinished.exec(all)?.[0] ?? "");
	const body = ended ? all.replace(/\r*\n$/, "") : all.slice(0, all.length - state.held.length);
	const simple = state.cells.isEmpty && !moving.test(body) && (ended || body.length >= mostCells);
	const runs = simple ? coloured(state, body) : onCells(state, body);
	return [...runs, ...(ended ? state.cells.taken() : []), ...(ended ? [{ text: "\n", classes: "" }] : [])];
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what these sequences start with
const unfinished = /\x1b(?:\[[0-?]{0,40}[ -/]{0,4}|\][^\x07\x1b]{0,1000}\x1b?)?$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: likewise
const moving = /[\b\r\x0f]|\x1b(?!\[[0-9:;]*m)/;

/** Text in which nothing but colours takes effect. */
const coloured = (state: State, body: string): Run[] => {
	const runs: Run[] = [];
	for (const { type, raw } of parse(body)) {
		if (type === "TEXT" || !takesColour(state, raw)) runs.push({ text: raw, classes: state.classes });
	}
	return runs;
};

const onCells = (state: State, body: string): Run[] => {
	const { cells } = state;
	const runs: Run[] = [];
	for (const { type, raw } of parse(body)) {
		cells.allow(raw.length);
		if (type !== "TEXT") {
			if (!takesColour(state, raw)) runs.push(...sequence(cells, raw, state.classes));
			if (cells.isFull) runs.push(...cells.taken());
			continue;
		}
		for (const character of raw) {
			typed(cells, character, state.classes);
			if (cells.isFull) runs.push(...cells.taken());
		}
	}
	return runs;
};

const typed = (cells: Cells, character: string, classes: string): void => {
	if (character === "\r") cells.to(0);
	else if (character === "\b") cells.by(-1);
	else if (character === "\t") cells.tab();
	else if (character === "\x0f") return;
	else cells.put(character, classes);
};

/** Whether a sequence is of colours that are shown. */
const takesColour = (state: State, raw: string): boolean => {
	const codes = colours.exec(raw)?.[1];
	const style = codes === undefined ? null : applied(state.style, codes);
	if (style) [state.style, state.classes] = [style, classesOf(style)];
	return style !== null;
};
// biome-ignore lint/suspicious/noControlCharactersInRegex: likewise
const colours = /^\x1b\[([0-9:;]{0,40})m$/;

/** What the line shows that the cursor leaves. */
const sequence = (cells: Cells, raw: string, classes: string): Run[] => {
	const [, count, final, alone] = withinLine.exec(raw) ?? [];
	const move = moves[final ?? alone ?? ""];
	if (move) {
		if (move(cells, count ? Number(count) : null) === false) cells.put(raw, classes);
	} else if (alone ? !cells.back() : otherLine.test(raw)) return cells.leave(raw, classes);
	else if (!alone && !leavesNothing.test(raw) && !inTaskbar.test(raw)) cells.note(raw, classes);
	return [];
};

// https://invisible-island.net/xterm/ctlseqs/ctlseqs.html
// biome-ignore lint/suspicious/noControlCharactersInRegex: likewise
const withinLine = /^\x1b(?:\[(\d{0,5})([CDGKPX@`a])|(\[0?J|\[[su]|[78]))$/;
/** To other lines, of several of them, of the screen. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: likewise
const otherLine = /^\x1b(?:\[[\d;]*[ABEFHJLMSTdefr]|[DEMc])$/;
/** False: it would cost too much. */
const moves: Record<string, (cells: Cells, count: number | null) => boolean | undefined> = {
	C: (cells, count) => void cells.by(count || 1),
	a: (cells, count) => void cells.by(count || 1),
	D: (cells, count) => void cells.by(-(count || 1)),
	G: (cells, count) => void cells.to((count || 1) - 1),
	"`": (cells, count) => void cells.to((count || 1) - 1),
	K: (cells, count) => (count ?? 0) > 2 || cells.erase(count ?? 0),
	P: (cells, count) => cells.take(count || 1),
	X: (cells, count) => cells.blank(count || 1),
	"@": (cells, count) => cells.insert(count || 1),
	// Nothing is below the line.
	"[J": (cells) => cells.erase(0),
	"[0J": (cells) => cells.erase(0),
	"[s": (cells) => void cells.keep(),
	7: (cells) => void cells.keep(),
};

/** Whether and how the cursor is seen, how keys and a paste come, when to draw, the usual letters, a bar in the taskbar: nothing of it is
 * ever drawn in the text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: likewise
const leavesNothing = /^\x1b(?:\[\?(?:1|12|25|2004|2026)[hl]|\[\d? q|[=>]|\(B)$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: likewise
const inTaskbar = /^\x1b\]9;4[\d;]{0,12}(?:\u0007|\x1b\\)$/;

/** A text without sequences, whatever they would do. */
export const withoutSequences = (text: string): string =>
	text.includes("\u001b")
		? parse(text)
				.flatMap(({ type, raw }) => (type === "TEXT" ? [raw] : []))
				.join("")
		: text;
