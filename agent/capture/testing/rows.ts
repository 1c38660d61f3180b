// A row of the table compared with what it left, and run by an agent in its PowerShell.
import { expect } from "vitest";
import type { InputKind } from "../../../protocol/plan/plan.ts";
import type { Peer } from "../../testing/peer.ts";
import { sealedAnswer } from "../../testing/seal.ts";
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
	const input: InputKind[] = row.answers ? ["choices", "text", "secret"] : [];
	const plan = peer.makePlan(commandOf(row, node), { shell, input, stepTimeLimit: 3_600 });
	const [run = ""] = await peer.start(plan);
	for (const [i, answer] of (row.answers ?? []).entries()) {
		await peer.asked(run, i + 1);
		const given = answer.is === "secret" ? await sealedAnswer(peer, plan, run, i + 1, answer.value) : answer;
		peer.answer(run, i + 1, given);
	}
	const { end } = await peer.ended(run);
	const [stdout, stderr] = [peer.bytesOf(run, "stdout").toString(), peer.bytesOf(run, "stderr").toString()];
	return outcomeOf({ events: peer.events(run), stdout, stderr, end });
};

const matching = (wanted: string | RegExp) =>
	typeof wanted === "string" ? wanted : expect.stringMatching(wanted);
