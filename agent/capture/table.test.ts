// The table, run by a real agent in a real PowerShell.
import { describe, expect, test } from "vitest";
import type { InsideEntry } from "../../protocol/record/inside.ts";
import { pwshOfTests } from "../testing/pwsh.ts";
import { agentOfTests } from "../testing/suite.ts";
import { type Case, commandOf, plainText, told } from "./cases/case.ts";
import { table } from "./cases/table.ts";

// A busy machine doesn't lose its connection for being late.
const { peer, agent } = await agentOfTests({ pingMs: 60_000 });
const { hasPwsh } = pwshOfTests(agent.folder.hosts, "the table of PowerShell");

/** What is left of it, in the words of the table. */
const outcome = async (row: Case) => {
	const { run, end, text, errors } = await peer.run(peer.makePlan(commandOf(row), { shell: "pwsh" }));
	const all = peer
		.events(run)
		.flatMap((event) => (event.type === "inside" ? event.entries : []))
		.filter((entry): entry is InsideEntry => entry.what !== "unknown")
		.sort((a, b) => a.at - b.at);
	return {
		stdout: plainText(text),
		stderr: plainText(errors),
		end,
		entries: all.flatMap((entry) => told(entry) ?? []),
		statuses: all.flatMap((entry) =>
			entry.what === "status" ? [`${entry.success} ${entry.lastExitCode}`] : [],
		),
		commands: all.flatMap((entry) =>
			entry.what === "command" ? [`${entry.name} ${entry.kind} ${entry.module}`] : [],
		),
	};
};

const matching = (wanted: string | RegExp) =>
	typeof wanted === "string" ? wanted : expect.stringMatching(wanted);

const others = process.platform === "win32" ? "posix" : "windows";
describe.skipIf(!hasPwsh).concurrent.each(table)("PowerShell's %s", (_, rows) => {
	test.concurrent.for(rows.filter(({ only }) => only !== others))("$name [needs pwsh]", async (row) => {
		const { commands, statuses, ...seen } = await outcome(row);
		expect(seen).toEqual({
			stdout: matching(row.stdout ?? ""),
			stderr: matching(row.stderr ?? ""),
			end: { outcome: "exited", code: row.code ?? 0 },
			entries: (row.entries ?? []).map(matching),
		});
		if (row.status !== undefined) expect(statuses).toEqual([row.status]);
		for (const one of row.commands ?? []) expect(commands.filter((seen) => seen === one)).toHaveLength(1);
	});
});
