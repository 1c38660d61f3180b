// Which `read` of a bash step asked for a text that nobody could give: its input was the step's own, which is empty.
import type { Failure } from "./trap-file.ts";

/** Whether a step may give a `read` other input than its own: then nothing is said of it. */
export const feedsReads = (step: string): boolean =>
	elsewhere.test(step) || (defines.test(step) && pipes.test(step));

const elsewhere = /<|\b(?:lastpipe|source|eval|coproc)\b|(?:^|[\s;&|(])\.\s/;
/** Of what fails in a function, bash doesn't tell whether it was in a pipeline. */
const defines = /\(\s*\)|\bfunction\b/;
const pipes = /(?<![|>])\|(?!\|)/;

/** A `read` that failed: at the end of its input, or since it was called wrongly. */
export const isRead = ({ code, command, of }: Failure): boolean =>
	of === "command" && code === 1 && /^read(?=\s|$)/.test(command);

/** Whether a `read` that failed took the step's own input, as far as its words tell: without another descriptor (`-u`), nor words that it
 * may refuse. */
export const tookOwnInput = ({ command, piped }: Failure): boolean => !piped && plainRead.test(command);

const word = `(?:[\\w.,:/=+-]|'[^']*'|"[^"\`$\\\\]*")+`;
const plainRead = new RegExp(
	`^read(?:\\s+-[ers]*(?:[dinNpt]\\s*${word}|a\\s*[A-Za-z_]\\w*)?)*(?:\\s+[A-Za-z_]\\w*)*(?:\\s+[12]?>(?:&\\d|\\s*${word}))*\\s*$`,
);
