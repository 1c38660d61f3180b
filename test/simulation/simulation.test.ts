// Schedules of the simulated world: whatever goes wrong, it comes to rest, and what is left is true.
import { expect, test } from "vitest";
import { loadSimulation } from "./bundle.ts";

const schedules = 100;

test(`${schedules} schedules of lost, late and doubled messages, restarts, full disks and jumping clocks end true`, async () => {
	const { simulate } = await loadSimulation();
	for (let seed = 1; seed <= schedules; seed++) {
		const { problems } = await simulate(seed);
		expect(problems, `npm run simulate -- --seed ${seed} --schedules 1`).toEqual([]);
	}
});

test("the same seed brings the same schedule, step by step, whatever ran before it", async () => {
	const { simulate } = await loadSimulation();
	const { trace } = await simulate(7, true);
	await simulate(8);
	expect(trace.length).toBeGreaterThan(100);
	expect((await simulate(7, true)).trace).toEqual(trace);
});
