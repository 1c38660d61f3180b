// Before the first test of a run: bundles the Worker and the agent once. Every world runs those, so no later edit restarts one.
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { findShell } from "../../agent/process/shells.ts";
import { compileKept } from "../../agent/testing/hosts.ts";
import { projectFolder } from "../../local/child.ts";
import { ownPwsh } from "../windows/tools.ts";
import { endHosts } from "./hosts.ts";

const variable = "CAISEY_TEST_FOLDER";

const folder = (): string => {
	const folder = process.env[variable];
	if (!folder) throw new Error("the Worker was not bundled: call setup first, as vitest.config.ts does");
	return folder;
};

/** The folder of the Worker's bundle. */
export const bundled = (): string => join(folder(), "bundle");
/** The agent as it is handed out. */
export const bundledAgent = (): string => join(folder(), "caisey-agent.cjs");

export const setup = async (): Promise<void> => {
	if (process.env[variable]) return;
	process.env[variable] = mkdtempSync(join(tmpdir(), "caisey-tests-"));
	// Agents and Workers are started hundreds of times: what Node compiled of them once need not be compiled again.
	process.env.NODE_COMPILE_CACHE = join(folder(), "compiled");
	// Imported here alone: it loads wrangler, and every file of tests that starts a world asks this module where the bundle is.
	const { bundleWorker } = await import("../../local/worker-bundle.ts");
	await Promise.all([bundleWorker(bundled()), bundleAgent(bundledAgent()), compileHost()]);
};

/** For the agents of all worlds. */
const compileHost = async (): Promise<void> => {
	const pwsh = process.env.CAISEY_PWSH ?? ownPwsh() ?? findShell("pwsh");
	if (pwsh !== undefined) await compileKept(pwsh);
};

/** With the script that its administrator's guide names. */
const bundleAgent = (file: string) =>
	promisify(execFile)("npm", ["run", "--silent", "build:agent", "--", `--outfile=${file}`], {
		cwd: projectFolder,
	});

export const teardown = (): void => {
	endHosts();
	if (process.env[variable]) rmSync(folder(), { recursive: true, force: true });
	delete process.env[variable];
};
