// How a shell is given a command: the exact arguments.
import type { Shell } from "../../protocol/plan.ts";

/** The arguments after the shell's own path. `cmd` takes its last one verbatim, without the quoting that Node adds. */
export const shellArguments = (shell: Shell, command: string): string[] => arguments_[shell](command);

const posix = (command: string) => ["-c", command];
/** https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_pwsh: UTF-16LE in base64. */
const powershell = (command: string) => [
	...["-NoLogo", "-NoProfile", "-NonInteractive", "-OutputFormat", "Text"],
	...["-EncodedCommand", Buffer.from(command, "utf16le").toString("base64")],
];

const arguments_ = {
	sh: posix,
	bash: posix,
	pwsh: powershell,
	powershell,
	cmd: (command) => ["/d", "/s", "/c", `"${command}"`],
} as const satisfies Record<Shell, (command: string) => string[]>;
