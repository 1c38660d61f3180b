// 100 MB of stdout to durable storage, and the same bytes sent straight into a Durable Object, in turn.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "../test/world/ports.ts";
import type { World } from "../test/world/world.ts";
import { atLeast, atMost, percentile, print, rate } from "./figures.ts";
import { cpuOf, onLinux, peakOf, residentOf } from "./process.ts";
import { type Raw, startRaw } from "./raw-disk.ts";
import { records, through } from "./through.ts";

const rounds = 7;
const volume = 100_000_000;

export const throughput = async (world: World): Promise<void> => {
	const file = join(world.folder, "volume");
	writeFileSync(file, Buffer.alloc(volume, 0xa5));
	// Beside the Worker's storage: on the same disk.
	const raw = await startRaw(join(world.folder, "raw"), await freePort());
	try {
		await compare(world, raw, `cat '${file}'`);
	} finally {
		await raw.stop();
	}
};

const compare = async (world: World, raw: Raw, command: string): Promise<void> => {
	const [ours, plain]: [number[], number[]] = [[], []];
	const cpu: Record<"agent" | "Worker" | "raw", number[]> = { agent: [], Worker: [], raw: [] };
	await raw.send(volume);
	const before = onLinux ? residentOf(world.agent().pid) : 0;
	for (let round = 0; round < rounds; round++) {
		const spent = { agent: cpuOf(world.agent().pid), Worker: cpuOf(world.worker().pid), raw: cpuOf(raw.pid) };
		plain.push(rate(volume, await raw.send(volume)));
		cpu.raw.push(cpuOf(raw.pid) - spent.raw);
		ours.push(
			await oneRun(world, command, () => {
				cpu.agent.push(cpuOf(world.agent().pid) - spent.agent);
				cpu.Worker.push(cpuOf(world.worker().pid) - spent.Worker);
			}),
		);
	}
	print(`100 MB of stdout to durable storage (${rounds} times)`, spread(ours, "MB/s"));
	print("  raw WebSocket → Durable Object → insert with hash, in turn", spread(plain, "MB/s"));
	const share = percentile(ours, 0.5) / percentile(plain, 0.5);
	print("  share of the raw rate", { medians: share.toFixed(2) }, atLeast(share, 0.6));
	if (!onLinux) return;
	const median = ([name, all]: [string, number[]]) => [name, `${percentile(all, 0.5).toFixed(0)} ms`];
	print("  CPU for it, medians", Object.fromEntries(Object.entries(cpu).map(median)));
	const growth = peakOf(world.agent().pid) - before;
	print("  agent's growth meanwhile", { peak: `${growth.toFixed(0)} MiB` }, atMost(growth, 50, " MiB"));
};

/** MB/s from the first stored record to the last one; `ended` is called when the run is over. */
const oneRun = async (world: World, command: string, ended: () => void): Promise<number> => {
	const { reader, run } = await through(world, command);
	ended();
	const stored = (await records(reader, run)).filter(({ kind }) => kind === "stdout");
	const [first, last] = [stored[0], stored.at(-1)];
	if (!first || !last) throw new Error("nothing was stored");
	return rate(volume - first.length, last.receivedAt - first.receivedAt);
};

const spread = (samples: number[], unit: string): Record<string, string> => ({
	median: `${percentile(samples, 0.5).toFixed(0)} ${unit}`,
	min: Math.min(...samples).toFixed(0),
	max: Math.max(...samples).toFixed(0),
});
