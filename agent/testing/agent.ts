// Agents for tests, enrolled with a peer: one in this process, or a separate process.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startAgent } from "../agent.ts";
import { enroll } from "../commands/enroll.ts";
import { type Folder, folderAt } from "../home/folder.ts";
import { defaults, type Settings } from "../home/settings.ts";
import { processesOf } from "../process/processes.ts";
import type { Peer } from "./peer.ts";

/** Quick where waiting would only cost time. On a busy machine a short ping would end connections that are alive. */
export const quick: Settings = {
	...defaults,
	outputGraceMs: 300,
	killGraceMs: 300,
	pingMs: 60_000,
	backoff: () => 5,
};

/** Those of one of Vitest's processes share what PowerShell compiled, which takes a second of each test file's time. */
export const newFolder = (): Folder => ({
	...folderAt(mkdtempSync(join(tmpdir(), "caisey-agent-test-"))),
	hosts: join(import.meta.dirname, `../../node_modules/.cache/caisey-hosts/${process.env.VITEST_POOL_ID}`),
});

export const removeFolder = (folder: Folder): void => rmSync(folder.path, { recursive: true, force: true });

const firstTime = { replace: false, setAside: false, settings: quick, log: () => {} };

export const enrolWith = async (peer: Peer, folder = newFolder()): Promise<Folder> => {
	const enrolled = await enroll({ url: peer.url, token: "good", folder, ...firstTime });
	if (!enrolled.ok) throw new Error(enrolled.error);
	// The enrollment's own connection.
	peer.state.hellos = [];
	return folder;
};

/** An agent in this process. */
export const agentFor = async (peer: Peer, changes: Partial<Settings> = {}, enrolled?: Folder) => {
	const folder = enrolled ?? (await enrolWith(peer));
	const log: string[] = [];
	const agent = await startAgent(folder, { ...quick, ...changes }, (line) => log.push(line));
	if (!agent.ok) throw new Error(agent.error);
	return { ...agent, folder, log };
};

/** Ends what the runs of a test left behind. */
export const endLeftovers = (peer: Peer): void => {
	for (const run of peer.runs.keys())
		for (const pid of processesOf(null, run))
			try {
				process.kill(pid, "SIGKILL");
			} catch {
				// It has just ended with its parent.
			}
};

/** Runs `caisey-agent` as people do. `log`: a file for its log. */
export const spawnAgent = (
	args: string[],
	{ log, ...options }: { detached?: boolean; env?: NodeJS.ProcessEnv; log?: number } = {},
): ChildProcess =>
	spawn(
		process.execPath,
		["--disable-warning=ExperimentalWarning", join(import.meta.dirname, "..", "main.ts"), ...args],
		{
			stdio: ["ignore", "pipe", log ?? "pipe"],
			...options,
		},
	);

/** What it printed, and its exit code. */
export const resultOf = async (child: ChildProcess) => {
	const [out, err] = [child.stdout?.toArray(), child.stderr?.toArray()];
	const [code] = await once(child, "close");
	const text = async (chunks?: Promise<unknown[]>) => ((await chunks) ?? []).map(String).join("");
	return { code: Number(code), stdout: await text(out), stderr: await text(err) };
};
