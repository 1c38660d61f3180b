// How a step becomes a process: program, arguments, and how the command's text is passed. The agent starts exactly this, and
// verification works it out again from the plan and the recorded paths.
import { base64 } from "../bytes.ts";
import type { Shell } from "./plan.ts";

/** `verbatim`: on Windows the arguments are the command line as they are, without the quotes that Node adds. */
export type Invocation = { program: string; args: string[]; verbatim: boolean };

/** What runs a step inside PowerShell, so that the agent sees into it: the assembly with the host, the channel on which it
 * reports, and the token that it proves itself with there. */
export type Runner = { host: string; pipe: string; token: string };

/** A step, with the paths of its programs on the endpoint. `launcher` is empty unless it becomes another user. */
export type Invoked = {
	shell: Shell;
	shellPath: string;
	command: string;
	launcher: string[];
	/** Only PowerShell takes one. */
	runner: Runner | null;
};

export const invocationOf = ({ shell, shellPath, command, launcher, runner }: Invoked): Invocation => {
	const [program = shellPath, ...args] = [...launcher, ...shellArgv(shell, shellPath, command, runner)];
	return { program, args, verbatim: shell === "cmd" };
};

/** The shell's path and its arguments, as a run's context records them. */
export const shellArgv = (
	shell: Shell,
	shellPath: string,
	command: string,
	runner: Runner | null = null,
): string[] => [
	shellPath,
	...(runner ? inRunner(shellPath, runner, command) : shellArguments[shell](command)),
];

/** Goes before a shell that also gets the user's groups: util-linux' setpriv. */
export const launcherArgv = (setpriv: string, { uid, gid }: { uid: number; gid: number }): string[] => [
	setpriv,
	`--reuid=${uid}`,
	`--regid=${gid}`,
	"--init-groups",
	"--",
];

/** The command stays the last argument, encoded as it is without a runner. Where the runner doesn't come up, nothing has run
 * yet, and the same PowerShell gets the command plainly. In single quotes alone: Windows leaves them as they are. */
const inRunner = (shellPath: string, { host, pipe, token }: Runner, command: string): string[] => {
	const encoded = powershell(command);
	const plainly = [shellPath, ...encoded.slice(0, -1)].map(literal).join(" ");
	const script = [
		"& { param([string] $step) ",
		`try { [void][Reflection.Assembly]::LoadFrom(${literal(host)}); `,
		`$runner = [Caisey.Runner]::Open(${literal(pipe)}, ${literal(token)}) } `,
		`catch { & ${plainly} $step; exit $LASTEXITCODE } `,
		"exit $runner.Run($Host, $PROFILE, $step) }",
	].join("");
	return [...openly, "-Command", script, ...encoded.slice(-1)];
};
/** PowerShell takes the typographic ones for quotes too. */
export const literal = (text: string): string => `'${text.replace(/['\u2018-\u201b]/g, "$&$&")}'`;

const posix = (command: string) => ["-c", command];
/** https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_pwsh: UTF-16LE in base64. */
const powershell = (command: string) => [...openly, "-EncodedCommand", base64(utf16le(command))];
const openly = ["-NoLogo", "-NoProfile", "-NonInteractive", "-OutputFormat", "Text"];

const shellArguments = {
	sh: posix,
	bash: posix,
	pwsh: powershell,
	powershell,
	cmd: (command) => ["/d", "/s", "/c", `"${command}"`],
} as const satisfies Record<Shell, (command: string) => string[]>;

const utf16le = (text: string): Uint8Array =>
	Uint8Array.from({ length: 2 * text.length }, (_, i) => (text.charCodeAt(i >> 1) >> (8 * (i & 1))) & 0xff);
