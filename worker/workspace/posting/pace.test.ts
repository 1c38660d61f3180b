import { expect, test } from "vitest";
import { slackPace as slack } from "../platform/slack.ts";
import { teamsPace as teams } from "../platform/teams.ts";
import { type Bucket, pause, take } from "./pace.ts";

test("a burst is let through, then one a second", () => {
	let bucket: Bucket | null = null;
	const passed: number[] = [];
	for (let now = 0; now < 10_000; now += 100) {
		const turn = take(slack.post, bucket, now);
		if (!turn.ok) continue;
		bucket = turn.bucket;
		passed.push(now);
	}
	expect(passed.filter((at) => at < 1000)).toHaveLength(slack.post.burst);
	expect(passed).toHaveLength(slack.post.burst + 9);
});

test("a post that must wait learns until when, and goes through then", () => {
	const empty = { tokens: 0, hourly: null, at: 5_000 };
	const turn = take(slack.edit, empty, 5_000);
	if (turn.ok) throw new Error("let through with no token");
	expect(take(slack.edit, empty, turn.at).ok).toBe(true);
	expect(take(slack.edit, empty, turn.at - 10).ok).toBe(false);
});

test("a clock that goes back gives no tokens", () => {
	expect(take(slack.post, { tokens: 0.5, hourly: null, at: 10_000 }, 0).ok).toBe(false);
});

test("asked for silence, nothing passes until then; afterwards one, and the rest at the usual rate", () => {
	const silent = pause({ tokens: 4, hourly: null, at: 1_000 }, 31_000);
	expect(take(slack.post, silent, 30_999)).toEqual({ ok: false, at: 31_000 });
	expect(pause(silent, 5_000)).toEqual(silent);
	const turn = take(slack.post, silent, 31_000);
	if (!turn.ok) throw new Error("still silent");
	expect(take(slack.post, turn.bucket, 31_000)).toEqual({ ok: false, at: 32_000 });
});

test("a conversation in Teams takes no more than Teams allows, in any of its spans", () => {
	let bucket: Bucket | null = null;
	const passed: number[] = [];
	for (let now = 0; now < 4_000_000; now += 50) {
		const turn = take(teams.post, bucket, now);
		if (!turn.ok) continue;
		bucket = turn.bucket;
		passed.push(now);
	}
	const most = (span: number) =>
		Math.max(...passed.map((at) => passed.filter((one) => one >= at && one < at + span).length));
	expect(most(1_000)).toBeLessThanOrEqual(7);
	expect(most(2_000)).toBeLessThanOrEqual(8);
	expect(most(30_000)).toBeLessThanOrEqual(60);
	expect(most(3_600_000)).toBeLessThanOrEqual(1_800);
	// And is no slower than that for long: a hundred within a minute, nine tenths of the hour's in each hour.
	expect(passed[99]).toBeLessThan(60_000);
	expect(passed.filter((at) => at < 3_600_000).length).toBeGreaterThan(1_620);
});

test("a silence leaves what is left of the hour as it is, and what passes leaves half of it", () => {
	const almost = { tokens: 4, hourly: 2, at: 0 };
	expect(pause(almost, 10_000)).toEqual({ tokens: 1, hourly: 2, at: 10_000 });
	const turn = take(teams.post, almost, 0, true);
	expect(turn.ok).toBe(false);
	expect(take(teams.post, almost, 0)).toMatchObject({ ok: true, bucket: { hourly: 1 } });
});

test("a workspace in Slack takes no more than 50 edits in any minute, its bursts included", () => {
	let bucket: Bucket | null = null;
	const passed: number[] = [];
	for (let now = 0; now < 600_000; now += 50) {
		const turn = take(slack.edit, bucket, now);
		if (!turn.ok) continue;
		bucket = turn.bucket;
		passed.push(now);
	}
	const busiest = passed.map((at) => passed.filter((one) => one >= at && one < at + 60_000).length);
	expect(Math.max(...busiest)).toBeLessThanOrEqual(50);
});

test("passing versions leave half of the burst to others, and learn when there is more", () => {
	const half = { tokens: slack.edit.burst / 2, hourly: null, at: 0 };
	const turn = take(slack.edit, half, 0, true);
	if (turn.ok) throw new Error("took what was to be left");
	expect(take(slack.edit, half, 0).ok).toBe(true);
	expect(take(slack.edit, half, turn.at, true).ok).toBe(true);
	expect(take(slack.edit, half, turn.at - 10, true).ok).toBe(false);
});
