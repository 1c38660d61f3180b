// One row of the table: a command, and what it leaves in its recording. Without any of vitest, so that every system that has a
// PowerShell can run the same rows.
import type { HandedAnswer } from "../../../protocol/prompt.ts";
import type { InsideEntry } from "../../../protocol/record/inside.ts";

export type Case = Expected & {
	/** As a sentence. */
	name: string;
	/** `node(…)` calls a program. */
	command: string;
	/** What people answer, in the order of the questions; its plan allows all kinds of them. Missing: no question is allowed. */
	answers?: HandedAnswer[];
	/** What differs there. */
	onWindows?: Expected;
	/** Why it needs a process of its own; missing: it may share one with others. */
	alone?: "ends its process" | "changes its process";
};

export type Expected = {
	/** Text of both streams, without colours and with plain line feeds; missing: empty. */
	stdout?: string | RegExp;
	stderr?: string | RegExp;
	/** The process's exit code; missing: 0. */
	code?: number;
	/** Each entry as `told` says it, in their order, without commands and the status; missing: none. */
	entries?: (string | RegExp)[];
	/** `$?` and `$LASTEXITCODE` at the end; missing: not looked at. */
	status?: string;
	/** Names that were resolved, with their kinds, as far as looked at. */
	commands?: string[];
};

/** What a row leaves on that system. */
export const expectedOn = (platform: NodeJS.Platform, row: Case): Expected =>
	platform === "win32" ? { ...row, ...row.onWindows } : row;

const program = "{node}";
/** Calls a program that runs this JavaScript. No quotes within. */
export const node = (script: string): string => `& '${program}' -e '${script}'`;
/** The command as an endpoint runs it, with its own Node. */
export const commandOf = ({ command }: Case, node: string): string => command.replaceAll(program, node);

/** One line for an entry, without its time and place; null: the table leaves it out. */
export const told = (entry: InsideEntry): string | null => {
	switch (entry.what) {
		case "error":
			return `${entry.how}${entry.terminating ? ", ends" : ""} ${at(entry.position)} ${entry.message}`;
		case "native":
			return `${at(entry.position)} ${nameOf(entry.path)} ${entry.arguments.join(" ")} = ${entry.code} (${entry.output})`;
		case "message":
			return `${entry.stream}${entry.shown ? "" : " (not shown)"}: ${entry.text}`;
		case "parse-error":
			return `unparsed ${at(entry.position)} ${entry.id}`;
		case "prompt-refused":
			return `asked for ${entry.prompt}: ${entry.text}`;
		case "question":
			return `asks for ${entry.kind}: ${[entry.text, ...offered(entry)].join("\n")}`;
		case "answered":
			return `answered by ${entry.by}`;
		case "unanswered":
			return `unanswered, ${entry.because}: ${entry.text}`;
		case "unopened":
			return `unopened, ${entry.because}, by ${entry.by}`;
		case "cut-off":
			return "cut off";
		case "left-out":
			return `left out ${entry.count} of ${entry.of}`;
		case "command":
		case "status":
			return null;
	}
};

/** Choices, a suggested one with a star. */
const offered = ({ choices, suggested }: Extract<InsideEntry, { what: "question" }>): string[] =>
	choices.length === 0
		? []
		: [choices.map(({ label }, i) => (suggested.includes(i) ? `${label}*` : label)).join(" / ")];

const at = (position: { line: number; column: number } | null): string =>
	position === null ? "-" : `${position.line}:${position.column}`;
const nameOf = (path: string): string => (path.split(/[\\/]/).at(-1) ?? "").replace(/\.exe$/i, "");

/** Text without colours, and with plain line feeds. */
export const plainText = (text: string): string => text.replaceAll(escapes, "").replaceAll("\r\n", "\n");
const escapes = new RegExp(`${String.fromCharCode(27)}\\[[0-9;?]*[A-Za-z]`, "g");
