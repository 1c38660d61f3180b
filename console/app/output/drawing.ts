// Draws a block's records as rows, and goes on with the last one while its run is live.
import { inPlace } from "../../output/in-place.ts";
import { type OutputReader, outputReader, type Row, rowsHtml, type Shown } from "../../output/output.ts";
import { elements } from "../dom.ts";
import { pieceTimes } from "../times.ts";
import type { Choices } from "./choices.ts";
import type { Contents, Start } from "./loading.ts";

export type Which = "both" | "stdout" | "stderr";
export type Drawn = { reader: OutputReader; last: Row["stream"] | null; open: HTMLElement[]; next: number };

/** Puts a block's rows into its element. `isLast`: more may come, and an unfinished line is drawn as it is now. */
export const drawBlock = (
	into: HTMLElement,
	{ run, start, contents, which, how, isLast }: Drawing & { start: Start; isLast: boolean },
): Drawn => {
	const { codePage: page, carried } = contents;
	const reader = outputReader({ page, as: how.as, controls: how.controls }, { ...start, carried });
	const rows = readAll(reader, contents, which);
	const all = isLast ? rows : [...rows, ...reader.close()];
	into.replaceChildren(...elements(String(rowsHtml(run, all))));
	const drawn = { reader, last: all.at(-1)?.stream ?? null, open: [], next: contents.next };
	if (isLast) openRows(into, run, drawn);
	if (how.times) pieceTimes(into);
	return drawn;
};

/** Adds what came since. */
export const drawMore = (into: HTMLElement, drawn: Drawn, { run, contents, which, how }: Drawing): void => {
	for (const row of drawn.open) row.remove();
	const rows = readAll(drawn.reader, contents, which);
	into.append(...elements(String(rowsHtml(run, rows, drawn.last))));
	drawn.last = rows.at(-1)?.stream ?? drawn.last;
	drawn.next = contents.next;
	openRows(into, run, drawn);
	if (how.times) pieceTimes(into);
};

type Drawing = { run: string; contents: Contents; which: Which; how: Choices };

const readAll = (reader: OutputReader, { records }: Contents, which: Which): Row[] =>
	inPlace(records.filter(({ kind }) => isShown(kind, which))).flatMap(reader.read);

const isShown = (kind: Shown["kind"], which: Which): boolean =>
	kind === "event" || which === "both" || kind === which;

const openRows = (into: HTMLElement, run: string, drawn: Drawn): void => {
	drawn.open = elements(String(rowsHtml(run, drawn.reader.open(), drawn.last)));
	into.append(...drawn.open);
};
