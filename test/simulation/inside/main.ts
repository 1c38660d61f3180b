// One schedule from its seed: people press, agents run, things go wrong; then nothing goes wrong any more, and what is left must
// be true.

import type { Outcome } from "../outcome.ts";
import { problemsOf, unrest } from "./invariants.ts";
import { fail, hostWith, start } from "./world/agents.ts";
import { newChance } from "./world/chance.ts";
import { giveBack } from "./world/databases.ts";
import { deploy } from "./world/deployment.ts";
import { newFaults } from "./world/faults.ts";
import { newPeople } from "./world/people.ts";
import { type Scene, setUp } from "./world/set-up.ts";
import { type Life, newTime } from "./world/time.ts";
import { trouble } from "./world/trouble.ts";
import { enter } from "./world/world.ts";

const began = Date.UTC(2026, 0, 5, 9);

/** `traced`: keeps what happened, line by line. */
export const simulate = async (seed: number, traced = false): Promise<Outcome> => {
	const trace: string[] = [];
	const note = (line: string) => {
		if (traced) trace.push(line);
	};
	const chance = newChance(seed);
	const time = newTime(began, note);
	const faults = newFaults(chance);
	let steps = 0;
	const blame = new WeakMap<object, Life>();
	enter({ time, blame, chance, faults, note, entropy: newChance(seed ^ 0x5bd1e995) });
	const uncaught: [Life, unknown][] = [];
	const onUncaught = (error: unknown) =>
		void uncaught.push([blame.get(error as object) ?? time.life(), error]);
	process.on("unhandledRejection", onUncaught);
	const step = async () => {
		steps++;
		await time.step(onUncaught);
		for (const [life, error] of uncaught.splice(0)) {
			const host = hostWith(life);
			if (host) fail(host, error);
			else if (life.alive) throw error;
		}
	};
	const drive = async <T>(promise: Promise<T>): Promise<T> => {
		let done = false;
		const settled = promise.finally(() => {
			done = true;
		});
		settled.catch(() => {});
		while (!done) {
			if (!time.next()) throw new Error("nothing is left to happen");
			await step();
		}
		return settled;
	};
	const until = async (moment: number, each = () => {}) => {
		for (let next = time.next(); next && next.at <= moment; next = time.next()) {
			await step();
			each();
		}
	};
	let scene: Scene | null = null;
	try {
		faults.stop();
		scene = await setUp(drive);
		await until(time.now() + 2_000);
		for (const { name, ends } of scene.machines.values())
			if (ends.size === 0) throw new Error(`${name}'s agent is not connected`);
		const people = newPeople(scene);
		faults.begin();
		people.begin();
		const length = chance.one([20_000, 90_000, 300_000]);
		const bad = trouble(scene);
		for (let left = chance.between(3, 12); left > 0; left--)
			time.world(2_000 + chance.below(length), null, people.act);
		await until(time.now() + length, bad);
		faults.stop();
		note("— from here on nothing goes wrong —");
		for (const host of scene.machines.values()) {
			host.disk.full = false;
			start(host);
		}
		const problems: string[] = [];
		let rest = 0;
		for (let waited = 0; rest < 2 && waited < 240; waited++) {
			await until(time.now() + 30_000);
			rest = unrest(scene).length === 0 ? rest + 1 : 0;
		}
		problems.push(...unrest(scene), ...(await problemsOf(scene, people, drive)));
		const stats = {
			presses: people.presses.length,
			runs: [...scene.machines.values()].flatMap(({ executions }) => executions).length,
			minutes: Math.round((time.now() - began) / 60_000),
		};
		return { seed, problems, steps, trace, stats };
	} catch (error) {
		return { seed, problems: [`the simulation broke: ${(error as Error).stack}`], steps, trace, stats: {} };
	} finally {
		for (const one of scene?.objects.all() ?? []) one.storage.giveBack();
		for (const { disk } of scene?.machines.values() ?? []) if (disk.db) giveBack(disk.db);
		process.off("unhandledRejection", onUncaught);
		deploy(null);
		enter(null);
	}
};
