// Resolves the first word of a command, if it is plainly a program; never guesses.

import type { Shell } from "../../protocol/plan/plan.ts";
import type { RunContext } from "../../protocol/record/records.ts";
import { atPath, fileHash, onPath } from "./programs.ts";

/** Null if the first word is a builtin, quoted, computed, or not found. */
export const resolveExecutable = async (
	shell: Shell,
	command: string,
	cwd: string,
	env: NodeJS.ProcessEnv,
): Promise<RunContext["executable"]> => {
	const path = find(shell, firstWord(shell, command), cwd, env);
	return path === undefined ? null : { path, sha256: await fileHash(path), version: null };
};

/** The first word, if that shell takes it literally; else empty. */
const firstWord = (shell: Shell, command: string): string => {
	const separators = shell === "sh" || shell === "bash" ? ";&|" : "&|";
	const plain = new RegExp(`^\\s*([\\p{L}\\p{N}_./\\\\:+-]+)(?=$|[\\s${separators}])`, "u");
	const word = plain.exec(command)?.[1] ?? "";
	const escaped = (shell === "sh" || shell === "bash") && word.includes("\\");
	return escaped ? "" : word;
};

const find = (shell: Shell, word: string, cwd: string, env: NodeJS.ProcessEnv): string | undefined => {
	if (word === "") return undefined;
	if (/[\\/]/.test(word)) return atPath(word, cwd);
	if (!nameIsProgram(shell, word, env)) return undefined;
	return onPath(word, env.PATH ?? env.Path ?? "", env.PATHEXT);
};

/** Whether a bare name can only mean a program. PowerShell's aliases and functions can't be known from here. */
const nameIsProgram = (shell: Shell, word: string, env: NodeJS.ProcessEnv): boolean => {
	if (shell === "pwsh" || shell === "powershell") return /\.exe$/i.test(word);
	if (shell === "cmd") return !cmdOwn.has(word.toLowerCase());
	return !shellOwn.has(word) && env[`BASH_FUNC_${word}%%`] === undefined;
};

/** Builtins and reserved words of bash and dash together. */
export const shellOwn: ReadonlySet<string> = new Set(
	`. : [ alias bg bind break builtin caller case cd chdir command compgen complete compopt continue coproc declare
	dirs disown do done echo elif else enable esac eval exec exit export false fc fg fi for function getopts hash help
	history if in jobs kill let local logout mapfile popd printf pushd pwd read readarray readonly return select set
	shift shopt source suspend test then time times trap true type typeset ulimit umask unalias unset until wait while`.split(
		/\s+/,
	),
);
/** https://learn.microsoft.com/windows-server/administration/windows-commands/cmd: what cmd does itself. */
export const cmdOwn: ReadonlySet<string> = new Set(
	`assoc break call cd chdir cls color copy date del dir echo endlocal erase exit for ftype goto if md mkdir mklink
	move path pause popd prompt pushd rd rem ren rename rmdir set setlocal shift start time title type ver verify vol`.split(
		/\s+/,
	),
);
