// One stream's bytes as escaped HTML: text with its colours; invisible characters and bytes that aren't text as chips.
import { html } from "hono/html";
import { type Html, hiddenCount, plain, shown } from "../html/escape.ts";
import { ansiReader, type Styled } from "./ansi.ts";
import { utf8Reader } from "./utf8.ts";

/** `text` is for counting and for telling where a line ends; `html` is what is shown. */
export type Part = { text: string; html: Html };

export const streamReader = (): { read(bytes: Uint8Array): Part[]; end(): Part[] } => {
	const decode = utf8Reader();
	const colour = ansiReader();
	const parts = (text: string): Part[] =>
		hiddenCount(lineEnds(text)) > mostChips ? [binaryPart(text)] : colour.read(text).map(styledPart);
	return {
		read: (bytes) => parts(decode.read(bytes)),
		end: () => [...parts(decode.end()), ...colour.end().map(styledPart)],
	};
};

/** Bytes with more than these are shown escaped, but in one piece: a browser can't hold a chip for every byte. */
const mostChips = 1_000;

/** A line's end of two characters is one line's end here; the raw bytes have both. */
const lineEnds = (text: string): string => text.replaceAll("\r\n", "\n");

const binaryPart = (text: string): Part => ({
	text,
	html: html`<span class="binary">${plain(lineEnds(text))}</span>`,
});

const styledPart = ({ text, classes }: Styled): Part => {
	const visible = shown(lineEnds(text));
	return { text, html: classes ? html`<span class="${classes}">${visible}</span>` : html`${visible}` };
};
