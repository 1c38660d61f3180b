// Runs the world of a schedule, one step after another. An error that nothing catches ends the agent in which it began.
import { setImmediate } from "node:timers";
import { fail, hostWith } from "./agents.ts";
import { newChance } from "./chance.ts";
import { deploy } from "./deployment.ts";
import { newFaults } from "./faults.ts";
import { type Life, newTime } from "./time.ts";
import { enter } from "./world.ts";

export type Running = {
	steps: () => number;
	/** Goes on until this is settled. */
	drive: <T>(promise: Promise<T>) => Promise<T>;
	/** Up to a moment, in ms; `each`: after every step. */
	until: (moment: number, each?: () => void) => Promise<void>;
};

/** Many times as many as the longest schedule takes. */
const mostSteps = 50_000;

/** Amid no promise, so that each step can end with all that was promised. */
const apart = (loop: () => void): Promise<void> =>
	new Promise((resolve, reject) => {
		setImmediate(() => {
			try {
				resolve(loop());
			} catch (error) {
				reject(error);
			}
		});
	});

/** Makes a world, the only one until `use` is done. */
export const inWorld = async <T>(
	seed: number,
	began: number,
	note: (line: string) => void,
	use: (running: Running) => Promise<T>,
): Promise<T> => {
	const chance = newChance(seed);
	const time = newTime(began, note);
	const blame = new WeakMap<object, Life>();
	const entropy = newChance(seed ^ 0x5bd1e995);
	const faults = newFaults(chance);
	enter({ time, blame, chance, note, broken: [], faults, entropy, packs: seed % 10 === 0 });
	const uncaught: [Life, unknown][] = [];
	const onUncaught = (error: unknown) =>
		void uncaught.push([blame.get(error as object) ?? time.life(), error]);
	process.on("unhandledRejection", onUncaught);
	let steps = 0;
	const step = () => {
		if (++steps > mostSteps) throw new Error(`it does not come to an end: ${mostSteps} steps`);
		time.step(onUncaught);
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
		await apart(() => {
			while (!done) {
				if (!time.next()) throw new Error("nothing is left to happen");
				step();
			}
		});
		return settled;
	};
	const until = (moment: number, each = () => {}) =>
		apart(() => {
			for (let next = time.next(); next && next.at <= moment; next = time.next()) {
				step();
				each();
			}
			time.pass(moment);
		});
	try {
		return await use({ steps: () => steps, drive, until });
	} finally {
		process.off("unhandledRejection", onUncaught);
		deploy(null);
		enter(null);
	}
};
