// The host as an assembly: each PowerShell compiles it once for itself, and the agent keeps it by its hash.
import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
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
const timeLimitMs = 120_000;
/** A step waits no longer for it. */
const patienceMs = 30_000;

/** `folder` is the agent's own: nobody else may write there. */
export const hostFor = async (folder: string, shell: PowerShell, shellPath: string): Promise<Host> => {
	const version = await fileVersion(shellPath);
	const key = `${shell}-${fingerprint(hostSource, shellPath, version ?? "")}`;
	const found = cached(folder, key);
	if (found) return { ok: true, path: found };
	const place = join(folder, key);
	const known = compiling.get(place);
	if (known && performance.now() - known.at < retryMs) return soon(known.host);
	const host = compile(folder, shell, shellPath, key);
	compiling.set(place, { at: performance.now(), host });
	void host.then(({ ok }) => ok && compiling.delete(place));
	return soon(host);
};

const soon = (host: Promise<Host>): Promise<Host> => {
	const { promise: late, resolve } = Promise.withResolvers<Host>();
	const because = "PowerShell is still compiling the agent's host";
	const timer = setTimeout(() => resolve({ ok: false, because }), patienceMs);
	return Promise.race([host, late]).finally(() => clearTimeout(timer));
};

const compiling = new Map<string, { at: number; host: Promise<Host> }>();

const fingerprint = (...parts: string[]): string => hex(sha256(utf8(parts.join("\0")))).slice(0, 16);
const hashOf = (path: string): string => hex(sha256(readFileSync(path))).slice(0, 32);

/** A file is named after its content: one that was changed isn't loaded. */
const cached = (folder: string, key: string): string | undefined =>
	namesIn(folder)
		.filter((name) => name.startsWith(`${key}-`) && name.endsWith(".dll"))
		.map((name) => join(folder, name))
		.find((path) => path === join(folder, `${key}-${hashOf(path)}.dll`));

const compile = async (folder: string, shell: PowerShell, shellPath: string, key: string): Promise<Host> => {
	const [source, made] = [join(folder, `${key}.cs`), join(folder, `${key}.new`)];
	try {
		mkdirSync(folder, { recursive: true, mode: 0o700 });
		writeFileSync(source, hostSource, { mode: 0o600 });
		const [, ...args] = shellArgv(shell, shellPath, compiler(shell, source, made));
		const problem = await run(shellPath, args, forShell(shell, process.env));
		if (problem !== null) return { ok: false, because: problem };
		const path = join(folder, `${key}-${hashOf(made)}.dll`);
		renameSync(made, path);
		removeOthers(folder, shell, path);
		return { ok: true, path };
	} catch (thrown) {
		return { ok: false, because: `the agent can't keep its host: ${String(thrown)}` };
	} finally {
		for (const file of [source, made]) remove(file);
	}
};

/** What an older agent or PowerShell compiled. Windows keeps what a running step has loaded. */
const removeOthers = (folder: string, shell: PowerShell, path: string): void => {
	for (const name of namesIn(folder)) {
		const other = join(folder, name);
		if (!name.startsWith(`${shell}-`) || !name.endsWith(".dll") || other === path) continue;
		remove(other);
	}
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
const run = (program: string, args: string[], env: NodeJS.ProcessEnv): Promise<string | null> =>
	new Promise((resolve) => {
		const options = { timeout: timeLimitMs, windowsHide: true, encoding: "utf8", env } as const;
		const child = execFile(program, args, options, (error, stdout, stderr) =>
			resolve(error ? (stdout.trim() || stderr.trim() || error.message).slice(0, 1_000) : null),
		);
		child.stdin?.end();
	});
