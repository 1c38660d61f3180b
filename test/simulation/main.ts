// Runs schedules of the simulation: a campaign that goes on where the last one stopped, one seed again with what happened in it, or
// what finds the faults of mutants.ts.
import { parseArgs } from "node:util";
import { loadSimulation, productOf } from "./bundle.ts";
import { campaign } from "./campaign.ts";
import { measure } from "./measuring.ts";
import { mutants } from "./mutants.ts";
import type { Outcome } from "./outcome.ts";
import { forgetProgress, keepProgress, readProgress } from "./progress.ts";

const help = `npm run simulate                   100,000 schedules on all cores. It stops at the first that fails.
                                   Interrupted, it goes on where it stopped, as long as the code is the same.

  --seed N                         Runs this schedule alone, and shows what happened in it, if it fails.
  --trace                          … also if it doesn't.
  --mutant "NAME"                  … with this fault of test/simulation/mutants.ts put into the product.

  --schedules M                    M instead of 100,000.
  --from N                         Begins at seed N, whatever ran before; keeps no progress.
  --fresh                          Begins at seed 1 again.
  --go-on                          Lists all that fail.
  --threads N                      Instead of one for each core.

  --mutants                        Shows how many schedules it takes to find each fault: 2,000 at most, or --schedules M.
  --help                           This.

In front of it, "nice -n 19" leaves the cores to others. The same seed brings the same schedule, as long as the code is the same.`;

const number = { type: "string" } as const;
const { values } = parseArgs({
	options: {
		...{ seed: number, from: number, schedules: number, threads: number, mutant: { type: "string" } },
		trace: { type: "boolean", default: false },
		"go-on": { type: "boolean", default: false },
		fresh: { type: "boolean", default: false },
		mutants: { type: "boolean", default: false },
		help: { type: "boolean", default: false },
	},
});

const wholeOf = (name: "seed" | "from" | "schedules" | "threads", otherwise: number): number => {
	const given = values[name];
	if (given === undefined) return otherwise;
	if (/^[1-9]\d{0,8}$/.test(given)) return Number(given);
	console.error(`--${name} takes a whole number from 1 on, not "${given}". See npm run simulate -- --help`);
	process.exit(2);
};
const counted = (count: number): string => count.toLocaleString("en-US");
const failed = ({ seed, problems }: Outcome): string => `seed ${seed} fails:\n  ${problems.join("\n  ")}`;
const again = (seed: number): string => `Again: npm run simulate -- --seed ${seed}`;

const replay = async (seed: number) => {
	const mutant = mutants.find(({ name }) => name === values.mutant) ?? null;
	if (values.mutant !== undefined && !mutant) throw new Error(`no fault has the name "${values.mutant}"`);
	const { simulate } = await loadSimulation(mutant);
	const outcome = await simulate(seed, true);
	const fails = outcome.problems.length > 0;
	if (fails || values.trace) console.log(`${outcome.trace.join("\n")}\n`);
	console.log(fails ? failed(outcome) : `seed ${seed} holds: ${JSON.stringify(outcome.stats)}`);
	process.exitCode = fails ? 1 : 0;
};

const findMutants = async () => {
	console.log("| fault | found by | median | worst | what it shows |\n| --- | ---: | ---: | ---: | --- |");
	for (const { name } of mutants) {
		const { found, schedules, median, worst, shows } = await measure(
			name,
			wholeOf("from", 1),
			wholeOf("schedules", 2_000),
		);
		const cells = [name, `${found} of ${counted(schedules)}`, median ?? "not found", worst ?? "", shows];
		console.log(`| ${cells.join(" | ")} |`);
		process.exitCode ||= found > 0 ? 0 : 1;
	}
};

/** Between two lines about how far it is, in ms. */
const saysEvery = 10_000;

const run = async () => {
	const product = await productOf();
	if (values.fresh) forgetProgress();
	const kept = values.from === undefined && values.mutant === undefined;
	const before = kept ? readProgress(product) : { next: wholeOf("from", 1), failed: [] };
	const first = before.next;
	const wanted = wholeOf("schedules", 100_000);
	const schedules = kept ? Math.max(0, wanted + 1 - first) : wanted;
	if (kept && first > 1) console.log(`It goes on at seed ${counted(first)}; --fresh begins again.`);
	const found: Outcome[] = [];
	let [count, said] = [0, performance.now()];
	const say = (next: number): void => {
		const each = count / (performance.now() / 1_000);
		const left = Math.round((schedules - count) / each / 60);
		const failures = before.failed.length + found.length;
		console.log(
			`${counted(count)} of ${counted(schedules)} schedules, ${failures} failed, ${each.toFixed(1)} a second, ${left} min left`,
		);
		if (kept) keepProgress({ product, next, failed: [...before.failed, ...found.map(({ seed }) => seed)] });
	};
	await campaign({
		...{ first, schedules, mutant: null },
		...(values.threads === undefined ? {} : { threads: wholeOf("threads", 1) }),
		each: (outcome, next) => {
			count++;
			if (outcome.problems.length > 0) {
				found.push(outcome);
				console.log(`${failed(outcome)}\n${again(outcome.seed)}`);
			}
			const stops = found.length > 0 && !values["go-on"];
			if (performance.now() - said > saysEvery || stops || count === schedules) {
				say(next);
				said = performance.now();
			}
			return stops;
		},
	});
	const seeds = [...before.failed, ...found.map(({ seed }) => seed)];
	console.log(
		seeds.length > 0
			? `${counted(seeds.length)} failed: seeds ${seeds.join(", ")}`
			: `Seeds ${counted(kept ? 1 : first)} to ${counted(first + count - 1)} hold.`,
	);
	process.exitCode = seeds.length > 0 ? 1 : 0;
};

if (values.help) console.log(help);
else if (values.mutants) await findMutants();
else if (values.seed !== undefined) await replay(wholeOf("seed", 1));
else await run();
