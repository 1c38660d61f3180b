// A recording that was never prepared: looking at it creates nothing.
import { expect, test } from "vitest";
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
