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

/** The style after a sequence with these codes (`31;1`, `38;5;9`, `4:3`). What isn't shown (backgrounds, most of 256 colours,
 * inverse) changes nothing else; null if text is to be concealed, which has to be seen. */
export const applied = (style: Style, codes: string): Style | null => {
	let next = style;
	const all = codes.split(";");
	for (let at = 0; at < all.length; at++) {
		const [code = 0, ...parts] = (all[at] ?? "").split(":").map(Number);
		if (code === concealed) return null;
		if (!extended.includes(code)) {
			next = parts.length > 0 && parts[0] === 0 ? one(next, code + 20) : one(next, code);
			continue;
		}
		const given = parts.length > 0 ? parts : all.slice(at + 1, at + 5).map(Number);
		if (code === 38) next = { ...next, colour: numbered(given) };
		if (parts.length === 0) at += given[0] === 2 ? 4 : 2;
	}
	return next;
};

const concealed = 8;
/** Foreground, background and underline, each with a kind and its numbers: `5` and one of 256, `2` and red, green and blue. */
const extended = [38, 48, 58];

/** The first 16 are those with names. */
const numbered = ([kind, number = Number.NaN]: number[]): string | null =>
	kind === 5 && number < 16 ? (colours[number % 8] ?? null) : null;

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

const one = (style: Style, code: number): Style => {
	const change = switches[code];
	if (change) return { ...style, ...change };
	const colour =
		code >= 30 && code <= 37 ? colours[code - 30] : code >= 90 && code <= 97 ? colours[code - 90] : null;
	return colour ? { ...style, colour } : style;
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
