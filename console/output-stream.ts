// One stream's bytes as escaped HTML: text with its colours, what can't be seen as chips, bytes that are no text escaped.
import { html } from "hono/html";
import { ansiReader, type Styled } from "./ansi.ts";
import { escapedByte, type Html, hiddenCount, plain, shown } from "./escape.ts";
import { type Part as Decoded, utf8Reader } from "./utf8.ts";

/** `text` is for counting and for telling where a line ends; `html` is what is shown. */
export type Part = { text: string; html: Html };

export const streamReader = (): { read(bytes: Uint8Array): Part[]; end(): Part[] } => {
	const decode = utf8Reader();
	const colour = ansiReader();
	const parts = (decoded: Decoded[]): Part[] =>
		chipsIn(decoded) > mostChips
			? [binaryPart(decoded)]
			: decoded.flatMap((part) =>
					typeof part === "string" ? colour.read(part).map(styledPart) : [bytePart(part)],
				);
	return {
		read: (bytes) => parts(decode.read(bytes)),
		end: () => [...parts(decode.end()), ...colour.end().map(styledPart)],
	};
};

/** A record with more than these is shown escaped, but in one piece: a browser can't hold a chip for every byte. */
const mostChips = 2_000;

const chipsIn = (decoded: Decoded[]): number =>
	decoded.reduce((sum, part) => sum + (typeof part === "string" ? hiddenCount(lineEnds(part)) : 1), 0);

/** A line's end of two characters is one line's end here; the raw bytes have both. */
const lineEnds = (text: string): string => text.replaceAll("\r\n", "\n");

const binaryPart = (decoded: Decoded[]): Part => {
	const text = decoded
		.map((part) => (typeof part === "string" ? plain(lineEnds(part)) : bytesText(part)))
		.join("");
	return { text, html: html`<span class="binary">${text}</span>` };
};

const styledPart = ({ text, classes }: Styled): Part => {
	const visible = shown(lineEnds(text));
	return { text, html: classes ? html`<span class="${classes}">${visible}</span>` : html`${visible}` };
};

const bytePart = (bytes: Uint8Array): Part => ({
	text: "?",
	html: html`<span class="chr" title="not UTF-8">${bytesText(bytes)}</span>`,
});

const bytesText = (bytes: Uint8Array): string => Array.from(bytes, escapedByte).join("");
