// Runs schedules of the simulation: `npm run simulate -- --seed 1 --schedules 100000`. A failing one is run again, with its trace.
import { parseArgs } from "node:util";
import { loadSimulation } from "./bundle.ts";

const { values } = parseArgs({
	options: {
		seed: { type: "string", default: "1" },
		schedules: { type: "string", default: "100000" },
		trace: { type: "boolean", default: false },
		all: { type: "boolean", default: false },
	},
});
const [first, count] = [Number(values.seed), Number(values.schedules)];
const { simulate } = await loadSimulation();
const began = performance.now();
for (let seed = first; seed < first + count; seed++) {
	const { problems, steps, stats } = await simulate(seed);
	if (values.all) {
		if (problems.length > 0) console.log(`seed ${seed}: ${problems.slice(0, 3).join("\n  ").slice(0, 500)}`);
		continue;
	}
	if (values.trace) console.log((await simulate(seed, true)).trace.join("\n"));
	if (problems.length > 0) {
		if (!values.trace) console.log((await simulate(seed, true)).trace.join("\n"));
		console.log(`\nseed ${seed} fails:\n  ${problems.join("\n  ")}`);
		process.exitCode = 1;
		break;
	}
	if (count <= 20) console.log(`seed ${seed}: ${steps} steps, ${JSON.stringify(stats)}`);
}
console.log(`${Math.round(performance.now() - began)} ms`);
