// Resolves the first word of a command, if it is plainly a program; never guesses.
import { resolve } from "node:path";
import type { Shell } from "../../protocol/plan/plan.ts";
import type { RunContext } from "../../protocol/record/records.ts";
import { lateSignal } from "../machine/late.ts";
import { type Patient, patient } from "../machine/patience.ts";
import { fileHash, isProgramAt, placesOnPath } from "./programs.ts";

/** Null if the first word is a builtin, quoted, computed, or not found. A text says which place gives no answer: a server that is gone
 * must not hold up the agent. `found`: whether a program is there. */
export const resolveExecutable = async (
	shell: Shell,
	command: string,
	cwd: string,
	env: NodeJS.ProcessEnv,
	found: Patient<boolean> = programs,
): Promise<RunContext["executable"] | string> => {
	for (const path of placesOf(shell, firstWord(shell, command), cwd, env)) {
		const isThere = await found(path);
		if (isThere === null || isThere === undefined) return path;
		if (isThere) return { path, sha256: await hashOf(path), version: null };
	}
	return null;
};

/** In ms: to find a program, and to read all of it. */
const patienceMs = 5_000;

/** Null: it can't be read, or gives no answer in so many ms. */
export const hashOf = async (path: string, ms = patienceMs, hash = fileHash): Promise<string | null> => {
	const { signal, stop } = lateSignal(ms);
	// The signal ends only the reading; before it, the file is looked for.
	const late = new Promise<null>((resolve) => signal.addEventListener("abort", () => resolve(null)));
	return Promise.race([hash(path, { over: signal }).catch(() => null), late]).finally(stop);
};

/** Node has four threads for such questions: two stay free. */
const programs = patient(isProgramAt, patienceMs, 2);

/** The first word, if that shell takes it literally; else empty. */
const firstWord = (shell: Shell, command: string): string => {
	const separators = shell === "sh" || shell === "bash" ? ";&|" : "&|";
	const plain = new RegExp(`^\\s*([\\p{L}\\p{N}_./\\\\:+-]+)(?=$|[\\s${separators}])`, "u");
	const word = plain.exec(command)?.[1] ?? "";
	const escaped = (shell === "sh" || shell === "bash") && word.includes("\\");
	return escaped ? "" : word;
};

const placesOf = (shell: Shell, word: string, cwd: string, env: NodeJS.ProcessEnv): string[] => {
	if (word === "") return [];
	if (/[\\/]/.test(word)) return [resolve(cwd, word)];
	if (!nameIsProgram(shell, word, env)) return [];
	return placesOnPath(word, env.PATH ?? env.Path ?? "", env.PATHEXT);
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
