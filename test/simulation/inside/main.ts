// One schedule from its seed: people press, agents run, things go wrong; then nothing goes wrong any more, and what is left must
// be true.
import type { Outcome } from "../outcome.ts";
import { problemsOf, unrest } from "./invariants.ts";
import { start } from "./world/agents.ts";
import { type Chance, newChance } from "./world/chance.ts";
import { giveBack } from "./world/databases.ts";
import { newPeople } from "./world/people/people.ts";
import { inWorld, type Running } from "./world/running.ts";
import { type Scene, setUp } from "./world/set-up.ts";
import { type Start, startBy } from "./world/starts.ts";
import { began, type Template, templateOf } from "./world/template.ts";
import { trouble } from "./world/trouble.ts";
import { world } from "./world/world.ts";

/** `traced`: keeps what happened, line by line. */
export const simulate = async (seed: number, traced = false): Promise<Outcome> => {
	const trace: string[] = [];
	const note = (line: string) => {
		if (traced) trace.push(line);
	};
	try {
		const begins = startBy(newChance(seed ^ 0x2545f491));
		const template = await templateOf(begins);
		note(JSON.stringify(begins));
		const played = await inWorld(seed, began, note, (running) => play(template, begins, running));
		return { seed, ...played, trace };
	} catch (error) {
		const problems = [`the simulation broke: ${(error as Error).stack}`];
		return { seed, problems, steps: 0, trace, stats: {} };
	}
};

const play = async (template: Template, begins: Start, running: Running) => {
	const scene = setUp(template);
	try {
		return await act(scene, begins, running);
	} finally {
		for (const one of scene.objects.all()) one.giveBack();
		for (const { disk } of scene.machines.values()) if (disk.db) giveBack(disk.db);
	}
};

/** How long it goes on, in ms, how often people go on with a matter, and do something else. */
const paceOf = ({ people, until }: Start, chance: Chance) => {
	if (until === "nothing" && people === "many")
		return { length: chance.one([20_000, 60_000]), goesOn: 6, others: chance.between(5, 12) };
	if (until === "nothing" || until === "asked")
		return { length: chance.one([4_000, 8_000, 20_000]), goesOn: 5, others: chance.one([0, 1, 1, 2]) };
	return { length: chance.one([2_000, 4_000, 8_000]), goesOn: 3, others: chance.one([0, 0, 1, 1, 2]) };
};

const act = async (scene: Scene, begins: Start, { drive, until, steps }: Running) => {
	const { chance, time, faults, note, broken } = world();
	const people = newPeople(scene);
	faults.begin();
	const { length, ...acts } = paceOf(begins, chance);
	people.begin(length, acts);
	await until(time.now() + length, trouble(scene));
	faults.stop();
	note("— from here on nothing goes wrong —");
	for (const host of scene.machines.values()) {
		host.disk.full = false;
		start(host);
	}
	let rest = 0;
	for (let waited = 0; rest < 2 && waited < 240; waited++) {
		await until(time.now() + 30_000);
		rest = unrest(scene).length === 0 ? rest + 1 : 0;
	}
	const problems = [...unrest(scene), ...(await problemsOf(scene, people, drive)), ...broken];
	const stats = {
		presses: people.presses.length,
		runs: [...scene.machines.values()].flatMap(({ executions }) => executions).length,
		minutes: Math.round((time.now() - began) / 60_000),
	};
	return { problems, steps: steps(), stats };
};
