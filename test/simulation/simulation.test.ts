// Schedules of the simulated world: whatever goes wrong, it comes to rest, and what is left is true.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { loadSimulation } from "./bundle.ts";
import { campaign } from "./campaign.ts";
import { mutants } from "./mutants.ts";

/** `npm run simulate` does more. */
const schedules = 2_000;
/** They are all work and no waiting: beside other tests they take their time. */
const bound = 3_600_000;

test(
	`${schedules} schedules of lost, late and doubled messages, restarts, full disks and jumping clocks end true`,
	async () => {
		const found: string[] = [];
		const each = ({ seed, problems }: { seed: number; problems: string[] }) =>
			problems.length > 0 && found.push(`npm run simulate -- --seed ${seed}: ${problems.join("; ")}`) > 0;
		// A second thread would make all starts once more, and the cores have other tests to run.
		await campaign({ first: 1, schedules, threads: 1, mutant: null, each });
		expect(found).toEqual([]);
	},
	bound,
);

test("the same seed brings the same schedule, step by step, whatever ran before it", async () => {
	const { simulate } = await loadSimulation();
	const { trace } = await simulate(7, true);
	await simulate(8);
	expect(trace.length).toBeGreaterThan(100);
	expect((await simulate(7, true)).trace).toEqual(trace);
	expect((await (await loadSimulation()).simulate(7, true)).trace).toEqual(trace);
});

test.each(mutants)("its fault can still be put into the product: $name", ({ file, replace }) => {
	const source = readFileSync(new URL(`../../${file}`, import.meta.url), "utf8");
	expect(source.split(replace)).toHaveLength(2);
});

const early = mutants.flatMap(({ soon, ...mutant }) => (soon === undefined ? [] : [{ ...mutant, soon }]));

test.each(early)("the simulation finds it where $name", async ({ soon, within = 20, ...mutant }) => {
	const { simulate } = await loadSimulation(mutant);
	const found: string[] = [];
	for (let seed = soon; seed < soon + within && found.length === 0; seed++)
		found.push(...(await simulate(seed)).problems);
	expect(found).not.toEqual([]);
});
