// One schedule from its seed: people press, agents run, things go wrong; then nothing goes wrong any more, and what is left must
// be true.
import type { Outcome } from "../outcome.ts";
import { problemsOf, unrest } from "./invariants.ts";
import { start } from "./world/agents.ts";
import { newChance } from "./world/chance.ts";
import { sizeBy } from "./world/company.ts";
import { giveBack } from "./world/databases.ts";
import { newPeople } from "./world/people/people.ts";
import { inWorld, type Running } from "./world/running.ts";
import { type Scene, setUp } from "./world/set-up.ts";
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
		const size = sizeBy(newChance(seed ^ 0x2545f491));
		const template = await templateOf(size);
		note(JSON.stringify(size));
		const played = await inWorld(seed, began, note, (running) => play(template, size.large, running));
		return { seed, ...played, trace };
	} catch (error) {
		const problems = [`the simulation broke: ${(error as Error).stack}`];
		return { seed, problems, steps: 0, trace, stats: {} };
	}
};

const play = async (template: Template, large: boolean, running: Running) => {
	const scene = setUp(template);
	try {
		return await act(scene, large, running);
	} finally {
		for (const one of scene.objects.all()) one.storage.giveBack();
		for (const { disk } of scene.machines.values()) if (disk.db) giveBack(disk.db);
	}
};

const act = async (scene: Scene, large: boolean, { drive, until, steps }: Running) => {
	const { chance, time, faults, note } = world();
	const people = newPeople(scene);
	faults.begin();
	const length = large ? chance.one([20_000, 90_000, 300_000]) : chance.one([8_000, 15_000, 40_000]);
	people.begin(length, large ? chance.between(6, 16) : chance.one([0, 1, 1, 2, 3]));
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
	const problems = [...unrest(scene), ...(await problemsOf(scene, people, drive))];
	const stats = {
		presses: people.presses.length,
		runs: [...scene.machines.values()].flatMap(({ executions }) => executions).length,
		minutes: Math.round((time.now() - began) / 60_000),
	};
	return { problems, steps: steps(), stats };
};
