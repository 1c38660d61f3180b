// What workerd holds over many runs, each in a session of its own: the process, V8's heap in it, and what is left when no object is in
// memory any more. CAISEY_MEMORY_RUNS chooses how many; CAISEY_MEMORY_KINDS=1 also prints what grew in the heap.
import { readFileSync } from "node:fs";
import { freePort, startWorld, type World } from "../test/world/world.ts";
import { print } from "./figures.ts";
import { byConstructor, heapOf } from "./inspector.ts";
import { named, onLinux, residentOf } from "./process.ts";
import { approvedAndDone } from "./through.ts";

const runs = Number(process.env.CAISEY_MEMORY_RUNS ?? 300);
const kinds = process.env.CAISEY_MEMORY_KINDS === "1";
const every = 50;
const atOnce = 2;
/** workerd takes an object out of memory that nobody has asked for 70 s, and looks for such as often. */
const idle = 160_000;

export const memory = async (): Promise<void> => {
	if (!onLinux) return console.log("memory: only Linux tells how much a process has");
	const inspectorPort = await freePort();
	const world = await startWorld({ inspectorPort });
	try {
		// What is made once: schemas, caches of a bounded size.
		await some(world, every);
		await quiet();
		const look = looking(world, inspectorPort);
		const before = await look(`Idle, after ${every} runs`);
		for (let count = every; count <= runs; count += every) {
			await some(world, every);
			await look(`After ${count} more runs`);
		}
		await quiet();
		const after = await look("Idle");
		// Nothing is held if as much again changes nothing.
		for (let count = every; count <= runs; count += every) await some(world, every);
		await look(`After ${runs} more runs`);
		await quiet();
		await look("Idle");
		if (kinds) grown(before, after);
	} finally {
		await world.stop();
	}
};

const some = async (world: World, count: number): Promise<void> => {
	let left = count;
	const lane = async () => {
		while (left-- > 0) await approvedAndDone(world, "echo x");
	};
	await Promise.all(Array.from({ length: atOnce }, lane));
};

const quiet = (): Promise<void> => new Promise((go) => setTimeout(go, idle));

type Look = ReturnType<typeof byConstructor>;

const looking =
	(world: World, inspectorPort: number) =>
	async (when: string): Promise<Look> => {
		const pid = named(world.worker().pid, "workerd");
		if (pid === null) throw new Error("there is no workerd");
		const resident = residentOf(pid);
		const { used, total, snapshot } = await heapOf(inspectorPort, "caisey", kinds);
		print(when, {
			resident: MiB(resident),
			"V8's heap": `${MiB(used)} of ${MiB(total)}`,
			"of the system": MiB(anonymousOf(pid)),
		});
		return kinds ? byConstructor(snapshot) : new Map();
	};

/** What it got from the system and wrote to, in MiB: not its program, which it shares with its file. */
const anonymousOf = (pid: number): number => {
	const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
	return Number(/^Anonymous:\s+(\d+)/m.exec(rollup)?.[1]) / 1024;
};

const MiB = (value: number): string => `${value.toFixed(0)} MiB`;

const grown = (before: Look, after: Look): void => {
	const all = [...after].map(([name, { count, bytes }]) => {
		const was = before.get(name) ?? { count: 0, bytes: 0 };
		return { name, count: count - was.count, bytes: bytes - was.bytes };
	});
	for (const { name, count, bytes } of all.sort((a, b) => b.bytes - a.bytes).slice(0, 40))
		console.log(`  ${(bytes / 1024).toFixed(0).padStart(8)} KiB  ${String(count).padStart(7)}  ${name}`);
};
