// One thread of a campaign: asks for seeds until there are none.
import { parentPort, workerData } from "node:worker_threads";
import { loadSimulation } from "./bundle.ts";
import type { Order } from "./campaign.ts";
import { mutants } from "./mutants.ts";

const { mutant } = workerData as { mutant: string | null };
const { simulate } = await loadSimulation(mutants.find(({ name }) => name === mutant) ?? null);

parentPort?.on("message", async ({ seeds }: Order) => {
	for (const seed of seeds) parentPort?.postMessage(await simulate(seed));
	parentPort?.postMessage("ready");
});
parentPort?.postMessage("ready");
