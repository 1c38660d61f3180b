// A recording as a whole: one that was never prepared stays so, and an erasure ends with what tells of it.
import { expect, test } from "vitest";
import { blocksOfPart } from "../../protocol/read/blocks.ts";
import { noPace, type PaceWish } from "../../protocol/read/pace.ts";
import type { Env } from "../env.ts";
import { recordingOf } from "./whole.ts";

test("a recording that was never prepared has no records, and no other part is asked", async () => {
	const asked: string[] = [];
	const getByName = (name: string) => {
		asked.push(name);
		return { outline: async () => ({ starts: [], erased: false }) };
	};
	const env = { RECORDING: { getByName } } as unknown as Env;
	const run = "r_g0000000000000001";
	expect(await recordingOf(env, run).totals()).toEqual({ stdout: 0, stderr: 0, last: 0 });
	expect(asked).toEqual([run]);
});

test("the lines of a later part are counted from all of the earlier ones, or not yet", async () => {
	let complete = false;
	const steps: string[] = [];
	const lines = { stdout: 7, stderr: 0 };
	const getByName = (name: string) => ({
		outline: async () => ({ starts: [{}, {}], erased: false, generation: 3 }),
		blocks: async () => {
			steps.push(name);
			const isFirst = name === "r_g0000000000000001";
			return {
				blocks: isFirst
					? []
					: [{ i: 0, n: 9, skip: 0, stdout: 70, stderr: 0, lines: { stdout: 1, stderr: 0 }, notes: [] }],
				end: { n: 9, stdout: 70, stderr: 0, lines },
				complete: !isFirst || complete,
			};
		},
	});
	const env = { RECORDING: { getByName } } as unknown as Env;
	const after = blocksOfPart - 1;
	const early = await recordingOf(env, "r_g0000000000000001").blocks(after);
	expect(early).toMatchObject({ blocks: [], complete: false, next: after, generation: 3 });
	expect(steps).toEqual(["r_g0000000000000001"]);
	complete = true;
	const later = await recordingOf(env, "r_g0000000000000001").blocks(after);
	expect(later.blocks.map((block) => block.lines.stdout)).toEqual([8]);
});

test("an erasure changes the generation of the blocks after the last part too", async () => {
	const erased: [string, number[] | null][] = [];
	const getByName = (name: string) => ({
		outline: async () => ({ starts: [{}, {}], erased: false, generation: 0 }),
		erase: async (records: number[] | null) => void erased.push([name, records]),
	});
	const env = { RECORDING: { getByName } } as unknown as Env;
	await recordingOf(env, "r_g0000000000000001").erase(null);
	expect(erased.map(([, records]) => records)).toEqual([null, null, []]);
	expect(erased[2]?.[0]).toBe(erased[0]?.[0]);
});

test("events alone are found in whichever part has them, and the pace of a recording goes on through its parts", async () => {
	const asked: string[] = [];
	const getByName = (name: string) => ({
		outline: async () => ({ starts: [{ n: 0 }, { n: 10 }, { n: 20 }], erased: false, generation: 0 }),
		records: async (after: number, _bytes: number, only?: "events") => {
			asked.push(`${name} ${after} ${only}`);
			return name.endsWith(".2") ? [{ n: 25 }] : [];
		},
		pace: async (wish: PaceWish) => ({ ...noPace(wish), n: name.endsWith(".1") ? 20 : 10 }),
	});
	const env = { RECORDING: { getByName } } as unknown as Env;
	const whole = recordingOf(env, "r_g0000000000000001");
	expect(await whole.records(3, 100, "events")).toEqual([{ n: 25 }]);
	expect(asked.splice(0)).toEqual([
		"r_g0000000000000001 3 events",
		"r_g0000000000000001.1 3 events",
		"r_g0000000000000001.2 3 events",
	]);
	expect(await whole.records(3, 100)).toEqual([]);
	expect(asked).toEqual(["r_g0000000000000001 3 undefined"]);
	const wish = { after: 0, until: 30, clock: null, of: [] };
	expect((await whole.pace(wish)).n).toBe(10);
	expect((await whole.pace({ ...wish, after: 10 })).n).toBe(20);
});
