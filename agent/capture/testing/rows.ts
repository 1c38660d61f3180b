// A row of the table, run by an agent in its PowerShell, and compared with what the row says.
import { expect } from "vitest";
import type { InputKind } from "../../../protocol/plan/plan.ts";
import type { InsideEntry } from "../../../protocol/record/inside.ts";
import type { Peer } from "../../testing/peer.ts";
import { type Case, commandOf, plainText, told } from "../cases/case.ts";
import type { PowerShell } from "../compile.ts";

/** `node`: the program that rows call, as the endpoint names it. */
export const expectRow = async (peer: Peer, row: Case, shell: PowerShell, node: string): Promise<void> => {
	const { by, commands, statuses, ...seen } = await outcome(peer, row, shell, node);
	// A row whose output is enough would pass plainly too.
	expect(by).toEqual(["powershell"]);
	expect(seen).toEqual({
		stdout: matching(row.stdout ?? ""),
		stderr: matching(row.stderr ?? ""),
		end: { outcome: "exited", code: row.code ?? 0 },
		entries: (row.entries ?? []).map(matching),
	});
	if (row.status !== undefined) expect(statuses).toEqual([row.status]);
	for (const one of row.commands ?? []) expect(commands.filter((seen) => seen === one)).toHaveLength(1);
};

/** What is left of it, in the words of the table. */
const outcome = async (peer: Peer, row: Case, shell: PowerShell, node: string) => {
	const input: InputKind[] = row.answers ? ["choices", "text"] : [];
	const plan = peer.makePlan(commandOf(row, node), { shell, input });
	const [run = ""] = await peer.start(plan);
	for (const [i, answer] of (row.answers ?? []).entries()) {
		await peer.asked(run, i + 1);
		peer.answer(run, i + 1, answer);
	}
	const { end } = await peer.ended(run);
	const [text, errors] = [peer.bytesOf(run, "stdout").toString(), peer.bytesOf(run, "stderr").toString()];
	const events = peer.events(run);
	const all = events
		.flatMap((event) => (event.type === "inside" ? event.entries : []))
		.filter((entry): entry is InsideEntry => entry.what !== "unknown")
		.sort((a, b) => a.at - b.at);
	return {
		by: events.flatMap((event) => (event.type === "capture" ? [event.by] : [])),
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
