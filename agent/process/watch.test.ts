// What a step's process leaves behind when it ends, as its recording says it.
import { spawn } from "node:child_process";
import { expect, test } from "vitest";
import type { RunEvent } from "../../protocol/record/records.ts";
import { defaults } from "../home/settings.ts";
import type { StepProcess } from "./launch.ts";
import type { Output } from "./output.ts";
import { watchProcess } from "./watch.ts";

const run = "rn_watched";

/** The events of a process that ends at once, whose output is held at so many looks. */
const eventsOf = async (looks: number): Promise<RunEvent["type"][]> => {
	const events: RunEvent["type"][] = [];
	let held = looks;
	const output = {
		isHeld: async () => held-- > 0,
		discard: () => {},
		destroy: () => {},
	} as unknown as Output;
	const watched = {
		...{ settings: defaults, run, timeLimit: 3_600, cancel: new AbortController().signal },
		recording: { event: ({ type }: RunEvent) => void events.push(type) } as never,
		asking: { expired: new Promise<never>(() => {}), close: () => {} },
		pass: async () => ({ user: null, stopped: null }),
	};
	const child = spawn(process.execPath, ["--version"], { stdio: "ignore" });
	await watchProcess(watched, child as unknown as StepProcess, output);
	return events;
};

test("output that is let go within the moment which a child gets to end isn't held", async () => {
	expect(await eventsOf(1)).toEqual(["started"]);
});

test("output that stays open longer is held", async () => {
	expect(await eventsOf(2)).toEqual(["started", "output-held"]);
});
