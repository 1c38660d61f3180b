// A row of the table compared with what it left, and run by an agent in its PowerShell.
import { expect } from "vitest";
import type { Peer } from "../../testing/peer.ts";
import { type Case, commandOf, expectedOn } from "../cases/case.ts";
import type { PowerShell } from "../compile.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";

/** `platform`: where it ran. */
export const expectOutcome = (
	platform: NodeJS.Platform,
	row: Case,
	{ commands, statuses, ...seen }: Outcome,
): void => {
	const expected = expectedOn(platform, row);
	expect(seen).toEqual({
		by: ["powershell"],
		stdout: matching(expected.stdout ?? ""),
		stderr: matching(expected.stderr ?? ""),
		end: { outcome: "exited", code: expected.code ?? 0 },
		entries: (expected.entries ?? []).map(matching),
	});
	if (expected.status !== undefined) expect(statuses).toEqual([expected.status]);
	for (const one of expected.commands ?? []) expect(commands.filter((seen) => seen === one)).toHaveLength(1);
};

/** `node`: the program that rows call, as the endpoint names it. */
export const outcomeOn = async (peer: Peer, row: Case, shell: PowerShell, node: string): Promise<Outcome> => {
	const { run, end, text, errors } = await peer.run(
		peer.makePlan(commandOf(row, node), { shell, stepTimeLimit: 240 }),
	);
	return outcomeOf({ events: peer.events(run), stdout: text, stderr: errors, end });
};

const matching = (wanted: string | RegExp) =>
	typeof wanted === "string" ? wanted : expect.stringMatching(wanted);
