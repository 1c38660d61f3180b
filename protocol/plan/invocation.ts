// How a step becomes a process: program, arguments, and how the command's text is passed. The agent starts exactly this, and
// verification works it out again from the plan and the recorded paths.
import { base64 } from "../bytes.ts";
import type { Shell } from "./plan.ts";

/** `verbatim`: on Windows the arguments are the command line as they are, without the quotes that Node adds. */
export type Invocation = { program: string; args: string[]; verbatim: boolean };

/** A step, with the paths of its programs on the endpoint. `launcher` is empty unless it becomes another user. */
export type Invoked = { shell: Shell; shellPath: string; command: string; launcher: string[] };

export const invocationOf = ({ shell, shellPath, command, launcher }: Invoked): Invocation => {
	const [program = shellPath, ...args] = [...launcher, ...shellArgv(shell, shellPath, command)];
	return { program, args, verbatim: shell === "cmd" };
};

/** The shell's path and its arguments, as a run's context records them. */
export const shellArgv = (shell: Shell, shellPath: string, command: string): string[] => [
	shellPath,
	...shellArguments[shell](command),
];

/** Goes before a shell that also gets the user's groups: util-linux' setpriv. */
export const launcherArgv = (setpriv: string, { uid, gid }: { uid: number; gid: number }): string[] => [
	setpriv,
	`--reuid=${uid}`,
	`--regid=${gid}`,
	"--init-groups",
	"--",
];

const posix = (command: string) => ["-c", command];
/** https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_pwsh: UTF-16LE in base64. */
const powershell = (command: string) => [
	...["-NoLogo", "-NoProfile", "-NonInteractive", "-OutputFormat", "Text"],
	...["-EncodedCommand", base64(utf16le(command))],
];

const shellArguments = {
	sh: posix,
	bash: posix,
	pwsh: powershell,
	powershell,
	cmd: (command) => ["/d", "/s", "/c", `"${command}"`],
} as const satisfies Record<Shell, (command: string) => string[]>;

const utf16le = (text: string): Uint8Array =>
	Uint8Array.from({ length: 2 * text.length }, (_, i) => (text.charCodeAt(i >> 1) >> (8 * (i & 1))) & 0xff);
