// One stream as escaped HTML: text with its colours; invisible characters and bytes that aren't text as chips.
import { html } from "hono/html";
import { readableReader } from "../../domain/output/readable.ts";
import type { Drawn } from "../../domain/output/terminal.ts";
import { utf8Text, wholeCharacters } from "../../domain/output/utf8.ts";
import type { Reading } from "../../protocol/read/reading.ts";
import { type Html, hiddenCount, plain, shown } from "../html/escape.ts";

/** `text` is for counting and for telling where a line ends; `html` is what is shown. */
export type Part = { text: string; html: Html };

export type StreamReader = {
	/** Whole lines; an unfinished one is held. */
	read(bytes: Uint8Array): Part[];
	/** The unfinished line, when something else is to be shown after it. */
	flush(): Part[];
	end(): Part[];
	/** What `end` would give, while reading goes on. */
	peek(): Part[];
	reading(): Reading;
};

/** How output is read. `page`: the code page of what isn't UTF-8. `raw`: every byte is shown, and nothing takes effect. */
export type How = { page: number | null; raw?: boolean };

export const streamReader = ({ page, raw = false }: How): StreamReader => {
	const reader = raw ? rawReader() : readableReader(page);
	const parts = (drawn: Drawn[]): Part[] => drawn.map((one) => part(one, raw));
	return {
		read: (bytes) => parts(reader.read(bytes)),
		flush: () => parts(reader.flush()),
		end: () => parts(reader.end()),
		peek: () => parts(reader.peek()),
		reading: reader.reading,
	};
};

const rawReader = (): ReturnType<typeof readableReader> => {
	const characters = wholeCharacters();
	const all = (bytes: Uint8Array): Drawn[] => (bytes.length > 0 ? [{ bytes, classes: "" }] : []);
	return {
		read: (bytes) => all(characters.take(bytes)),
		flush: () => [],
		end: () => all(characters.left()),
		peek: () => [],
		reading: () => ({ as: [], overdrawn: false }),
	};
};

const part = (drawn: Drawn, raw: boolean): Part => {
	const text = "bytes" in drawn ? utf8Text(drawn.bytes) : drawn.text;
	const lines = raw ? text : lineEnds(text);
	if (hiddenCount(lines) > mostChips)
		return { text, html: html`<span class="binary">${plain(lines)}</span>` };
	const visible = shown(lines);
	return {
		text,
		html: drawn.classes ? html`<span class="${drawn.classes}">${visible}</span>` : html`${visible}`,
	};
};

/** Bytes with more than these are shown escaped, but in one piece: a browser can't hold a chip for every byte. */
const mostChips = 1_000;

/** A line's end of two characters is one line's end here; the raw bytes have both. */
const lineEnds = (text: string): string => text.replaceAll("\r\n", "\n");
