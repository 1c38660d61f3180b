import { expect, test } from "vitest";
import { each, noteOf, type Spent, spend, together } from "./quota.ts";

test("an account's first refusals are noted whole, then only how many there were, from the first that isn't", () => {
	const noted = Array.from({ length: 12_000 }, (_, i) => noteOf("account", i + 1, i));
	expect(noted.slice(0, each).every((one) => one === "whole")).toBe(true);
	expect(noted.flatMap((one, i) => (one === "count" ? [i + 1] : []))).toEqual([21, 100, 1_000, 10_000]);
	expect(noted.filter((one) => one !== "nothing")).toHaveLength(each + 4);
});

test("an account's first refusal is noted whole, however many others were refused", () => {
	expect(noteOf("account", 1, 1_000_000)).toBe("whole");
	expect(noteOf("account", 2, together)).toBe("whole");
	expect(noteOf("account", 2, together + 1)).toBe("nothing");
	expect(noteOf("account", each + 1, 1_000_000)).toBe("count");
});

test("many strangers together grow the record no further than one can", () => {
	const noted = Array.from({ length: 5_000 }, (_, i) => noteOf("stranger", 1, i + 1));
	expect(noted.filter((one) => one === "whole")).toHaveLength(together);
	expect(noted.filter((one) => one === "count")).toHaveLength(0);
	expect(noteOf("stranger", each + 1, together + 1)).toBe("nothing");
});

test("a quota lets a burst through, then so many a minute, and says when the next one may come", () => {
	const quota = { burst: 5, perMinute: 2 };
	let spent: Spent | null = null;
	let through = 0;
	for (let now = 0; now < 600_000; now += 1_000) {
		const turn = spend(quota, spent, now);
		if (!turn.ok) {
			expect(turn.at).toBeGreaterThan(now);
			continue;
		}
		spent = turn.spent;
		through++;
	}
	expect(through).toBe(5 + 19);
	expect(spend(quota, { tokens: 0, at: 10 }, 10)).toEqual({ ok: false, at: 30_010 });
	expect(spend(quota, { tokens: 0, at: 30_010 }, 0).ok).toBe(false);
});
