// A stream as people read it, as escaped, indented lines.
import { readableReader } from "../../domain/output/readable.ts";
import type { Drawn } from "../../domain/output/terminal.ts";
import { concat } from "../../protocol/bytes.ts";
import { escapedLines } from "./escaped-lines.ts";

/** As `escapedLines`. `page`: the code page of what isn't UTF-8; `reading` tells how it was read so far. */
export const readableLines = (page: number | null) => {
	const reader = readableReader(page);
	const lines = escapedLines();
	const put = (drawn: Drawn[]): Uint8Array => {
		const parts: Uint8Array[] = [];
		let text = "";
		for (const one of drawn) {
			if ("text" in one) text += one.text;
			else {
				parts.push(lines.addText(text), lines.add(one.bytes));
				text = "";
			}
		}
		return concat(...parts, lines.addText(text));
	};
	return {
		add: (bytes: Uint8Array): Uint8Array => put(reader.read(bytes)),
		end: (): Uint8Array => concat(put(reader.end()), lines.end()),
		newLine: lines.newLine,
		open: lines.open,
		reading: reader.reading,
	};
};
