// Runs schedules of the simulation: `npm run simulate -- --seed 1 --schedules 100000`. A failure ends it, with its trace.
// `--go-on` lists all that fail; `--mutants` shows how many seeds find each fault of mutants.ts.
import { parseArgs } from "node:util";
import { loadSimulation } from "./bundle.ts";
import { campaign } from "./campaign.ts";
import { mutants } from "./mutants.ts";
import type { Outcome } from "./outcome.ts";

const { values } = parseArgs({
	options: {
		seed: { type: "string", default: "1" },
		schedules: { type: "string" },
		trace: { type: "boolean", default: false },
		"go-on": { type: "boolean", default: false },
		mutants: { type: "boolean", default: false },
	},
});
const first = Number(values.seed);

const failed = ({ seed, problems }: Outcome): string => `seed ${seed} fails:\n  ${problems.join("\n  ")}`;

/** Each is looked for in a thousand schedules. */
const findMutants = async () => {
	console.log("| fault | seed | what it shows |\n| --- | --- | --- |");
	for (const { name } of mutants) {
		const found: Outcome[] = [];
		const schedules = Number(values.schedules ?? 1_000);
		const each = (outcome: Outcome) => outcome.problems.length > 0 && found.push(outcome) > 0;
		await campaign({ first, schedules, mutant: name, each });
		const [earliest] = found.toSorted((a, b) => a.seed - b.seed);
		const shows = earliest?.problems[0]?.replace(/\b[a-z]{1,2}_g\w{16}/g, "…").slice(0, 120);
		console.log(`| ${name} | ${earliest?.seed ?? "not found"} | ${shows ?? ""} |`);
		process.exitCode ||= earliest ? 0 : 1;
	}
};

const run = async () => {
	const schedules = Number(values.schedules ?? 100_000);
	let count = 0;
	const found: Outcome[] = [];
	await campaign({
		...{ first, schedules, mutant: null },
		each: (outcome) => {
			count++;
			if (count % 1_000 === 0) console.log(`${count} schedules`);
			if (outcome.problems.length === 0) return false;
			found.push(outcome);
			if (values["go-on"]) console.log(failed(outcome));
			return !values["go-on"];
		},
	});
	const [earliest] = found.toSorted((a, b) => a.seed - b.seed);
	if (earliest || values.trace) {
		const { simulate } = await loadSimulation();
		console.log((await simulate(earliest?.seed ?? first + schedules - 1, true)).trace.join("\n"));
	}
	if (earliest)
		console.log(
			`\n${failed(earliest)}\nAgain: npm run simulate -- --seed ${earliest.seed} --schedules 1 --trace`,
		);
	process.exitCode = earliest ? 1 : 0;
	console.log(`${count} schedules, ${found.length} failed, in ${Math.round(performance.now() / 1000)} s`);
};

await (values.mutants ? findMutants() : run());
