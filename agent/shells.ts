// The shells of this endpoint: where they are, their versions, and what is worth knowing of them.
import { Shell } from "../protocol/plan.ts";
import { ask } from "./ask.ts";
import { fileHash, fileVersion, onPath } from "./programs.ts";

export type ShellFacts = {
	shell: Shell;
	path: string;
	sha256: string | null;
	version: string | null;
	/** By name, as the environment snapshot shows them. */
	facts: Record<string, string>;
};

/** Facts that can change while the program stays the same are read again after this time, in the background. */
const freshMs = 600_000;

/** Where a shell is found; undefined where this endpoint has none. */
export const findShell = (shell: Shell): string | undefined => onPath(shell, process.env.PATH ?? "");

/** All shells that are found here. */
export const allShells = (): Promise<ShellFacts[]> =>
	Promise.all(
		Shell.options.flatMap((shell) => {
			const path = findShell(shell);
			return path ? [describeShell(shell, path)] : [];
		}),
	);

/** What is known of a shell: at once where it was asked before and its file is unchanged. */
export const describeShell = async (shell: Shell, path: string): Promise<ShellFacts> => {
	const [version, sha256] = await Promise.all([fileVersion(path), fileHash(path)]);
	const known = cache.get(path);
	if (known && known.version === version) {
		if (performance.now() - known.at > freshMs) read(shell, path, version, sha256);
		return known.facts;
	}
	return read(shell, path, version, sha256);
};

const cache = new Map<string, { version: string | null; at: number; facts: Promise<ShellFacts> }>();

const read = (
	shell: Shell,
	path: string,
	version: string | null,
	sha256: string | null,
): Promise<ShellFacts> => {
	const before = cache.get(path);
	const facts = askers[shell](path).then((found) => ({ shell, path, sha256, ...found }));
	// While it is read again, the former answer stands, which says itself when it was read.
	const entry = { version, at: performance.now(), facts: before?.version === version ? before.facts : facts };
	cache.set(path, entry);
	facts.then(() => {
		entry.facts = facts;
	});
	return entry.facts;
};

type Answer = { version: string | null; facts: Record<string, string> };

const firstLine = async (path: string, args: string[]): Promise<Answer> => {
	const line = (await ask(path, args))?.split(/\r?\n/).find((text) => text.trim() !== "");
	return { version: line ?? null, facts: {} };
};

const powershell = async (path: string): Promise<Answer> => {
	const script = "$PSVersionTable.PSVersion.ToString(); (Get-ExecutionPolicy).ToString()";
	const answer = await ask(path, ["-NoLogo", "-NoProfile", "-NonInteractive", "-Command", script]);
	const [version, policy] = (answer ?? "").split(/\r?\n/);
	if (!version || !policy) return { version: null, facts: {} };
	const readAt = new Date().toISOString();
	return {
		version,
		facts: { PSVersion: version, ExecutionPolicy: policy, "ExecutionPolicy read at": readAt },
	};
};

const askers = {
	sh: (path) => firstLine(path, ["--version"]),
	bash: (path) => firstLine(path, ["--version"]),
	pwsh: powershell,
	powershell,
	cmd: (path) => firstLine(path, ["/d", "/c", "ver"]),
} as const satisfies Record<Shell, (path: string) => Promise<Answer>>;
