import { expect, test } from "vitest";
import { tried } from "./tries.ts";

test("what is always too slow fails, with the last reason", async () => {
	const times: number[] = [];
	const never = tried(async (tries) => {
		times.push(tries);
		return { slow: `reason ${tries}` };
	});
	await expect(never).rejects.toThrow("too slow, 10 times: reason 9");
	expect(times).toHaveLength(10);
	expect(await tried(async (tries) => (tries < 2 ? { slow: "" } : { answer: tries }))).toBe(2);
});
