// PowerShell for tests: the one in CAISEY_PWSH, else that on PATH, with its host compiled before the first test.
import { delimiter, dirname } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { type Host, hostFor, type PowerShell, prepareHost } from "../capture/compile.ts";
import { findShell } from "../process/shells.ts";
import { giveHost, keepHost } from "./hosts.ts";

/** For a file of tests. Where there is none, says what is skipped. */
export const pwshOfTests = (hosts: string, skipped: string): { hasPwsh: boolean; shell: PowerShell } => {
	const { found, shell } = pwshOnPath(skipped);
	beforeAll(async () => {
		if (!found) return;
		giveHost(hosts);
		await compiledHost(hosts, shell, found);
		keepHost(hosts);
	});
	return { hasPwsh: found !== undefined, shell };
};

/** The same for agents that compile their host themselves. */
export const pwshOnPath = (skipped: string): { found: string | undefined; shell: PowerShell } => {
	const { CAISEY_PWSH: given, PATH: path = "" } = process.env;
	if (given) process.env.PATH = `${dirname(given)}${delimiter}${path}`;
	const shell = /powershell(\.exe)?$/i.test(given ?? "") ? "powershell" : "pwsh";
	const found = findShell(shell);
	if (!found) console.warn(`SKIPPED: ${skipped} (neither CAISEY_PWSH nor pwsh on PATH)`);
	afterAll(() => {
		process.env.PATH = path;
	});
	return { found, shell };
};

/** Waits as long as a busy machine takes; a step would go on without it. A failure stays one: the agent remembers it. */
export const compiledHost = async (hosts: string, shell: PowerShell, shellPath: string): Promise<Host> => {
	await hostFor(hosts, shell, shellPath);
	return prepareHost(hosts, shell, shellPath);
};
