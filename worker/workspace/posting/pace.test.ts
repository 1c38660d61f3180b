import { expect, test } from "vitest";
import { slackPace as slack } from "../platform/slack.ts";
import { teamsPace as teams } from "../platform/teams.ts";
import { type Bucket, mayForget, pause, take, timesAsFast } from "./pace.ts";
import { urgency } from "./urgency.ts";

const bucketWith = (some: Partial<Bucket>): Bucket => ({
	...{ tokens: 0, hourly: null, at: 0, recent: [], slowUntil: 0 },
	...some,
});

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
	const empty = bucketWith({ at: 5_000 });
	const turn = take(slack.post, empty, 5_000);
	if (turn.ok) throw new Error("let through with no token");
	expect(take(slack.post, empty, turn.at).ok).toBe(true);
	expect(take(slack.post, empty, turn.at - 10).ok).toBe(false);
});

test("a clock that goes back gives no tokens", () => {
	expect(take(slack.post, bucketWith({ tokens: 0.5, at: 10_000 }), 0).ok).toBe(false);
});

test("asked for silence, nothing passes until then; afterwards one, and the rest at the usual rate", () => {
	const silent = pause(bucketWith({ tokens: 4, at: 1_000 }), 31_000);
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
	const almost = bucketWith({ tokens: 4, hourly: 2 });
	expect(pause(almost, 10_000)).toMatchObject({ tokens: 1, hourly: 2, at: 10_000 });
	const turn = take(teams.post, almost, 0, urgency.passing);
	expect(turn.ok).toBe(false);
	expect(take(teams.post, almost, 0)).toMatchObject({ ok: true, bucket: { hourly: 1 } });
});

/** When edits of this urgency go, if there are always some to make. */
const edits = (urgent: number, until: number, begun: Bucket | null = null) => {
	let bucket = begun;
	const passed: number[] = [];
	for (let now = 0; now < until; now += 50) {
		const turn = take(slack.edit, bucket, now, urgent);
		if (!turn.ok) continue;
		bucket = turn.bucket;
		passed.push(now);
	}
	return { passed, bucket };
};
const busiest = (passed: number[], span: number) =>
	Math.max(...passed.map((at) => passed.filter((one) => one >= at && one < at + span).length));

test.each(Object.entries(urgency))("Slack gets no more than 50 edits in any minute: %s", (_, urgent) => {
	expect(busiest(edits(urgent, 600_000).passed, 60_000)).toBeLessThanOrEqual(50);
});

test("however much else is edited in Slack, a plan's end has room at once", () => {
	for (const urgent of [urgency.decided, urgency.changed, urgency.passing]) {
		const { bucket } = edits(urgent, 120_000);
		const { passed } = edits(
			urgency.over,
			1_000,
			bucket && { ...bucket, recent: bucket.recent.map((at) => at - 120_000) },
		);
		expect(passed.length).toBeGreaterThanOrEqual(12);
	}
	expect(edits(urgency.decided, 15_000).passed).toHaveLength(20);
});

test("after a silence edits in Slack go once a second for a minute", () => {
	const { passed } = edits(urgency.over, 95_000, pause(null, 5_000));
	expect(passed.slice(0, 3)).toEqual([5_000, 6_000, 7_000]);
	expect(
		busiest(
			passed.filter((at) => at < 65_000),
			1_000,
		),
	).toBe(1);
});

test("passing versions leave room to others, and learn when there is more", () => {
	const half = bucketWith({ tokens: teams.edit.burst / 2 });
	const turn = take(teams.edit, half, 0, urgency.passing);
	if (turn.ok) throw new Error("took what was to be left");
	expect(take(teams.edit, half, 0).ok).toBe(true);
	expect(take(teams.edit, half, turn.at, urgency.passing).ok).toBe(true);
	expect(take(teams.edit, half, turn.at - 10, urgency.passing).ok).toBe(false);
	const { bucket } = edits(urgency.passing, 1_000);
	const edit = take(slack.edit, bucket, 1_000, urgency.passing);
	if (edit.ok) throw new Error("took what was to be left");
	expect(take(slack.edit, bucket, 1_000).ok).toBe(true);
	expect(take(slack.edit, bucket, edit.at, urgency.passing).ok).toBe(true);
	expect(take(slack.edit, bucket, edit.at - 10, urgency.passing).ok).toBe(false);
});

test.each([
	["Slack", slack],
	["Teams", teams],
])("ten times as fast as %s, ten times as much passes in a time", (_, pace) => {
	for (const of of ["post", "edit"] as const) {
		const passed = (times: number, span: number) => {
			let bucket: Bucket | null = null;
			let count = 0;
			for (let now = 0; now < span; now += 5) {
				const turn = take(timesAsFast(pace, times)[of], bucket, now);
				if (!turn.ok) continue;
				bucket = turn.bucket;
				count++;
			}
			return count;
		};
		expect(passed(10, 60_000) / passed(1, 60_000)).toBeGreaterThan(7);
	}
});

test("a restart may forget a few messages of a minute or an hour, and never the silence that the platform asked for", () => {
	const recent = (count: number) => bucketWith({ recent: Array.from({ length: count }, (_, n) => n) });
	expect([10, 11].map((count) => mayForget(null, recent(count)))).toEqual([true, false]);
	expect(mayForget(null, bucketWith({ tokens: 0 }))).toBe(true);
	expect(mayForget(null, pause(null, 1_000))).toBe(false);
	const hourly = (left: number) => bucketWith({ hourly: left });
	expect(mayForget(null, hourly(599))).toBe(false);
	expect([580, 579].map((left) => mayForget(hourly(599), hourly(left)))).toEqual([true, false]);
});
