// Blanks that are part of a text: where a command's shell keeps them, a reader of its card should know, since everywhere else they change
// nothing. What can't be told counts as such.
import type { Shell, Step } from "../protocol/plan/plan.ts";
import { cmdSpans } from "./quoting/cmd.ts";
import { posixSpans } from "./quoting/posix.ts";
import { powershellSpans } from "./quoting/powershell.ts";
import type { Span, Where } from "./quoting/span.ts";

/** So many of them in a row, in this line, which counts from 1; `at`: their place in the text, in UTF-16 units. */
export type KeptBlanks = {
	line: number;
	at: number;
	count: number;
	of: "blank" | "tab" | "empty line";
	where: Where;
};

/** In the order of the text: two blanks and more within a line, tabs within one, blanks at its end, what pushes it far to the right,
 * and many empty lines. */
export const keptBlanks = (shell: Shell, text: string): KeptBlanks[] => {
	const runs = [...text.matchAll(blanks)].filter(isMarked);
	return runs.length === 0 ? [] : within(spansIn(shell, text), runs, text);
};

/** The same of a step, and of its script's arguments, which no shell reads; `argument`: which one, from 1. */
export const keptInStep = (
	shell: Shell,
	{ command, script }: Pick<Step, "command" | "script">,
): (KeptBlanks & { argument: number | null })[] => [
	...keptBlanks(shell, command).map((one) => ({ ...one, argument: null })),
	...(script?.arguments ?? []).flatMap((text, i) =>
		within([{ from: 0, to: text.length, where: "as-it-is" }], [...text.matchAll(blanks)], text).map(
			(one) => ({
				...one,
				argument: i + 1,
			}),
		),
	),
];

/** The same where it may be any of these shells: what they don't agree on is unclear. */
export const keptInAny = (shells: Shell[], text: string): KeptBlanks[] => {
	const each = shells.map((shell) => new Map(keptBlanks(shell, text).map((one) => [one.at, one])));
	const all = new Map(each.flatMap((found) => [...found]));
	return [...all.values()]
		.sort((a, b) => a.at - b.at)
		.map((one) =>
			each.every((found) => found.get(one.at)?.where === one.where) ? one : { ...one, where: "unclear" },
		);
};

const within = (spans: Span[], runs: RegExpExecArray[], text: string): KeptBlanks[] => {
	let [span, line, counted] = [0, 1, 0];
	return runs.flatMap(({ 0: run, index }) => {
		while ((spans[span]?.to ?? Number.POSITIVE_INFINITY) <= index) span++;
		const found = spans[span];
		if (found === undefined || found.from >= index + run.length) return [];
		line += breaksIn(text, counted, index);
		counted = index;
		return [{ line, at: index, ...amount(run), where: found.where }];
	});
};

/** No step is longer. One that were isn't read, and all of it is unclear. */
const longest = 1_100_000;

const spansIn = (shell: Shell, text: string): Span[] => {
	if (text.length > longest) return [{ from: 0, to: text.length, where: "unclear" }];
	if (shell === "cmd") return cmdSpans(text);
	return shell === "sh" || shell === "bash" ? posixSpans(text, shell === "bash") : powershellSpans(text);
};

const blanks =
	/(?<=\S)[ \t]{2,}(?=\S)|(?<=\S)\t(?=\S)|(?<![ \t])[ \t]+(?=\r?\n|$)|(?<=^|\n)[ \t]+(?=\S)|(?<=^|\n)(?:\r?\n){2,}(?=\r?\n)/g;

/** As far as a line may be indented without a mark; a tab is spelled out. */
const deepest = 40;

const isMarked = ({ 0: run, index, input }: RegExpExecArray): boolean => {
	if (run.includes("\n")) return true;
	const isIndent = (index === 0 || input[index - 1] === "\n") && !endsLine(input, index + run.length);
	return !isIndent || run.replaceAll("\t", "⟨tab⟩").length > deepest;
};

const endsLine = (text: string, at: number): boolean => /^(?:\r?\n|$)/.test(text.slice(at, at + 2));

const breaksIn = (text: string, from: number, until: number): number => {
	let count = 0;
	for (let at = text.indexOf("\n", from); at >= 0 && at < until; at = text.indexOf("\n", at + 1)) count++;
	return count;
};

const amount = (run: string): Pick<KeptBlanks, "count" | "of"> => {
	const breaks = run.split("\n").length - 1;
	if (breaks > 0) return { count: breaks, of: "empty line" };
	return { count: run.length, of: /^\t+$/.test(run) ? "tab" : "blank" };
};
