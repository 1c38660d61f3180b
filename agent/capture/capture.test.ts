// What a real PowerShell, seen into by a real agent, leaves in its recording.
import { delimiter, dirname } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { InsideEntry } from "../../protocol/record/inside.ts";
import { findShell } from "../process/shells.ts";
import { agentOfTests } from "../testing/suite.ts";

const { CAISEY_PWSH: given, PATH: path = "" } = process.env;
if (given) process.env.PATH = `${dirname(given)}${delimiter}${path}`;
const hasPwsh = findShell("pwsh") !== undefined;
if (!hasPwsh)
	console.warn("SKIPPED: what the agent sees in PowerShell (neither CAISEY_PWSH nor pwsh on PATH)");
const { peer } = await agentOfTests();
afterAll(() => {
	process.env.PATH = path;
});

const run = async (command: string) => {
	const result = await peer.run(peer.makePlan(command, { shell: "pwsh" }));
	const events = peer.events(result.run);
	const entries = events.flatMap((event) => (event.type === "inside" ? event.entries : []));
	return { ...result, events, entries };
};
const errorsIn = (entries: (InsideEntry | { what: "unknown" })[]) =>
	entries.flatMap((entry) => (entry.what === "error" ? [entry] : []));

describe.skipIf(!hasPwsh)("in PowerShell", () => {
	test("an error that a command swallows is in its recording [needs pwsh]", async () => {
		const { end, text, entries, events } = await run(
			"try { Get-Item /nope -ErrorAction Stop } catch { }; 'done'",
		);
		expect({ end, text }).toEqual({ end: { outcome: "exited", code: 0 }, text: "done\n" });
		expect(events[1]).toEqual({ type: "capture", v: 1, by: "powershell", unseen: [] });
		expect(errorsIn(entries)).toMatchObject([
			{
				how: "swallowed",
				terminating: true,
				message: "Cannot find path '/nope' because it does not exist.",
				position: { line: 1, column: 7, text: "Get-Item /nope -ErrorAction Stop" },
				place: { stdout: 0, stderr: 0 },
			},
		]);
	});
});
