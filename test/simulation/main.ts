// Runs schedules of the simulation: `npm run simulate -- --seed 1 --schedules 100000`. The first that fails ends it, with its trace.
// `--go-on` lists all that fail; `--mutants` shows which seed finds each fault of mutants.ts.
import { parseArgs } from "node:util";
import { loadSimulation } from "./bundle.ts";
import { mutants } from "./mutants.ts";
import type { Outcome, Simulation } from "./outcome.ts";

const { values } = parseArgs({
	options: {
		seed: { type: "string", default: "1" },
		schedules: { type: "string", default: "100000" },
		trace: { type: "boolean", default: false },
		"go-on": { type: "boolean", default: false },
		mutants: { type: "boolean", default: false },
	},
});
const [first, last] = [Number(values.seed), Number(values.seed) + Number(values.schedules) - 1];

/** The first schedule that fails; null: none. */
const firstFailure = async (
	{ simulate }: Simulation,
	each: (outcome: Outcome) => void,
): Promise<Outcome | null> => {
	for (let seed = first; seed <= last; seed++) {
		const outcome = await simulate(seed);
		each(outcome);
		if (outcome.problems.length > 0 && !values["go-on"]) return outcome;
	}
	return null;
};

const failed = ({ seed, problems }: Outcome): string => `seed ${seed} fails:\n  ${problems.join("\n  ")}`;

const findMutants = async () => {
	for (const mutant of mutants) {
		const found = await firstFailure(await loadSimulation(mutant), () => {});
		console.log(`${mutant.name}: ${found ? `seed ${found.seed}: ${found.problems[0]}` : "not found"}`);
	}
};

const run = async () => {
	const simulation = await loadSimulation();
	let count = 0;
	const found = await firstFailure(simulation, (outcome) => {
		count++;
		if (values["go-on"] && outcome.problems.length > 0) console.log(failed(outcome));
		if (count % 1_000 === 0) console.log(`${count} schedules`);
	});
	if (found || values.trace)
		console.log((await simulation.simulate(found?.seed ?? last, true)).trace.join("\n"));
	if (found)
		console.log(`\n${failed(found)}\nAgain: npm run simulate -- --seed ${found.seed} --schedules 1 --trace`);
	process.exitCode = found ? 1 : 0;
	console.log(`${count} schedules in ${Math.round(performance.now() / 1000)} s`);
};

await (values.mutants ? findMutants() : run());
