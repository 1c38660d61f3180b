// Colours that programs write into their output (SGR sequences), as a closed set of class names; no other is obeyed.

export type Style = {
	colour: string | null;
	bold: boolean;
	dim: boolean;
	italic: boolean;
	underline: boolean;
};
export const noStyle: Style = { colour: null, bold: false, dim: false, italic: false, underline: false };

const colours = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"];

/** The style after a sequence with these codes (`31;1`); null if it holds anything that is not shown (backgrounds, concealed,
 * 256 colours). */
export const applied = (style: Style, codes: string): Style | null => {
	let next: Style | null = style;
	for (const code of codes.split(";")) next = next && one(next, Number(code));
	return next;
};

const switches: Record<number, Partial<Style>> = {
	0: noStyle,
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

export const classesOf = ({ colour, ...flags }: Style): string =>
	[colour && `a-${colour}`, ...Object.entries(flags).map(([name, on]) => on && `a-${name}`)]
		.filter(Boolean)
		.join(" ");

/** What makes a terminal write in this style; nothing for the usual one. */
export const sequenceOf = ({ colour, bold, dim, italic, underline }: Style): string => {
	const flags = [bold, dim, italic, underline].flatMap((on, i) => (on ? [i + 1] : []));
	const codes = [...flags, ...(colour ? [30 + colours.indexOf(colour)] : [])];
	return codes.length > 0 ? `\x1b[${codes.join(";")}m` : "";
};
