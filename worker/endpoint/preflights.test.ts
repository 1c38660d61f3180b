// What an agent answers about a plan's steps, and what the Worker takes of it.
import { expect, test } from "vitest";
import { type PreflightAnswer, preflightLimit, type StepPreflight } from "../../protocol/plan/preflight.ts";
import { newPreflights, unable } from "./preflights.ts";

const command = { phase: "command", command: "true" } as const;
const reads: StepPreflight = {
	...{ parsed: true, problems: [], names: [], cut: false },
	effects: [{ what: "reads-only", target: null }],
};
const taken = (steps: number, answer: PreflightAnswer): Promise<PreflightAnswer> => {
	const preflights = newPreflights();
	const found = preflights.answer("n", {
		steps: Array.from({ length: steps }, () => command),
		withinMs: 60_000,
	});
	preflights.answered("n", answer);
	return found;
};

test("an answer about each step is taken as it is", async () => {
	const answer: PreflightAnswer = { state: "checked", steps: [reads, reads] };
	expect(await taken(2, answer)).toEqual(answer);
	expect(await taken(2, unable("too-slow"))).toEqual(unable("too-slow"));
});

test.each([1, 3])("an answer about %i steps says nothing of a plan of two", async (count) => {
	const steps = Array.from({ length: count }, () => reads);
	expect(await taken(2, { state: "checked", steps })).toEqual(unable("failed"));
});

test("an answer that is larger than its share of a plan says nothing", async () => {
	const name = { kind: "program", version: null, sha256: null, module: null } as const;
	const path = "é".repeat(4_096);
	const names = Array.from({ length: 6 }, () => ({ name: "x", ...name, path }));
	const answer: PreflightAnswer = { state: "checked", steps: [{ ...reads, names }] };
	expect(JSON.stringify(answer).length).toBeLessThan(preflightLimit.answer);
	expect(await taken(1, answer)).toEqual(unable("failed"));
});
