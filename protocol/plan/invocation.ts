// How a step becomes a process: program, arguments, and how the command's text is passed. The agent starts exactly this, and
// verification works it out again from the plan and the recorded paths.
import { base64 } from "../bytes.ts";
import type { Shell } from "./plan.ts";
import { type Script, shebangOf } from "./script.ts";

/** `verbatim`: on Windows the arguments are the command line as they are, without the quotes that Node adds. */
export type Invocation = { program: string; args: string[]; verbatim: boolean };

/** A script as its shell gets it: where its file is, and its arguments. */
export type ScriptFile = { path: string; arguments: string[] };
/** A step, with the paths of its programs on the endpoint. `launcher` is empty unless it becomes another user. */
export type Invoked = {
	shell: Shell;
	shellPath: string;
	command: string;
	launcher: string[];
	file?: ScriptFile;
};

export const invocationOf = ({ shell, shellPath, command, launcher, file }: Invoked): Invocation => {
	const [program = shellPath, ...args] = [...launcher, ...shellArgv(shell, shellPath, command, file)];
	return { program, args, verbatim: shell === "cmd" };
};

/** The shell's path and its arguments, as a run's context records them. */
export const shellArgv = (shell: Shell, shellPath: string, command: string, file?: ScriptFile): string[] => [
	shellPath,
	...(file ? fileArguments[shell](file, command) : shellArguments[shell](command)),
];

/** Whether these arguments let a shell run this script, wherever its file is. */
export const runsScript = (
	shell: Shell,
	argv: string[],
	command: string,
	{ name, arguments: given }: Script,
): boolean => {
	const [shellPath = ""] = argv;
	const paths = argv.flatMap((text) => (shell === "cmd" ? text.split('"') : [text]));
	return paths
		.filter((path) => path.split(/[\\/]/).at(-1) === name)
		.some((path) => {
			const expected = shellArgv(shell, shellPath, command, { path, arguments: given });
			return expected.length === argv.length && expected.every((text, i) => text === argv[i]);
		});
};

/** Goes before a shell that also gets the user's groups: util-linux' setpriv. */
export const launcherArgv = (setpriv: string, { uid, gid }: { uid: number; gid: number }): string[] => [
	setpriv,
	`--reuid=${uid}`,
	`--regid=${gid}`,
	"--init-groups",
	"--",
];

const posix = (command: string) => ["-c", command];
const plainly = ["-NoLogo", "-NoProfile", "-NonInteractive", "-OutputFormat", "Text"];
/** https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_pwsh: UTF-16LE in base64. */
const powershell = (command: string) => [...plainly, "-EncodedCommand", base64(utf16le(command))];

const shellArguments = {
	sh: posix,
	bash: posix,
	pwsh: powershell,
	powershell,
	cmd: (command) => ["/d", "/s", "/c", `"${command}"`],
} as const satisfies Record<Shell, (command: string) => string[]>;

/** The file's first line may give its shell an argument, as it would if the system started the file. */
const posixFile = ({ path, arguments: given }: ScriptFile, command: string) => [
	...(shebangOf(command)?.arguments ?? []),
	path,
	...given,
];
/** A command line is under no execution policy, and so is a file, which was approved just as exactly. One that a group policy
 * sets counts in any case. */
const powershellFile = ({ path, arguments: given }: ScriptFile) => [
	...plainly,
	...["-ExecutionPolicy", "Bypass", "-File", path],
	...given,
];
const fileArguments = {
	sh: posixFile,
	bash: posixFile,
	pwsh: powershellFile,
	powershell: powershellFile,
	/** `/s` takes the outer quotes away. */
	cmd: ({ path, arguments: given }) => [
		...["/d", "/s", "/c"],
		`"${[path, ...given].map((text) => `"${text}"`).join(" ")}"`,
	],
} as const satisfies Record<Shell, (file: ScriptFile, command: string) => string[]>;

/** What `cmd` would read as something else than a part of an argument. */
export const breaksCmdArgument = (text: string): boolean => /["%!^]|\\$/.test(text);

const utf16le = (text: string): Uint8Array =>
	Uint8Array.from({ length: 2 * text.length }, (_, i) => (text.charCodeAt(i >> 1) >> (8 * (i & 1))) & 0xff);
