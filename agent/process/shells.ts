// The shells of this endpoint: where they are, their versions, and what is worth knowing of them.
import { join } from "node:path";
import { Shell } from "../../protocol/plan/plan.ts";
import { ask } from "../machine/ask.ts";
import { forShell } from "../machine/environment.ts";
import { answerOf, type Folders, policySources, question } from "../machine/facts/powershell.ts";
import { fileHash, fileVersion, onPath } from "./programs.ts";

export type ShellFacts = {
	shell: Shell;
	path: string;
	sha256: string | null;
	version: string | null;
	/** By name, as the environment snapshot shows them. */
	facts: Record<string, string>;
	/** Of PowerShell: where it looks for profiles and modules. */
	folders?: Folders;
};

/** Facts that can change while the program stays the same are read again after this time, in the background;
 * what could not be read, at the next occasion. */
const freshMs = 600_000;

/** A shell's path; undefined: this endpoint lacks it. */
export const findShell = (shell: Shell): string | undefined =>
	process.platform === "win32" ? onWindows(shell) : onPath(shell, process.env.PATH ?? "");

/** Windows' own shells are where Windows has them, whatever the PATH says. PowerShell 7 may have come after the agent was started,
 * with a PATH that the agent doesn't know yet. */
const onWindows = (shell: Shell): string | undefined => {
	const { SystemRoot: system = "C:\\Windows", ProgramFiles: programs = "C:\\Program Files" } = process.env;
	if (shell === "cmd") return onPath("cmd.exe", join(system, "System32"));
	if (shell === "powershell")
		return onPath("powershell.exe", join(system, "System32", "WindowsPowerShell", "v1.0"));
	const installed = shell === "pwsh" ? onPath("pwsh.exe", join(programs, "PowerShell", "7")) : undefined;
	return onPath(shell, process.env.PATH ?? "") ?? installed;
};

/** All shells that are found here. */
export const allShells = (): Promise<ShellFacts[]> =>
	Promise.all(
		Shell.options.flatMap((shell) => {
			const path = findShell(shell);
			return path ? [describeShell(shell, path)] : [];
		}),
	);

/** The facts about a shell: at once if it was asked before, and its file and what it reads its policies from are unchanged. */
export const describeShell = async (shell: Shell, path: string): Promise<ShellFacts> => {
	const [version, sha256] = await Promise.all([versionOf(shell, path), fileHash(path)]);
	const known = cache.get(path);
	if (known && known.version === version) {
		if (performance.now() - known.at > freshMs) read(shell, path, version, sha256);
		return known.facts;
	}
	return read(shell, path, version, sha256);
};

/** Changes whenever the shell may have something else to tell. */
const versionOf = async (shell: Shell, path: string): Promise<string> => {
	const isPowerShell = shell === "pwsh" || shell === "powershell";
	return `${await fileVersion(path)} ${isPowerShell ? await policySources(path, fileVersion) : ""}`;
};

const cache = new Map<string, { version: string; at: number; facts: Promise<ShellFacts> }>();

const read = (shell: Shell, path: string, version: string, sha256: string | null): Promise<ShellFacts> => {
	const before = cache.get(path);
	const answer = askers[shell](path);
	const facts = answer.then((found) => ({ shell, path, sha256, ...(found ?? unknown) }));
	// While it is read again, the former answer counts; it says itself when it was read.
	const entry = { version, at: performance.now(), facts: before?.version === version ? before.facts : facts };
	cache.set(path, entry);
	answer.then((found) => {
		if (found) entry.facts = facts;
		else entry.at = Number.NEGATIVE_INFINITY;
	});
	return entry.facts;
};

type Answer = { version: string | null; facts: Record<string, string>; folders?: Folders };
const unknown: Answer = { version: null, facts: {} };

/** Some have no version to tell. */
const firstLine = async (path: string): Promise<Answer> => {
	const lines = linesOf(await ask(path, ["--version"]));
	return { version: lines[0] ?? null, facts: {} };
};

/** A busy machine needs as long to start PowerShell. */
const startMs = 60_000;

/** A program's output has the code page of its console; PowerShell uses it too. */
const powershell = (shell: "pwsh" | "powershell") => async (path: string) => {
	const args = ["-NoLogo", "-NoProfile", "-NonInteractive", "-Command", question];
	const found = answerOf(linesOf(await ask(path, args, forShell(shell, process.env), startMs)));
	return (
		found && { ...found, facts: { ...found.facts, "ExecutionPolicy read at": new Date().toISOString() } }
	);
};

/** https://learn.microsoft.com/windows-server/administration/windows-commands/chcp: its words are in the system's language. */
const cmd = async (path: string) => {
	const [version, page] = linesOf(await ask(path, ["/d", "/c", "ver & chcp"]));
	const number = page?.match(/\d+/)?.[0];
	return version ? { version, facts: number ? { "Code page": number } : {} } : null;
};

const linesOf = (text: string | null): string[] =>
	(text ?? "")
		.split(/\r?\n/)
		.map((line) => line.trim())
		.filter(Boolean);

/** Null: it did not answer as such a shell does. */
const askers: Record<Shell, (path: string) => Promise<Answer | null>> = {
	sh: firstLine,
	bash: firstLine,
	pwsh: powershell("pwsh"),
	powershell: powershell("powershell"),
	cmd,
};
