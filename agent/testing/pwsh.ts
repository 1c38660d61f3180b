// PowerShell for tests: the one in CAISEY_PWSH, else that on PATH, with its host compiled before the first test.
import { delimiter, dirname } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { type Host, hostFor } from "../capture/compile.ts";
import { findShell } from "../process/shells.ts";

/** For a file of tests. Where there is none, says what is skipped. */
export const pwshOfTests = (hosts: string, skipped: string): { hasPwsh: boolean } => {
	const { CAISEY_PWSH: given, PATH: path = "" } = process.env;
	if (given) process.env.PATH = `${dirname(given)}${delimiter}${path}`;
	const found = findShell("pwsh");
	if (!found) console.warn(`SKIPPED: ${skipped} (neither CAISEY_PWSH nor pwsh on PATH)`);
	beforeAll(async () => {
		if (found) await compiledHost(hosts, found);
	});
	afterAll(() => {
		process.env.PATH = path;
	});
	return { hasPwsh: found !== undefined };
};

/** A busy machine takes its time for it. */
export const compiledHost = async (hosts: string, shellPath: string): Promise<Host> => {
	for (let tries = 1; ; tries++) {
		const host = await hostFor(hosts, "pwsh", shellPath);
		if (host.ok || tries === 4) return host;
	}
};
