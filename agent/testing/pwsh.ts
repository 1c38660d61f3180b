// PowerShell for tests: the one in CAISEY_PWSH, else that on PATH, with its host compiled before the first test.
import { delimiter, dirname } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { hostFor } from "../capture/compile.ts";
import { findShell } from "../process/shells.ts";

/** For a file of tests. Where there is none, says what is skipped. */
export const pwshOfTests = (hosts: string, skipped: string): { hasPwsh: boolean } => {
	const { CAISEY_PWSH: given, PATH: path = "" } = process.env;
	if (given) process.env.PATH = `${dirname(given)}${delimiter}${path}`;
	const found = findShell("pwsh");
	if (!found) console.warn(`SKIPPED: ${skipped} (neither CAISEY_PWSH nor pwsh on PATH)`);
	beforeAll(async () => {
		// A busy machine takes its time for it.
		for (let tries = 0; found && tries < 4; tries++) if ((await hostFor(hosts, "pwsh", found)).ok) return;
	});
	afterAll(() => {
		process.env.PATH = path;
	});
	return { hasPwsh: found !== undefined };
};
