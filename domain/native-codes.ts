// Which exit codes of a program mean that it failed, where a script called it. Most programs fail with any code but 0.

/** Whether a program's code means failure: `grep` 1 (nothing found), `robocopy` 3 (files copied) and the like don't.
 * `program` is a name or a path; codes are signed or unsigned, as the agent found them. */
export const isFailing = (program: string, code: number): boolean =>
	code !== 0 && !answerOf(programName(program.trim()).toLowerCase())(code >>> 0);

/** `C:\Windows\System32\reg.exe` → `reg.exe` */
export const programName = (path: string): string => path.split(/[\\/]/).at(-1) || path;

/** `find.exe` is another program than `find`; most are the same with and without an ending. */
const answerOf = (name: string): Answer =>
	answers.get(name) ?? answers.get(name.replace(/\.(?:exe|com|cmd|bat)$/, "")) ?? (() => false);

type Answer = (code: number) => boolean;
/** 1 says no, not found, or different; higher codes are errors. */
const saysNo: Answer = (code) => code === 1;
const upTo =
	(most: number): Answer =>
	(code) =>
		code <= most;
const oneOf =
	(...codes: number[]): Answer =>
	(code) =>
		codes.includes(code);

/** Done, and the machine must restart, or has begun to. */
const restartNeeded = oneOf(3010, 1641);

const saying = (answer: Answer, ...programs: string[]): [string, Answer][] =>
	programs.map((program) => [program, answer]);

/** Codes that answer instead of failing, from each program's own manual. In doubt a program isn't here. */
const answers: ReadonlyMap<string, Answer> = new Map([
	...saying(saysNo, "grep", "egrep", "fgrep", "zgrep", "rg", "findstr", "find.exe"),
	...saying(saysNo, "diff", "cmp", "fc", "comp", "zdiff", "zcmp"),
	...saying(saysNo, "test", "[", "[[", "((", "let", "expr", "read"),
	...saying(
		saysNo,
		"pgrep",
		"pidof",
		"which",
		"where",
		"type",
		"command",
		"hash",
		"mountpoint",
		"needs-restarting",
	),
	...saying(oneOf(3), "systemctl", "service"),
	...saying(oneOf(100), "dnf", "yum"),
	...saying(upTo(7), "robocopy"),
	...saying(restartNeeded, "msiexec", "dism", "choco"),
	// Also: a restart is pending, the update is already installed.
	...saying(oneOf(3010, 1641, 0x0024_0005, 0x0024_0006), "wusa"),
	// No newer version, or already installed.
	...saying(oneOf(0x8a15_002b, 0x8a15_0061), "winget"),
]);
