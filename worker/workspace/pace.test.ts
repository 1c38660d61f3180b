import { expect, test } from "vitest";
import { type Bucket, pause, slackRates, take } from "./pace.ts";

test("a burst is let through, then one a second", () => {
	let bucket: Bucket | null = null;
	const passed: number[] = [];
	for (let now = 0; now < 10_000; now += 100) {
		const turn = take(slackRates.post, bucket, now);
		if (!turn.ok) continue;
		bucket = turn.bucket;
		passed.push(now);
	}
	expect(passed.filter((at) => at < 1000)).toHaveLength(slackRates.post.burst);
	expect(passed).toHaveLength(slackRates.post.burst + 9);
});

test("who has to wait is told until when, and is let through then", () => {
	const empty = { tokens: 0, at: 5_000 };
	const turn = take(slackRates.edit, empty, 5_000);
	if (turn.ok) throw new Error("let through with no token");
	expect(take(slackRates.edit, empty, turn.at).ok).toBe(true);
	expect(take(slackRates.edit, empty, turn.at - 10).ok).toBe(false);
});

test("a clock that goes back gives no tokens", () => {
	expect(take(slackRates.post, { tokens: 0.5, at: 10_000 }, 0).ok).toBe(false);
});

test("asked for silence, nothing passes until then; afterwards one, and the rest at the usual rate", () => {
	const silent = pause({ tokens: 4, at: 1_000 }, 31_000);
	expect(take(slackRates.post, silent, 30_999)).toEqual({ ok: false, at: 31_000 });
	expect(pause(silent, 5_000)).toEqual(silent);
	const turn = take(slackRates.post, silent, 31_000);
	if (!turn.ok) throw new Error("still silent");
	expect(take(slackRates.post, turn.bucket, 31_000)).toEqual({ ok: false, at: 32_000 });
});
