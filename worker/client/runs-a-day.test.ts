import { expect, test } from "vitest";
import { memoryStorage } from "../workspace/testing/sql.ts";
import { runsADay } from "./runs-a-day.ts";

const day = 86_400_000;

test("a client's people may propose so many runs a day, and as many again on the next", () => {
	const runs = runsADay(memoryStorage().sql);
	const noon = 20_000 * day + day / 2;
	expect(runs.left(100, noon)).toEqual({ left: 100, until: 20_001 * day });
	const counts = (plan: string, count: number, at: number) => runs.count(plan, count, at, at);
	counts("pl_1", 60, noon);
	counts("pl_2", 30, noon + 1);
	expect(runs.left(100, noon + 2)).toEqual({ left: 10, until: 20_001 * day });
	expect(runs.left(50, noon + 2).left).toBe(0);
	// The message that counts it may come again, and late.
	counts("pl_2", 30, noon + 1);
	expect(runs.left(100, noon + 2).left).toBe(10);
	counts("pl_3", 1, noon + day);
	runs.count("pl_4", 5, noon + 3, noon + day);
	expect(runs.left(100, noon + day).left).toBe(99);
	expect(runs.left(100, noon).left).toBe(100);
});
