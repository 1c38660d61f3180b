// The host as an assembly: each PowerShell compiles it once for itself, and the agent keeps it by its hash.
import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { constants, setPriority } from "node:os";
import { join } from "node:path";
import { hex, utf8 } from "../../protocol/bytes.ts";
import { literal, shellArgv } from "../../protocol/plan/invocation.ts";
import { namesIn } from "../home/folder.ts";
import { sha256 } from "../home/keys.ts";
import { forShell } from "../machine/environment.ts";
import { fileVersion } from "../process/programs.ts";
import { hostSource } from "./host/source.ts";

export type PowerShell = "pwsh" | "powershell";

/** Where it is, or in words why this PowerShell can't load it. */
export type Host = { ok: true; path: string } | { ok: false; because: string };

/** What could not be compiled is tried again after this time. */
const retryMs = 600_000;
/** It makes way for all else that runs: on an old PC that is busy it takes minutes. */
const timeLimitMs = 600_000;
/** A step waits no longer for it. */
const patienceMs = 30_000;

/** `folder` is the agent's own: nobody else may write there. */
export const hostFor = async (folder: string, shell: PowerShell, shellPath: string): Promise<Host> => {
	const found = await hostOrWork(folder, shell, shellPath);
	if ("path" in found) return found;
	setPriorityOf(found.child, constants.priority.PRIORITY_NORMAL);
	return soon(found.host);
};

/** The same before anyone needs it: however long it takes, and behind all else that runs. */
export const prepareHost = async (folder: string, shell: PowerShell, shellPath: string): Promise<Host> => {
	const found = await hostOrWork(folder, shell, shellPath);
	if ("path" in found) return found;
	if (found.isNew) setPriorityOf(found.child, constants.priority.PRIORITY_BELOW_NORMAL);
	return found.host;
};

/** Whether one of this kind is being compiled now. */
export const isCompiling = (folder: string, shell: PowerShell): boolean =>
	[...compiling].some(([place, { over }]) => !over && place.startsWith(join(folder, `${shell}-`)));

type Work = { at: number; host: Promise<Host>; over: boolean; child: Child };
/** The compiler, once it is started. */
type Child = { pid?: number };

const hostOrWork = async (
	folder: string,
	shell: PowerShell,
	shellPath: string,
): Promise<Extract<Host, { ok: true }> | (Work & { isNew: boolean })> => {
	const version = await fileVersion(shellPath);
	const key = `${shell}-${fingerprint(hostSource, shellPath, version ?? "")}`;
	const found = cached(folder, key);
	if (found) return { ok: true, path: found };
	const place = join(folder, key);
	const known = compiling.get(place);
	if (known && (!known.over || performance.now() - known.at < retryMs)) return { ...known, isNew: false };
	const child: Child = {};
	const work: Work = {
		at: performance.now(),
		host: compile(folder, shell, shellPath, key, child),
		over: false,
		child,
	};
	compiling.set(place, work);
	void work.host.then(({ ok }) => {
		work.over = true;
		if (ok) compiling.delete(place);
	});
	return { ...work, isNew: true };
};

/** Only an administrator's agent may raise one again. */
const setPriorityOf = ({ pid }: Child, priority: number): void => {
	try {
		if (pid !== undefined) setPriority(pid, priority);
	} catch {
		// It has ended, or stays as it is.
	}
};

const soon = (host: Promise<Host>): Promise<Host> => {
	const { promise: late, resolve } = Promise.withResolvers<Host>();
	const because = "PowerShell is still compiling the agent's host";
	const timer = setTimeout(() => resolve({ ok: false, because }), patienceMs);
	return Promise.race([host, late]).finally(() => clearTimeout(timer));
};

const compiling = new Map<string, Work>();

const fingerprint = (...parts: string[]): string => hex(sha256(utf8(parts.join("\0")))).slice(0, 16);
const hashOf = (path: string): string => hex(sha256(readFileSync(path))).slice(0, 32);

