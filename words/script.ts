// Scripts in words: what keeps one from being proposed, what its shell would read otherwise, and how its file is described.
import { inQuotes } from "../domain/line.ts";
import type { ScriptProblem } from "../domain/script.ts";
import type { Shell } from "../protocol/plan/plan.ts";
import type { Script, ScriptEncoding } from "../protocol/plan/script.ts";
import type { ScriptDoubt } from "../protocol/read/script-view.ts";
import { count, exactBytes, list } from "./amounts.ts";

/** How a step runs, as the dialog names it. */
export const forms = { command: "A command line", script: "A script file" } as const;

export const encodings = {
	"utf-8": "UTF-8",
	"utf-8-bom": "UTF-8 with a byte order mark",
	"utf-16le-bom": "UTF-16LE with a byte order mark",
	"utf-16be-bom": "UTF-16BE with a byte order mark",
} as const satisfies Record<ScriptEncoding, string>;

/** To follow a field's name and a colon. */
export const scriptProblemText = (problem: ScriptProblem): string => {
	switch (problem.what) {
		case "ending":
			return problem.shells.length > 0
				? `${problem.name} is a script for ${list(problem.shells, 4, "or")}, not for ${problem.shell}`
				: `${problem.name} doesn't end as a script for ${problem.shell} does`;
		case "shebang":
			return ownShells.has(problem.program)
				? `the script's first line asks for ${problem.program}, not for ${problem.shell}. Choose that shell, or change the line`
				: `the script's first line asks for ${inQuotes(problem.program)}, which Caisey can't start. Write a command line that starts it`;
		case "encoding":
			return `${problem.shell} can't read ${encodings[problem.encoding]}. Save it as UTF-8, and attach it again`;
		case "argument":
			return `cmd would read ${inQuotes(problem.argument)} as something else. Leave out double quotes, %, !, ^ and a backslash at the end`;
	}
};
const ownShells: ReadonlySet<string> = new Set(["sh", "bash", "pwsh"]);

/** What is wrong, and the way out; for technicians and approvers. */
export const scriptDoubtText = (doubt: ScriptDoubt, shell: Shell): string => {
	switch (doubt) {
		case "carriage-returns":
			return `The script's lines end as on Windows (CR LF). ${shell} takes the CR for a part of each line, so it will probably fail. Save it with LF, and attach it again.`;
		case "mark":
			return `The script begins with a byte order mark, which ${shell} takes for a part of its first line. Save it as UTF-8 without the mark, and attach it again.`;
		case "code-page":
			return "The script has letters beyond ASCII, which cmd reads in the machine's own code page. Begin it with “chcp 65001 >nul”, or write plain letters.";
		case "no-mark":
			return "The script has letters beyond ASCII and no byte order mark, so Windows PowerShell misreads them. Save it as UTF-8 with a mark, and attach it again.";
		case "line-feeds":
			return "The script's lines end with a bare line feed, so cmd may miss its labels. Save it with CR LF, and attach it again.";
	}
};

/** A script's file: the hash is that of its bytes, as `sha256sum` and `Get-FileHash` print it. */
export type FileFacts = { bytes: number; lines: number; sha256: string };

/** `34 lines, 1,234 bytes, UTF-8, SHA-256 9c41e07b…` */
export const fileText = (
	{ bytes, lines, sha256 }: FileFacts,
	{ encoding }: Pick<Script, "encoding">,
): string =>
	`${lineCount(lines)}, ${exactBytes(bytes)}, ${encodings[encoding]}, SHA-256 ${sha256.slice(0, 16)}…`;

export const lineCount = (lines: number): string => `${count(lines)} ${lines === 1 ? "line" : "lines"}`;
