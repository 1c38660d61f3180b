// What exit codes mean, by the manual of the program that gave them. It is for reading only: a verdict goes by the plan.
import type { Shell } from "../protocol/plan/plan.ts";
import type { Ran } from "../protocol/read/reading.ts";
import {
	type ProgramMeaning,
	programMeaning,
	updateErrors,
	windowsErrors,
	windowsInstaller,
} from "./native-codes.ts";

/** Windows' codes have 32 bits, which come unsigned: 4294967295 is -1. */
export const signedCode = (code: number): number => (code > 0x7fff_ffff ? code - 2 ** 32 : code);

/** `0x8A15002B` */
export const hexCode = (code: number): string =>
	`0x${(code >>> 0).toString(16).toUpperCase().padStart(8, "0")}`;

/** Whose code it is decides what it means. `by`: the program; Windows' installers; another program, which may use their codes;
 * the shell; Windows itself, which ended it. */
export type Meant = {
	by: "program" | "installer" | "maybe-installer" | "shell" | "windows" | "convention";
	meaning: Meaning;
};

export type Meaning =
	| ProgramMeaning
	| "crashed"
	| "stack-overflow"
	| "net-exception"
	| "wrong-architecture"
	| "library-missing"
	| "library-failed"
	| "interrupted"
	| "restart-asked"
	| "not-executable"
	| "no-command"
	| "no-command-or-unset"
	| "signalled";

/** Null: it isn't known; as with 0, which needs no words. */
export const meaningOf = (code: number, ran: Ran | null): Meant | null => {
	if (code === 0 || ran === null) return null;
	const { shell, program } = ran;
	const own = programMeaning(program, code);
	if (own && !installs.test(program)) return { by: "program", meaning: own };
	// To runners of scripts, such as Amazon's.
	if (code === 194) return { by: "convention", meaning: "restart-asked" };
	if (isPosix(shell)) return ofPosixShell(code, ran.unset === true);
	const crash = crashes.get(code >>> 0) ?? ofWindows(code >>> 0);
	if (crash) return { by: "windows", meaning: crash };
	const installer = own ?? installerCodes.get(code);
	if (installer) return { by: installs.test(program) ? "installer" : "maybe-installer", meaning: installer };
	return shell === "cmd" && code === 9009 ? { by: "shell", meaning: "no-command" } : null;
};

/** Whether a code is one with which Windows itself ends a process. */
export const isCrash = (code: number): boolean => crashes.has(code >>> 0);

/** The last program that a command line names, as far as its code is the step's; empty: another word, a script's, or one that
 * may never have run. */
export const ranOf = (shell: Shell, command: string, isScript: boolean): Ran => ({
	shell,
	program: isScript ? "" : lastProgram(command),
	...(isPosix(shell) && !isScript && needsSet.test(command) && ({ unset: true } as const)),
});
/** A command line that bash, which may be called `sh`, ends with 127 where a variable isn't set. */
const needsSet = /\$\{[^{}\s]{1,100}?:?\?|\bset\s+(?:-\w+\s+)*-\w*u|\bnounset\b/;

const lastProgram = (command: string): string => {
	const text = command.replaceAll(/"[^"\n]*"|'[^'\n]*'/g, (quoted) => quoted.replaceAll(/[;|&\n]/g, " "));
	const parts = text
		.split(/[;|&\n]+/)
		.map((part) => part.trim())
		.filter((part) => part !== "");
	if (passesOn.test(parts.at(-1) ?? "")) parts.pop();
	if (text.includes("&&") || parts.some((part) => endsEarlier.test(part))) return "";
	const word = /^(?:"([^"]+)"|'([^']+)'|([^\s"']+))/.exec(parts.at(-1) ?? "");
	const name = (word?.[1] ?? word?.[2] ?? word?.[3] ?? "").split(/[\\/]/).at(-1) ?? "";
	return name.toLowerCase().replace(/\.(?:exe|com)$/, "");
};
/** Ends with the code of what ran before. */
const passesOn = /^exit(?: (?:\/b )?(?:\$LASTEXITCODE|%ERRORLEVEL%|\$\?))?$/i;
/** Lets something before the last program end it all, or give the code. */
const endsEarlier =
	/\b(?:exit|return|throw|errexit|pipefail|ErrorActionPreference)\b|\bset(?:\s+-\w+)*\s+-\w*e/i;

const isPosix = (shell: Shell): boolean => shell === "sh" || shell === "bash";

const ofPosixShell = (code: number, mayBeUnset: boolean): Meant | null => {
	if (code === 126) return { by: "shell", meaning: "not-executable" };
	if (code === 127) return { by: "shell", meaning: mayBeUnset ? "no-command-or-unset" : "no-command" };
	return code > 128 && code < 128 + 65 ? { by: "shell", meaning: "signalled" } : null;
};

// https://learn.microsoft.com/openspecs/windows_protocols/ms-erref/596a1078-e883-4972-9bbc-49e60bebca55
const crashes = new Map<number, Meaning>([
	[0xc000_0005, "crashed"],
	[0xc000_001d, "crashed"],
	[0xc000_0094, "crashed"],
	[0xc000_00fd, "stack-overflow"],
	[0xc000_0374, "crashed"],
	[0xc000_0409, "crashed"],
	[0xe043_4352, "net-exception"],
	[0xe06d_7363, "crashed"],
	[0xc000_007b, "wrong-architecture"],
	[0xc000_0135, "library-missing"],
	[0xc000_0139, "library-missing"],
	[0xc000_0142, "library-failed"],
	[0xc000_013a, "interrupted"],
	[0xc000_0006, "crashed"],
	[0xc000_0417, "crashed"],
	[0xc000_0602, "crashed"],
	[0x8000_0003, "crashed"],
	[0xc06d_007e, "library-missing"],
	[0xc06d_007f, "library-missing"],
]);

/** Errors of Windows' own functions, as an HRESULT has them (`0x80070005`), and one as Windows' kernel has it. */
const ofWindows = (code: number): Meaning | undefined => {
	if (code === 0xc000_0022) return "access-denied";
	const ofUpdate = updates.get(code);
	if (ofUpdate) return ofUpdate;
	return code >>> 16 === 0x8007 ? errors.get(code & 0xffff) : undefined;
};

const installs = /^(?:msiexec|setup.*|.*\.msi)$/;

const { answers, failures } = windowsInstaller;
const installerCodes = new Map<number, Meaning>(
	Object.entries({ ...answers, ...failures }).map(([code, meaning]) => [Number(code), meaning]),
);
const updates = new Map<number, Meaning>(
	Object.entries(updateErrors).map(([code, meaning]) => [Number(code), meaning]),
);
const errors = new Map<number, Meaning>([
	...Object.entries(windowsErrors).map(([code, meaning]) => [Number(code), meaning] as const),
	...installerCodes,
]);
