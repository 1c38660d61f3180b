// Lines in UTF-16, as Windows' own tools write them (wsl, wmic, reg), told from bytes of any other kind: in doubt they aren't.

export type Order = "le" | "be";
/** `end`: where the line ends; "wait": more bytes decide; null: it isn't one. */
export type WideLine = { end: number; text: string; ended: boolean } | "wait" | null;

/** Reads the line of UTF-16 that begins at `from`. `within`: the line before it was one; else it must prove itself by a whole
 * line with its end: CR LF, or LF and ASCII in it; or, at the stream's end, by eight letters with a null each. `final`: no more bytes
 * are to come. */
export type WideLines = (
	from: number,
	order: Order,
	{ within, final }: { within: boolean; final: boolean },
) => WideLine;

/** For places that only go forward. `most`: no line is looked at further. Each byte is judged once for each order and each way to
 * pair it, wherever lines begin: else a line with a null would be judged to far beyond its end, and so would the next one. */
export const wideLines = (bytes: Uint8Array, most: number): WideLines => {
	const stretches = new Map<string, Stretch>();
	return (from, order, { within, final }) => {
		const key = `${order}${from % 2}`;
		const known = stretches.get(key);
		const stretch = known && reaches(known, from) ? known : fresh(from);
		stretches.set(key, stretch);
		const limit = Math.min(bytes.length, from + most);
		judge(bytes, stretch, order, limit);
		const { until, ended, lastAscii, lastOther, lastPair, lastReturn, lastStray } = stretch;
		// Only what can be nothing else may hold halves of characters, and begin with one.
		const isOdd = lastStray >= from || (from < until && isSecondHalf(unitAt(bytes, from, order)));
		if (stretch.bad || (isOdd && !(within && lastPair < from))) return null;
		const splitsEnd = !ended && lastReturn === until - 2 && lastReturn >= from && bytes[until] === lineFeed;
		if (splitsEnd && final && until + 1 === limit) return null;
		if (!ended && !final && limit === bytes.length) return "wait";
		if (isOdd && !ended) return null;
		// The other half of a character is still to come.
		const end = !ended && isFirstHalf(unitAt(bytes, until - 2, order)) ? until - 2 : until;
		if (end <= from) return null;
		// Two printable bytes may be two characters of other text, and one of Chinese.
		const byReturn = ended && end - 4 >= from && unitAt(bytes, end - 4, order) === 0x0d;
		const plain = lastPair < from || byReturn;
		// A stream's last line, as `Write-Host -NoNewline` leaves it. Fewer letters may be names that end in a null.
		const alone = !ended && lastOther < from && end - from >= 2 * leastAlone;
		const proven = within ? ended || plain : byReturn || alone || (ended && lastAscii >= from && plain);
		return proven ? { end, text: textOf(bytes, from, end, order), ended } : null;
	};
};

/** What is known of the pairs of bytes up to a line's end, to one that no text has (`bad`), or so far. */
type Stretch = {
	until: number;
	bad: boolean;
	ended: boolean;
	/** Where the last one of a kind is; -1: there is none. */
	lastAscii: number;
	/** One of which the high byte isn't null. */
	lastOther: number;
	lastPair: number;
	lastStray: number;
	/** Where the last one with a carriage return in its high place is. */
	lastReturn: number;
	/** The first half of a character, of which the second is to come. */
	half: number | null;
};

const fresh = (from: number): Stretch => ({
	until: from,
	bad: false,
	ended: false,
	lastAscii: -1,
	lastOther: -1,
	lastPair: -1,
	lastStray: -1,
	lastReturn: -1,
	half: null,
});

const reaches = ({ until, ended }: Stretch, from: number): boolean => (ended ? from < until : from <= until);

const judge = (bytes: Uint8Array, stretch: Stretch, order: Order, limit: number): void => {
	while (stretch.until + 1 < limit && !stretch.ended && !stretch.bad) {
		const at = stretch.until;
		const unit = unitAt(bytes, at, order);
		const [low, high] = [unit & 0xff, unit >> 8];
		// A line feed in the high place is that of other text. It costs Gujarati and Gurmukhi. So is one behind a carriage return there,
		// unless it is a whole line feed behind a letter of Malayalam or Sinhala.
		const endsOther = low === lineFeed && high !== 0 && stretch.lastReturn === at - 2;
		stretch.bad = endsOther || high === lineFeed || (high === 0 && isControl(low));
		if (stretch.bad) return;
		if (high === carriageReturn) stretch.lastReturn = at;
		if (high === 0 && low >= 0x20) stretch.lastAscii = at;
		if (high !== 0) stretch.lastOther = at;
		if (isPrintable(low) && isPrintable(high)) stretch.lastPair = at;
		judgeCharacter(stretch, unit);
		stretch.ended = unit === lineFeed;
		stretch.until += 2;
	}
};

const judgeCharacter = (stretch: Stretch, unit: number): void => {
	const { half, until } = stretch;
	stretch.half = isFirstHalf(unit) ? unit : null;
	if (half !== null && isSecondHalf(unit)) {
		if (stray.test(String.fromCharCode(half, unit))) stretch.lastStray = until;
		return;
	}
	if (half !== null) stretch.lastStray = until - 2;
	if (unit > 0xff && !isFirstHalf(unit) && stray.test(String.fromCharCode(unit))) stretch.lastStray = until;
};

const unitAt = (bytes: Uint8Array, at: number, order: Order): number => {
	const [first, second] = [bytes[at] ?? 0, bytes[at + 1] ?? 0];
	return order === "le" ? second * 256 + first : first * 256 + second;
};

const leastAlone = 8;

const [lineFeed, carriageReturn] = [0x0a, 0x0d];
const isPrintable = (byte: number): boolean => byte >= 0x20 && byte <= 0x7e;
/** Not bell, backspace, tab, line feed, form feed, carriage return, escape. */
const isControl = (low: number): boolean =>
	(low < 0x20 && ![7, 8, 9, 10, 12, 13, 27].includes(low)) || (low >= 0x7f && low < 0xa0);

const isFirstHalf = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00;
const isSecondHalf = (unit: number): boolean => unit >= 0xdc00 && unit < 0xe000;

/** What hardly any text has: unassigned and private characters, halves of pairs. Random bytes soon have one. */
const stray = /[\p{Cn}\p{Co}\p{Cs}]/u;

const textOf = (bytes: Uint8Array, from: number, end: number, order: Order): string => {
	let text = "";
	for (let at = from; at < end; at += 2) text += String.fromCharCode(unitAt(bytes, at, order));
	return text;
};
