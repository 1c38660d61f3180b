// Ports for tests: no two tests of a run are given the same one, not even while a Worker that had it restarts.
import { freePortFrom } from "../../local/ports.ts";

/** Each of Vitest's processes has its own thousands; outgoing connections and `listen(0)` get higher ones, from 32,768 on. */
const [lowest, ofProcess, processes, block] = [10_000, 2_000, 11, 50];

/** Where to begin: another run on this computer begins elsewhere. */
let given = Math.floor(Math.random() * (ofProcess / block));

/** A port that is free now, and the first of up to fifty that are this test's. */
export const freePort = (): Promise<number> => {
	const ours = Number(process.env.VITEST_POOL_ID ?? 0) % processes;
	return freePortFrom(lowest + ours * ofProcess + ((given++ * block) % ofProcess));
};