/** A file is named after its content: one that was changed isn't loaded. */
const isWhole = (folder: string, key: string, name: string): boolean => {
	try {
		return name.startsWith(`${key}-`) && name.endsWith(".dll") && name === nameOf(key, join(folder, name));
	} catch {
		return false; // Another process has just removed it.
	}
};
const nameOf = (key: string, path: string): string => `${key}-${hashOf(path)}.dll`;

const cached = (folder: string, key: string): string | undefined => {
	const name = namesIn(folder).find((name) => isWhole(folder, key, name));
	return name === undefined ? undefined : join(folder, name);
};

const compile = async (
	folder: string,
	shell: PowerShell,
	shellPath: string,
	key: string,
	started: Child,
): Promise<Host> => {
	// Another process may compile the same meanwhile, and PowerShell makes no file that is there already.
	const own = `${key}.${randomUUID()}`;
	const [source, made] = [join(folder, `${own}.cs`), join(folder, `${own}.new`)];
	try {
		mkdirSync(folder, { recursive: true, mode: 0o700 });
		writeFileSync(source, hostSource, { mode: 0o600 });
		const [, ...args] = shellArgv(shell, shellPath, compiler(shell, source, made));
		const problem = await run(shellPath, args, forShell(shell, process.env), started);
		if (problem !== null) return { ok: false, because: problem };
		removeOthers(folder, shell, key);
		const others = cached(folder, key);
		if (others) return { ok: true, path: others };
		const path = join(folder, nameOf(key, made));
		renameSync(made, path);
		return { ok: true, path };
	} catch (thrown) {
		return { ok: false, because: `the agent can't keep its host: ${String(thrown)}` };
	} finally {
		for (const file of [source, made]) remove(file);
	}
};

/** What an older agent or PowerShell compiled, was changed, or was left by an agent that was killed. Windows keeps what a running
 * step has loaded. */
const removeOthers = (folder: string, shell: PowerShell, key: string): void => {
	for (const name of namesIn(folder)) {
		if (!name.startsWith(`${shell}-`)) continue;
		const isOver = name.endsWith(".dll") ? !isWhole(folder, key, name) : isLeft(join(folder, name));
		if (isOver) remove(join(folder, name));
	}
};

/** No compilation that still runs began so long ago. */
const isLeft = (path: string): boolean => {
	const found = statSync(path, { throwIfNoEntry: false });
	return found !== undefined && found.mtimeMs < Date.now() - 2 * timeLimitMs;
};

const remove = (path: string): void => {
	try {
		rmSync(path, { force: true });
	} catch {
		// A file that is held, or a folder that isn't one: the next compilation tries again.
	}
};

/** C# 5 in any case, which is all that Windows PowerShell's compiler knows. */
const compiler = (shell: PowerShell, source: string, made: string): string => `
$mode = $ExecutionContext.SessionState.LanguageMode
if ($mode -ne 'FullLanguage') { "PowerShell runs in $mode mode here"; exit 3 }
try {
	$more = ${shell === "pwsh" ? "@{ CompilerOptions = '-langversion:5', '-optimize+' }" : "@{ ReferencedAssemblies = 'System.Core' }"}
	Add-Type -TypeDefinition ([IO.File]::ReadAllText(${literal(source)})) -OutputAssembly ${literal(made)} -OutputType Library -ErrorAction Stop @more
} catch { "PowerShell can't compile the agent's host: $($_.Exception.Message)"; exit 4 }`;

/** Null: it worked. */
const run = (
	program: string,
	args: string[],
	env: NodeJS.ProcessEnv,
	started: Child,
): Promise<string | null> =>
	new Promise((resolve) => {
		const options = { timeout: timeLimitMs, windowsHide: true, encoding: "utf8", env } as const;
		const child = execFile(program, args, options, (error, stdout, stderr) =>
			resolve(error ? (stdout.trim() || stderr.trim() || error.message).slice(0, 1_000) : null),
		);
		if (child.pid !== undefined) started.pid = child.pid;
		child.stdin?.end();
	});
