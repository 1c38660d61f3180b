import { expect, test } from "vitest";
import { fullJitter } from "./settings.ts";

test("the waits between connections grow to half a minute at most, and are never the same for all", () => {
	const waits = Array.from({ length: 200 }, (_, i) => fullJitter(i));
	expect(Math.max(...waits)).toBeLessThanOrEqual(30_000);
	expect(Math.max(...waits)).toBeGreaterThan(15_000);
	expect(fullJitter(0)).toBeLessThanOrEqual(500);
	expect(new Set(waits).size).toBe(200);
});
