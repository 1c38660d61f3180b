// What workerd holds over many runs, each in a session of its own: with objects in memory, and once all of them have left it.
// CAISEY_MEMORY_RUNS chooses how many. CAISEY_MEMORY_HEAP=1 also asks V8, through workerd's inspector. MINIFLARE_WORKERD_V8_FLAGS= shows
// workerd without what `local/miniflare.ts` sets.
import { freePort } from "../test/world/ports.ts";
import { startWorld, type World } from "../test/world/world.ts";
import { print } from "./figures.ts";
import { heapOf, otherHeaps } from "./inspector.ts";
import { anonymousOf, databasesOf, named, onLinux, residentOf } from "./process.ts";
import { approvedAndDone } from "./through.ts";

const runs = Number(process.env.CAISEY_MEMORY_RUNS ?? 300);
const withHeap = process.env.CAISEY_MEMORY_HEAP === "1";
const every = 50;
/** In ms. workerd takes an object out of memory that nobody has asked for 70 s, and looks for such as often. */
const idle = 160_000;

export const memory = async (): Promise<void> => {
	if (!onLinux) return console.log("memory: only Linux tells how much a process has");
	const inspectorPort = withHeap ? await freePort() : null;
	const world = await startWorld(inspectorPort === null ? {} : { inspectorPort });
	const look = (when: string) => looked(world, inspectorPort, when);
	try {
		await look("At the start");
		// Nothing is held if as many again change nothing.
		for (const before of [0, runs]) await batch(world, look, before);
	} finally {
		await world.stop();
	}
};

const batch = async (world: World, look: Look, before: number): Promise<void> => {
	for (let count = every; count <= runs; count += every) {
		for (let left = every; left > 0; left--) await approvedAndDone(world, "echo x");
		await look(`After ${before + count} runs`);
	}
	await new Promise((go) => setTimeout(go, idle));
	await look(`${idle / 1_000} s later`);
};

type Look = (when: string) => Promise<void>;

const looked = async (world: World, inspectorPort: number | null, when: string): Promise<void> => {
	const pid = named(world.worker().pid, "workerd");
	if (pid === null) throw new Error("there is no workerd");
	const found = {
		"workerd has": MiB(residentOf(pid)),
		"of it, written to": MiB(anonymousOf(pid)),
		// As many objects are in memory, or a few more.
		"open databases": `${databasesOf(pid)}`,
	};
	if (inspectorPort === null) return print(when, found);
	const [own, others] = [await heapOf(inspectorPort, "caisey"), await otherHeaps(inspectorPort, "caisey")];
	const rest = anonymousOf(pid) - own.total - others.total;
	print(when, {
		...found,
		"V8's heap": `${MiB(own.used)} of ${MiB(own.total)}`,
		buffers: MiB(own.buffers),
		"Miniflare's isolates": `${MiB(others.used)} of ${MiB(others.total)}`,
		"the allocator and all else": MiB(rest),
	});
};

const MiB = (value: number): string => `${value.toFixed(0)} MiB`;
