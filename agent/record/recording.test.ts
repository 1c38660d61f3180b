// A run's recording on a real store, and a disk that becomes full, or has room again, at any moment.
import { afterEach, expect, test } from "vitest";
import type { DiskState, RunSummary } from "../../protocol/record/records.ts";
import type { Disk } from "../home/disk.ts";
import { newKey } from "../home/keys.ts";
import { defaults } from "../home/settings.ts";
import { openJournal } from "./journal.ts";
import { openRecording } from "./recording.ts";
import { openSpool } from "./spool.ts";
import { openStore } from "./store.ts";

/** Each write may change its state. */
const disk = (states: DiskState[]) => {
	const listeners = new Set<(state: DiskState) => void>();
	let state: DiskState = "room";
	const become = (next: DiskState | undefined) => {
		if (next === undefined || next === state) return;
		state = next;
		for (const listener of [...listeners]) listener(next);
	};
	const made: Disk = {
		state: () => state,
		write: (work) => work(),
		giveWay: () => false,
		owe: (work) => {
			work();
			become(states.shift());
		},
		pay: () => {},
		isStuck: () => false,
		onChange: (listener) => {
			listeners.add(listener);
			return () => void listeners.delete(listener);
		},
		close: () => 0,
	};
	return made;
};

let close = () => {};
afterEach(() => close());

/** Prints, and exits; the summary, and the number of its own record. */
const summaryOn = (states: DiskState[]) => {
	const store = openStore(":memory:");
	const [journal, key, on] = [openJournal(store), newKey(), disk(states)];
	const spool = openSpool(store, 1_000_000, on);
	const id = { run: "r_g0000000000000001", plan: "pl_g0000000000000001", digest: "ab".repeat(32) };
	journal.accept(id.plan, id.digest, [id.run], "boot");
	const recording = openRecording(
		{
			...{ store, journal, spool, disk: on, key, log: () => {}, settings: defaults },
			...{ origin: "ws://127.0.0.1:1", way: { proxy: null, options: {} }, endpoint: "e_g0000000000000001" },
			...{ recordings: new Set(), settled: new Set() },
		},
		id,
	);
	close = () => {
		recording.close();
		spool.close();
	};
	recording.starting();
	recording.output("stdout", Buffer.from("hello\n"));
	recording.end({ outcome: "exited", code: 0 }, 1);
	const last = spool.after(id.run, 0, 1_000_000).at(-1);
	const { summary } = JSON.parse(Buffer.from(last?.bytes ?? []).toString());
	return { n: last?.n, summary: JSON.parse(summary) as RunSummary };
};

test.each<[string, DiskState[]]>([
	["stays as it is", []],
	["becomes full", ["full"]],
	["becomes full and has room again", ["full", "room"]],
])(
	"the summary counts each record before it, also if the disk %s as the last output is kept",
	(_, states) => {
		const { n, summary } = summaryOn(states);
		expect(summary.records).toBe(Number(n) - 1);
		expect(summary.stdout.bytes).toBe(6);
	},
);
