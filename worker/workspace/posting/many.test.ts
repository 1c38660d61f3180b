// Thirty sessions at once in one conversation: how soon their cards show what happened. `npm run bench -- posting` prints the figures.
import { describe, expect, test } from "vitest";
import { teamsPace } from "../platform/teams.ts";
import { approveAll, figuresOf, leastInTeams, step } from "../testing/thirty.ts";

/** Slack takes so many edits of an app in any minute. */
const mostEdits = 50;

const last = (times: number[]) => times.at(-1) ?? 0;

describe("thirty plans that are approved at once", () => {
	test.each([
		[2_000, "nowhere"],
		[20_000, "nowhere"],
		[70_000, "nowhere"],
		[20_000, "in the own chat"],
	] as const)(
		"and last %i ms, pressed %s: threads lose the buttons within 20 seconds, and show the end within 35 where Slack's rate allows",
		async (lasting, pressed) => {
			const { byRate, thread } = await approveAll(lasting, pressed);
			const figures = figuresOf(thread.ended, lasting);
			expect(figures.reached, JSON.stringify(figures)).toBeLessThanOrEqual(figures.allowed);
			expect(last(thread.decided)).toBeLessThanOrEqual(20_000);
			const inAMinute = byRate.map((at) => byRate.filter((one) => one >= at && one < at + 60_000).length);
			expect(Math.max(...inAMinute)).toBeLessThanOrEqual(mostEdits);
		},
	);

	test("lose the buttons within 20 seconds in Teams, and show the end within 35", async () => {
		const { thread } = await approveAll(20_000, "nowhere", teamsPace);
		expect(last(thread.decided)).toBeLessThanOrEqual(20_000);
		const figures = figuresOf(thread.ended, 20_000, leastInTeams);
		expect(figures.reached, JSON.stringify(figures)).toBeLessThanOrEqual(35);
	});

	test.each([
		["in the thread", "thread"],
		["in the own chat", "own"],
	] as const)("and pressed %s lose the buttons there, and show the end, at once", async (where, there) => {
		const { decided, ended } = (await approveAll(20_000, where))[there];
		expect(last(decided)).toBeLessThanOrEqual(2 * step);
		expect(last(ended)).toBeLessThanOrEqual(2 * step);
	});
});
