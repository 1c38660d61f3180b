// Lines in UTF-16, as Windows' own tools write them (wsl, wmic, reg), told from bytes of any other kind: in doubt they aren't.

export type Order = "le" | "be";
/** `end`: where the line ends; "wait": more bytes decide; null: it isn't one. */
export type WideLine = { end: number; text: string; ended: boolean } | "wait" | null;

/** The line of UTF-16 that begins at `from`. `within`: the line before it was one; else it must prove itself by a whole line
 * with its end and with ASCII in it. `most`: no line is looked at further. `final`: no more bytes are to come. */
export const wideLine = (
	bytes: Uint8Array,
	from: number,
	order: Order,
	{ within, most, final }: { within: boolean; most: number; final: boolean },
): WideLine => {
	const units: number[] = [];
	const limit = Math.min(bytes.length, from + most);
	let [ascii, pairs, ended] = [0, 0, false];
	let at = from;
	for (; at + 1 < limit && !ended; at += 2) {
		const low = bytes[order === "le" ? at : at + 1] ?? 0;
		const high = bytes[order === "le" ? at + 1 : at] ?? 0;
		// A line feed in the high place is that of other text. It costs Gujarati and Gurmukhi.
		if (high === lineFeed || (high === 0 && isControl(low)) || isPrivate(high, low)) return null;
		if (high === 0 && low >= 0x20) ascii++;
		if (isPrintable(low) && isPrintable(high)) pairs++;
		units.push(high * 256 + low);
		ended = high === 0 && low === lineFeed;
	}
	// Its other half is still to come.
	if (!ended && isFirstHalf(units.at(-1) ?? 0)) {
		units.pop();
		at -= 2;
	}
	const text = textOf(units);
	if (stray.test(text)) return null;
	if (!ended && !final && limit === bytes.length) return "wait";
	// Two printable bytes may be two characters of other text, and one of Chinese.
	const plain = pairs === 0 || (ended && text.endsWith("\r\n"));
	const proven = within ? ended || plain : ended && ascii > 0 && plain;
	return proven && units.length > 0 ? { end: at, text, ended } : null;
};

const lineFeed = 0x0a;
const isPrintable = (byte: number): boolean => byte >= 0x20 && byte <= 0x7e;
/** Not bell, backspace, tab, line feed, form feed, carriage return, escape. */
const isControl = (low: number): boolean =>
	(low < 0x20 && ![7, 8, 9, 10, 12, 13, 27].includes(low)) || (low >= 0x7f && low < 0xa0);

const isFirstHalf = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00;
/** Private characters and those that are none: random bytes soon have one. */
const isPrivate = (high: number, low: number): boolean =>
	(high >= 0xe0 && high < 0xf9) || (high === 0xff && low >= 0xfe);

/** What no text has: unassigned and private characters, halves of pairs. */
const stray = /[\p{Cn}\p{Co}\p{Cs}]/u;

const textOf = (units: number[]): string => {
	let text = "";
	for (let at = 0; at < units.length; at += 4096) text += String.fromCharCode(...units.slice(at, at + 4096));
	return text;
};
