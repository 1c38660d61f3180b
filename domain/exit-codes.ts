// What exit codes mean, by the manual of the program that gave them. It is for reading only: a verdict goes by the plan.
import type { Shell } from "../protocol/plan/plan.ts";
import type { Ran } from "../protocol/read/reading.ts";

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
	| "crashed"
	| "stack-overflow"
	| "net-exception"
	| "wrong-architecture"
	| "library-missing"
	| "library-failed"
	| "interrupted"
	| "restart-asked"
	| "restart-begun"
	| "restart-needed"
	| "cancelled-by-user"
	| "install-failed"
	| "not-installed"
	| "install-running"
	| "package-unreadable"
	| "other-version"
	| "nothing-applies"
	| "wrong-hash"
	| "no-package"
	| "needs-admin"
	| "no-update"
	| "already-installed"
	| "copied"
	| "extra-files"
	| "copied-and-extra"
	| "mismatched"
	| "copied-mismatched"
	| "extra-mismatched"
	| "copied-extra-mismatched"
	| "not-all-copied"
	| "copied-nothing"
	| "no-match"
	| "different"
	| "not-running"
	| "timed-out"
	| "no-host"
	| "no-connection"
	| "not-executable"
	| "no-command"
	| "signalled";

/** Null: it isn't known; as with 0, which needs no words. */
export const meaningOf = (code: number, ran: Ran | null): Meant | null => {
	if (code === 0 || ran === null) return null;
	const { shell, program } = ran;
	const own = ofProgram(program, code);
	if (own) return { by: "program", meaning: own };
	// To runners of scripts, such as Amazon's.
	if (code === 194) return { by: "convention", meaning: "restart-asked" };
	if (isPosix(shell)) return ofPosixShell(code);
	const crash = crashes.get(code >>> 0);
	if (crash) return { by: "windows", meaning: crash };
	const installer = installers.get(code);
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
});

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

const ofPosixShell = (code: number): Meant | null => {
	if (code === 126) return { by: "shell", meaning: "not-executable" };
	if (code === 127) return { by: "shell", meaning: "no-command" };
	return code > 128 && code < 128 + 65 ? { by: "shell", meaning: "signalled" } : null;
};

const ofProgram = (program: string, code: number): Meaning | undefined => {
	if (program === "robocopy") return robocopy.get(code);
	if (program === "winget") return winget.get(code >>> 0);
	return ofPrograms.find((one) => one.code === code && one.programs.includes(program))?.meaning;
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
]);

const installs = /^(?:msiexec|wusa|setup.*|.*\.msi)$/;

// https://learn.microsoft.com/windows/win32/msi/error-codes
const installers = new Map<number, Meaning>([
	[1602, "cancelled-by-user"],
	[1603, "install-failed"],
	[1605, "not-installed"],
	[1618, "install-running"],
	[1619, "package-unreadable"],
	[1638, "other-version"],
	[1641, "restart-begun"],
	[3010, "restart-needed"],
]);

// https://github.com/microsoft/winget-cli/blob/master/doc/windows/package-manager/winget/returnCodes.md
const winget = new Map<number, Meaning>([
	[0x8a15_0010, "nothing-applies"],
	[0x8a15_0011, "wrong-hash"],
	[0x8a15_0014, "no-package"],
	[0x8a15_0019, "needs-admin"],
	[0x8a15_002b, "no-update"],
	[0x8a15_0061, "already-installed"],
]);

// https://learn.microsoft.com/windows-server/administration/windows-commands/robocopy#exit-return-codes
const robocopy = new Map<number, Meaning>([
	[1, "copied"],
	[2, "extra-files"],
	[3, "copied-and-extra"],
	[4, "mismatched"],
	[5, "copied-mismatched"],
	[6, "extra-mismatched"],
	[7, "copied-extra-mismatched"],
	[8, "not-all-copied"],
	[16, "copied-nothing"],
]);

/** From the programs' own manuals. */
const ofPrograms: { programs: string[]; code: number; meaning: Meaning }[] = [
	{ programs: ["grep", "egrep", "fgrep", "findstr", "rg"], code: 1, meaning: "no-match" },
	{ programs: ["diff", "cmp", "fc"], code: 1, meaning: "different" },
	{ programs: ["systemctl", "service"], code: 3, meaning: "not-running" },
	{ programs: ["timeout"], code: 124, meaning: "timed-out" },
	{ programs: ["curl"], code: 6, meaning: "no-host" },
	{ programs: ["curl"], code: 7, meaning: "no-connection" },
	{ programs: ["curl"], code: 28, meaning: "timed-out" },
];
