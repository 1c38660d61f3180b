// Colours that programs write into their output (SGR sequences), as a closed set of class names; nothing else is obeyed.

export type Styled = { text: string; classes: string };

/** Reads text in pieces; anything except a plain colour or weight stays in the text, to be shown escaped. */
export const ansiReader = (): { read(text: string): Styled[]; end(): Styled[] } => {
	let style: Style = none;
	let held = "";
	return {
		read(text) {
			const all = held + text;
			held = all.match(unfinished)?.[0] ?? "";
			const { parts, last } = styled(all.slice(0, all.length - held.length), style);
			style = last;
			return parts;
		},
		end() {
			const rest = held;
			held = "";
			return rest ? [{ text: rest, classes: classes(style) }] : [];
		},
	};
};

const styled = (text: string, first: Style): { parts: Styled[]; last: Style } => {
	const parts: Styled[] = [];
	let from = 0;
	let style = first;
	for (const found of text.matchAll(sgr)) {
		const next = applied(style, found[1] ?? "");
		if (!next) continue;
		parts.push({ text: text.slice(from, found.index), classes: classes(style) });
		style = next;
		from = found.index + found[0].length;
	}
	parts.push({ text: text.slice(from), classes: classes(style) });
	return { parts: parts.filter((part) => part.text !== ""), last: style };
};

type Style = { colour: string | null; bold: boolean; dim: boolean; italic: boolean; underline: boolean };
const none: Style = { colour: null, bold: false, dim: false, italic: false, underline: false };

// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what these sequences start with
const sgr = /\x1b\[([0-9;]{0,20})m/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: likewise
const unfinished = /\x1b(?:\[[0-9;]{0,20})?$/;

const colours = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"];

/** The style after a sequence; null if it holds anything that is not shown (backgrounds, concealed, 256 colours). */
const applied = (style: Style, codes: string): Style | null => {
	let next: Style | null = style;
	for (const code of codes.split(";")) next = next && one(next, Number(code));
	return next;
};

const switches: Record<number, Partial<Style>> = {
	0: none,
	1: { bold: true },
	2: { dim: true },
	3: { italic: true },
	4: { underline: true },
	22: { bold: false, dim: false },
	23: { italic: false },
	24: { underline: false },
	39: { colour: null },
};

const one = (style: Style, code: number): Style | null => {
	const change = switches[code];
	if (change) return { ...style, ...change };
	const colour =
		code >= 30 && code <= 37 ? colours[code - 30] : code >= 90 && code <= 97 ? colours[code - 90] : null;
	return colour ? { ...style, colour } : null;
};

const classes = ({ colour, ...flags }: Style): string =>
	[colour && `a-${colour}`, ...Object.entries(flags).map(([name, on]) => on && `a-${name}`)]
		.filter(Boolean)
		.join(" ");
