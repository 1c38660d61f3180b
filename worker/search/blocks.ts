// Lines as the blocks that the index keeps: compressed, and read again to see whether and where they have what is looked for.
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { z } from "zod";
import { fromUtf8, utf8 } from "../../protocol/bytes.ts";
import { type Line, utf8Length } from "./lines.ts";
import { folded, longestNeedle } from "./needle.ts";

/**
 * Lines in a row. The place of a line in output is that of its first byte in its stream; in what was said, the number of its
 * event. `lead`: so many units at the beginning are the end of the block before, which cut a line in two.
 */
export type Block = { lead: number; text: string; places: number[] };

/** A line with what was looked for at [from, to) of its text; `before`, `after`: whether the line is longer on that side.
 * `line`: its index in the block. */
export type Found = {
	line: number;
	place: number;
	text: string;
	from: number;
	to: number;
	before: boolean;
	after: boolean;
};

/** UTF-16 units of a block: small enough to be read for a single hit, large enough to be compressed well. */
const blockLength = 16_384;

/** Makes blocks of lines; `end` gives the last one. */
export const blockCutter = () => {
	let lead = "";
	let lines: string[] = [];
	let places: number[] = [];
	let length = 0;
	/** The last line's next piece is still to come. */
	let goesOn = false;
	const cut = (): Block[] => {
		const text = lines.join("\n");
		const block = { lead: lead.length, text, places };
		const isNew = text.length > lead.length;
		lead = goesOn ? ending(lines.at(-1) ?? "") : "";
		[lines, places] = lead === "" ? [[], []] : [[lead], [places.at(-1) ?? 0]];
		length = lead.length;
		return isNew ? [block] : [];
	};
	const add = ({ text, place, goesOn: more }: Line): Block[] => {
		const last = lines.length - 1;
		if (goesOn && last >= 0) {
			// A block that begins within a line begins where its own piece does.
			if (last === 0 && lines[0] === lead) places[0] = place;
			lines[last] += text;
		} else if (text !== "") {
			lines.push(text.toWellFormed());
			places.push(place);
		}
		goesOn = more;
		length += text.length + 1;
		return length >= blockLength ? cut() : [];
	};
	return {
		add: (lines: Line[]): Block[] => lines.flatMap(add),
		end: (): Block[] => {
			goesOn = false;
			return cut();
		},
	};
};

const ending = (text: string): string => text.slice(1 - longestNeedle).toWellFormed();

/** A bit more than half the time of the usual 6, and a hundredth more bytes; below it, what repeats takes three times the bytes. */
const level = 4;

/** What is searched. */
export const blockText = ({ text }: Block): string => folded(text);

/** Its first line says where the lines begin, as far as that doesn't follow from their lengths. */
export const packed = ({ lead, text, places }: Block): Uint8Array => {
	const next = following(text, places);
	const corrections = places.map((place, i) => place - (i === 0 ? 0 : next(i - 1)));
	const last = corrections.findLastIndex((one) => one !== 0);
	return deflateRawSync(utf8(`${JSON.stringify([lead, ...corrections.slice(0, last + 1)])}\n${text}`), {
		level,
	});
};

/** In bytes: most blocks come out in one piece, in half the time. */
const chunkSize = 32_768;

const Head = z.tuple([z.int()]).rest(z.int());

/** The places are worked out only up to the line that is asked for. */
type Read = { lead: number; text: string; place(line: number): number };

export const unpacked = (bytes: Uint8Array): Read => {
	const all = fromUtf8(inflateRawSync(bytes, { chunkSize }));
	const end = all.indexOf("\n");
	const [lead, ...corrections] = Head.parse(JSON.parse(all.slice(0, end)));
	const text = all.slice(end + 1);
	const places: number[] = [];
	const next = following(text, places);
	return {
		lead,
		text,
		place: (line) => {
			for (let i = places.length; i <= line; i++)
				places.push((i === 0 ? 0 : next(i - 1)) + (corrections[i] ?? 0));
			return places[line] ?? 0;
		},
	};
};

/** Where the line after one begins, if that is UTF-8 and ends with a line feed. Ask for one line after the other. */
const following = (text: string, places: number[]): ((line: number) => number) => {
	// Most blocks that are searched have no line to be placed.
	let isAscii: boolean | null = null;
	let begin = 0;
	return (line) => {
		isAscii ??= utf8Length(text) === text.length;
		const end = text.indexOf("\n", begin);
		const to = end < 0 ? text.length : end;
		const length = isAscii ? to - begin : utf8Length(text.slice(begin, to));
		begin = to + 1;
		return (places[line] ?? 0) + length + 1;
	};
};

/** Each line of a block with the needle, once; one after the other, as far as they are asked for. */
export function* findIn({ lead, text, place }: Read, needle: string): Generator<Found> {
	const searched = folded(text);
	let [line, begin] = [0, 0];
	let at = searched.indexOf(needle, Math.max(0, lead - needle.length + 1));
	while (at >= 0) {
		for (let next = text.indexOf("\n", begin); next >= 0 && next < at; next = text.indexOf("\n", begin)) {
			begin = next + 1;
			line++;
		}
		const end = text.indexOf("\n", at);
		const whole = { from: begin, to: end < 0 ? text.length : end, lead: line === 0 ? lead : 0 };
		yield { line, ...excerpt(text, whole, at, at + needle.length, place(line)) };
		at = end < 0 ? -1 : searched.indexOf(needle, end);
	}
}

/** So much of a long line is shown around what was found. */
const around = 160;
/** In a longer one the place is that of what was found. */
const longLine = 1_000;

const excerpt = (
	text: string,
	line: { from: number; to: number; lead: number },
	from: number,
	to: number,
	place: number,
): Omit<Found, "line"> => {
	const [begin, end] = [Math.max(line.from, from - around), Math.min(line.to, to + around)];
	const isLong = line.to - line.from > longLine;
	const own = line.from + line.lead;
	const further = from < own ? -utf8Length(text.slice(from, own)) : utf8Length(text.slice(own, from));
	return {
		place: place + (isLong ? further : 0),
		text: text.slice(begin, end).toWellFormed(),
		from: from - begin,
		to: to - begin,
		before: begin > line.from || line.lead > 0,
		after: end < line.to,
	};
};
