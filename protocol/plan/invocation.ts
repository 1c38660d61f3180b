// How a step becomes a process: program, arguments, and how the command's text is passed. The agent starts exactly this, and
// verification works it out again from the plan and the recorded paths.
import { base64 } from "../bytes.ts";
import type { Shell } from "./plan.ts";
import { type Script, shebangOf } from "./script.ts";

/** `verbatim`: on Windows the arguments are the command line as they are, without the quotes that Node adds. */
export type Invocation = { program: string; args: string[]; verbatim: boolean };

/** A script as its shell gets it: where its file is, and its arguments. */
export type ScriptFile = { path: string; arguments: string[] };

/** What runs a step inside PowerShell, so that the agent sees into it: the assembly with the host, the channel on which it
 * reports, and the token that it proves itself with there. `only`: without it the step doesn't run at all, as its plan lets it ask
 * what a plain PowerShell can't. */
export type Runner = { host: string; pipe: string; token: string; only?: true };

/** A step, with the paths of its programs on the endpoint. `launcher` is empty unless it becomes another user. */
export type Invoked = {
	shell: Shell;
	shellPath: string;
	command: string;
	launcher: string[];
	file?: ScriptFile;
	/** Only PowerShell takes one. */
	runner: Runner | null;
};

export const invocationOf = (invoked: Invoked): Invocation => {
	const { shell, shellPath, command, launcher, file, runner } = invoked;
	const [program = shellPath, ...args] = [...launcher, ...shellArgv(shell, shellPath, command, file, runner)];
	return { program, args, verbatim: shell === "cmd" };
};

/** The shell's path and its arguments, as a run's context records them. */
export const shellArgv = (
	shell: Shell,
	shellPath: string,
	command: string,
	file?: ScriptFile,
	runner: Runner | null = null,
): string[] => {
	const plain = [shellPath, ...(file ? fileArguments[shell](file, command) : shellArguments[shell](command))];
	return runner ? inRunner(plain, file, runner) : plain;
};

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
			const file = { path, arguments: given };
			return runnersIn(shell, argv).some((runner) =>
				same(argv, shellArgv(shell, shellPath, command, file, runner)),
			);
		});
};

/** Whether these arguments let a shell run this command line, in a runner or plainly. */
export const runsCommand = (shell: Shell, argv: string[], command: string): boolean =>
	runnersIn(shell, argv).some((runner) =>
		same(argv, shellArgv(shell, argv[0] ?? "", command, undefined, runner)),
	);

const same = (argv: string[], expected: string[]): boolean =>
	expected.length === argv.length && expected.every((text, i) => text === argv[i]);

/** Goes before a shell that also gets the user's groups: util-linux' setpriv. */
export const launcherArgv = (setpriv: string, { uid, gid }: { uid: number; gid: number }): string[] => [
	setpriv,
	`--reuid=${uid}`,
	`--regid=${gid}`,
	"--init-groups",
	"--",
];

/** Goes between them: a process that has become the user waits here until the agent has seen who it is. Nothing runs where the
 * agent is gone. The variables are those that a `sh` makes for itself. */
export const gateArgv: string[] = [
	"/bin/sh",
	"-c",
	'echo >&3; read -r go <&3 && [ "$go" = go ] || exit 126; unset go PWD OLDPWD SHLVL _; exec "$@" 3>&-',
	"sh",
];

/** What PowerShell gets plainly stays at the end: the encoded command, or the script's file and its arguments, which are a
 * comment here: the runner reads them from the process's own arguments. Where it doesn't come up, nothing has run yet, and the
 * same PowerShell gets all of it plainly; a call that fails is no success. In single quotes alone: Windows leaves them as they are. */
const inRunner = (plain: string[], file: ScriptFile | undefined, runner: Runner): string[] => {
	const { host, pipe, token, only } = runner;
	const own = plain.length - (file ? file.arguments.length + 2 : 2);
	const [options, rest] = [plain.slice(0, own), plain.slice(own + 1)];
	const fallback = file ? plain.map(literal) : [...plain.slice(0, -1).map(literal), "$step"];
	const script = [
		"& { param([string] $step) ",
		`try { [void][Reflection.Assembly]::LoadFrom(${literal(host)}); `,
		`$runner = [Caisey.Runner]::Open(${literal(pipe)}, ${literal(token)}) } `,
		only
			? `catch { Write-Error ${literal(notWithoutRunner)}; exit ${withoutRunner} } `
			: `catch { try { & ${fallback.join(" ")}; exit $LASTEXITCODE } catch { Write-Error -ErrorRecord $_; exit 1 } } `,
		`exit $runner.${file ? "RunFile($Host, $PROFILE)" : "Run($Host, $PROFILE, $step)"} }${file ? " #" : ""}`,
	].join("");
	return [...options, "-Command", script, ...rest];
};

/** The exit code of a step that doesn't run without its runner, as of a command that can't be executed. */
export const withoutRunner = 126;
const notWithoutRunner =
	"The agent's host didn't start in this PowerShell, so nothing of the step ran: its plan lets it ask, and without the host it can't.";

/** Whether PowerShell hands a script's arguments to another process as they are, where the runner doesn't come up. Windows PowerShell
 * drops an empty one, and escapes neither a quote nor a backslash before the quote that it adds. */
export const fallsBack = (shell: Shell, file?: Pick<ScriptFile, "arguments">): boolean =>
	shell !== "powershell" || !file?.arguments.some((text) => text === "" || /"|\\$/.test(text));

/** What may run these arguments: nothing but their shell, or the runner in them, which only PowerShell takes. */
const runnersIn = (shell: Shell, argv: string[]): (Runner | null)[] => {
	const runner = shell === "pwsh" || shell === "powershell" ? runnerIn(argv) : null;
	return runner ? [null, runner, { ...runner, only: true }] : [null];
};

/** The runner of these arguments; null: they have none. */
const runnerIn = (argv: string[]): Runner | null => {
	const quoted = "'((?:[^']|'')*)'";
	const loads = new RegExp(`LoadFrom\\(${quoted}\\).*::Open\\(${quoted}, ${quoted}\\)`);
	const found = argv.map((text) => loads.exec(text)).find((match) => match !== null);
	const [, host, pipe, token] = (found ?? []).map(unquoted);
	return host === undefined || pipe === undefined || token === undefined ? null : { host, pipe, token };
};

/** PowerShell takes the typographic ones for quotes too. */
export const literal = (text: string): string => `'${text.replace(/['\u2018-\u201b]/g, "$&$&")}'`;

const unquoted = (text: string): string => text.replace(/(['\u2018-\u201b])\1/g, "$1");

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
