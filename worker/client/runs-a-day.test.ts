import { expect, test } from "vitest";
import { memoryStorage } from "../workspace/testing/sql.ts";
import { runsADay } from "./runs-a-day.ts";

const day = 86_400_000;

test("a client's people may propose so many runs a day, and as many again on the next", () => {
	const runs = runsADay(memoryStorage().sql);
	const noon = 20_000 * day + day / 2;
	expect(runs.left(100, noon)).toEqual({ left: 100, until: 20_001 * day });
	runs.count(60, noon);
	runs.count(30, noon + 1);
	expect(runs.left(100, noon + 2)).toEqual({ left: 10, until: 20_001 * day });
	expect(runs.left(50, noon + 2).left).toBe(0);
	runs.count(1, noon + day);
	expect(runs.left(100, noon + day).left).toBe(99);
	expect(runs.left(100, noon).left).toBe(100);
});
