// One entry of what a shell reported, in words: at its place in the output on the page, and in the sections of the text export.
import { counts } from "../domain/inside.ts";
import { inQuotes, named, quoted } from "../domain/line.ts";
import { programName } from "../domain/native-codes.ts";
import type { InsideEntry, InsideEvent, Position } from "../protocol/record/inside.ts";
import { list } from "./amounts.ts";
import { onLine, programText } from "./inside.ts";
import { answerText, unansweredBecause, unopenedBecause } from "./prompts.ts";

export type EntryWords = {
	/** One line; other people's words in it are in quotes. */
	text: string;
	/** The command's own words, whole, line by line; empty if `text` has all of it. */
	detail: string[];
	/** Whether it speaks against "Done". */
	counts: boolean;
};

/** Null: the output has it already. */
export const entryWords = (entry: InsideEvent["entries"][number]): EntryWords | null => {
	const said = wordsOf(entry);
	return said && { ...said, counts: counts(entry) };
};

const wordsOf = (entry: InsideEvent["entries"][number]): Omit<EntryWords, "counts"> | null => {
	switch (entry.what) {
		case "message":
			return entry.shown ? null : { text: `${entry.stream}, not shown: ${quoted(entry.text)}`, detail: [] };
		case "error":
			return {
				text: `error ${errorHow[entry.how]}${at(entry.position)}: ${quoted(entry.message)}`,
				detail: errorDetail(entry),
			};
		case "native":
			return { text: nativeText(entry), detail: nativeDetail(entry) };
		case "command":
			return { text: commandText(entry), detail: [] };
		case "parse-error":
			return {
				text: `can't be parsed, so nothing of it ran${at(entry.position)}: ${quoted(entry.message)}`,
				detail: [...labelled("Id", entry.id), ...statement(entry.position)],
			};
		case "status":
			return statusText(entry);
		case "cut-off":
			return {
				text: "the shell's report breaks off here: the step ended its own shell, or something killed it",
				detail: [],
			};
		case "prompt-refused":
			return {
				text: `asked for ${prompts[entry.prompt]}, and nobody could answer: ${quoted(entry.text)}`,
				detail: [],
			};
		case "question":
			return { text: `${entryKinds[entry.kind]}: ${quoted(entry.text)}`, detail: questionDetail(entry) };
		case "answered":
			return { text: answeredText(entry), detail: [] };
		case "unanswered":
			return {
				text: `its question ${quoted(entry.text)} got no answer: ${unansweredBecause[entry.because]}`,
				detail: [],
			};
		case "unopened":
			return {
				text: `the secret that ${entry.by} entered wasn't handed on: ${unopenedBecause[entry.because]}`,
				detail: [],
			};
		case "left-out":
			return { text: `${entry.count} of the entries about ${entry.of} were left out`, detail: [] };
		case "unknown":
			return { text: "an entry from a later version of the agent", detail: [] };
	}
};

type Of<What extends InsideEntry["what"]> = Extract<InsideEntry, { what: What }>;

const errorHow = {
	shown: "shown",
	swallowed: "swallowed",
	silenced: "silenced on purpose",
} as const satisfies Record<Of<"error">["how"], string>;

const prompts = {
	text: "a text",
	secret: "a secret",
	choices: "a choice",
	credential: "a name and password",
} as const satisfies Record<Of<"prompt-refused">["prompt"], string>;

const entryKinds = {
	text: "asked for a text",
	secret: "asked for a secret",
	choices: "asked for a choice",
} as const satisfies Record<Of<"question">["kind"], string>;

const questionDetail = ({ text, choices, suggested }: Of<"question">): string[] => [
	...(quoted(text) === `“${text}”` ? [] : [text]),
	...choices.map(
		({ label, help }, i) =>
			`${i + 1}. ${label}${help === "" ? "" : ` (${help})`}${suggested.includes(i) ? ", suggested" : ""}`,
	),
];

/** The labels are in the question. */
const answeredText = ({ by, answer }: Of<"answered">): string =>
	answer.is === "choices"
		? `${by} chose ${answer.chosen.length === 0 ? "none" : list(answer.chosen.map((one) => String(one + 1)))}`
		: `${by} sent ${answerText({ choices: [] }, answer)}`;

const at = (position: Position | null): string => {
	if (!position) return "";
	return position.file ? ` in ${quoted(position.file)}${onLine(position.line)}` : onLine(position.line);
};

const errorDetail = ({ message, category, id, exception, position, stack }: Of<"error">): string[] => [
	...(quoted(message) === `“${message}”` ? [] : [message]),
	...labelled("Category", category),
	...labelled("Id", id),
	...labelled("Exception", exception),
	...statement(position),
	...labelled("Stack", stack),
];

const labelled = (label: string, value: string): string[] =>
	value.trim() === "" ? [] : [`${label}: ${value}`];

const statement = (position: Position | null): string[] => labelled("Statement", position?.text ?? "");

const nativeText = ({ path, code, position }: Of<"native">): string => {
	const line = position?.line ?? 0;
	if (code === null)
		return `${named(programName(path))} was called${onLine(line)}, and its code could not be learned`;
	return programText({ program: programName(path), code, line });
};

const nativeDetail = ({ path, arguments: all, position, output }: Of<"native">): string[] => [
	...(all.length === 0 && programName(path) === path ? [] : [[path, ...all].map(argument).join(" ")]),
	...(all.length === 0 ? statement(position) : []),
	...(output === "decoded" ? ["Its output is recorded as PowerShell decoded it, not as it wrote it."] : []),
];

/** Told apart from its neighbours. */
const argument = (text: string): string => (/^[^\s"'“”]+$/.test(text) ? text : inQuotes(text));

const commandText = ({ name, kind, path, module, version }: Of<"command">): string => {
	const from = [module, version, path].filter((part) => part !== null && part !== "");
	return `${named(name)} is ${named(kind)}${from.length === 0 ? "" : ` (${from.map((part) => named(part ?? "")).join(", ")})`}`;
};

const statusText = ({ success, lastExitCode }: Of<"status">): Omit<EntryWords, "counts"> | null => {
	if (success !== false && (lastExitCode ?? 0) === 0) return null;
	const parts = [
		...(success === null ? [] : [`$? ${success ? "true" : "false"}`]),
		...(lastExitCode === null ? [] : [`$LASTEXITCODE ${lastExitCode}`]),
	];
	return { text: `the shell ended with ${parts.join(" and ")}`, detail: [] };
};
