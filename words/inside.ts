// What a shell reported of a step beyond its streams and exit code, in words: errors that nobody saw, programs that failed.
import { named, quoted } from "../domain/line.ts";
import type { Highlight, Inside } from "../protocol/record/inside.ts";
import { count } from "./amounts.ts";
import { exitCodeText } from "./exit-codes.ts";

/** Why a step isn't simply done, each a reason: `2 errors were swallowed (first: “Access is denied.”)`, `reg.exe returned 1`. */
export const insideReasons = (inside: Inside | null): string[] => {
	if (!inside) return [];
	return [
		...parseText(inside),
		...promptText(inside),
		...swallowedText(inside),
		...failedText(inside),
		...unseenText(inside),
	];
};

/** One of the first entries that count, for a list of links. */
export const highlightText = (one: Highlight): string => {
	switch (one.what) {
		case "error":
			return `swallowed${onLine(one.line)}: ${quoted(one.message)}`;
		case "native":
			return programText(one);
		case "prompt-refused":
			return `asked ${quoted(one.text)}`;
		case "parse-error":
			return `can't be parsed${onLine(one.line)}: ${quoted(one.message)}`;
	}
};

/** How much of a step its agent saw, to follow `Capture:`. */
export const captureText = (inside: Pick<Inside, "by"> | null, shell: string): string =>
	shell === "sh"
		? `${capture.plain}, since sh can't tell which commands inside a step failed`
		: capture[inside?.by ?? "plain"];

const capture = {
	plain: "streams and exit code",
	powershell:
		"streams, exit code, and what PowerShell reports of errors, other streams, commands and programs",
	traps: "streams, exit code, and as a best effort the commands that failed",
} as const satisfies Record<Inside["by"], string>;

/** ` on line 3`; nothing if the line is unknown. */
export const onLine = (line: number): string => (line > 0 ? ` on line ${count(line)}` : "");

const ofKind = <What extends Highlight["what"]>(inside: Inside, what: What) =>
	inside.first.filter((one): one is Extract<Highlight, { what: What }> => one.what === what);

const swallowedText = (inside: Inside): string[] => {
	if (inside.swallowed === 0) return [];
	const [first] = ofKind(inside, "error");
	if (inside.swallowed === 1) return [`1 error was swallowed${first ? ` (${quoted(first.message)})` : ""}`];
	return [
		`${count(inside.swallowed)} errors were swallowed${first ? ` (first: ${quoted(first.message)})` : ""}`,
	];
};

/** The first two by name, once where they are the same; how many failures more, which may be of the same program. */
const failedText = (inside: Inside): string[] => {
	if (inside.failed === 0) return [];
	const shown = [...new Set(ofKind(inside, "native").slice(0, 2).map(programText))];
	const more = inside.failed - shown.length;
	if (more === 0) return shown;
	if (shown.length === 0) return [more === 1 ? "1 program failed" : `programs failed ${count(more)} times`];
	return [...shown, more === 1 ? "1 further failure" : `${count(more)} further failures`];
};

/** `reg.exe returned 1 on line 3` */
export const programText = ({
	program,
	code,
	line,
}: {
	program: string;
	code: number;
	line: number;
}): string =>
	`${unnamed.has(program) ? program : named(program)} returned ${codeText(program, code)}${onLine(line)}`;

/** What an agent says where bash doesn't tell which command it was. */
const unnamed = new Set(["a compound command", "a command of the pipeline"]);

/** As everywhere else that a code is told; the name tells whose code it is. */
const codeText = (program: string, code: number): string =>
	exitCodeText(code, {
		shell: /\.(?:exe|com|cmd|bat)$/i.test(program) ? "cmd" : "bash",
		program: program.toLowerCase().replace(/\.(?:exe|com)$/, ""),
	});

const promptText = (inside: Inside): string[] => {
	if (inside.refused === 0) return [];
	const [first] = ofKind(inside, "prompt-refused");
	return [
		first ? `it asked ${quoted(first.text)}, and got no answer` : "it asked something, and got no answer",
	];
};

const parseText = (inside: Inside): string[] => {
	if (inside.unparsed === 0) return [];
	const [first] = ofKind(inside, "parse-error");
	return [
		first
			? `nothing of it ran, since it can't be parsed${onLine(first.line)} (${quoted(first.message)})`
			: "nothing of it ran, since it can't be parsed",
	];
};

const unseenText = ({ unseen }: Inside): string[] => {
	switch (unseen) {
		case null:
			return [];
		case "cut-off":
			return ["its shell's own report breaks off, so later errors may be missing here"];
		case "too-much":
			return ["it reported more than Caisey could count"];
	}
};
