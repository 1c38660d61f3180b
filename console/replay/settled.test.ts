import { describe, expect, test } from "vitest";
import { isSettledBy } from "./settled.ts";

const lines = (count: number) => "a line\r\n".repeat(count);

describe("a screen is known", () => {
	test.each([
		["59 lines", lines(59)],
		[
			"colours and bars that are drawn over, within them",
			`\x1b[31m${lines(30)}10 %\r20 %\x1b[K\r\n${lines(28)}`,
		],
		["lines after which the cursor goes back up", `${lines(60)}\x1b[2A\x1b[K`],
		["all of it cleared", "\x1b[H\x1b[2Jone line"],
		["all of it cleared, the cursor brought up later", "\x1b[2J\x1b[1;1Hone line"],
		["what is below cleared, from the first place on", "\x1b[H\x1b[Jone line"],
	])("after %s", (_what, text) => {
		expect(isSettledBy(text)).toBe(true);
	});
});

describe("a screen isn't known", () => {
	test.each([
		["58 lines", lines(58)],
		["a long line", "x".repeat(100_000)],
		["lines between which the cursor goes back up", `${lines(40)}\x1b[A${lines(40)}`],
		["what is below cleared, from somewhere", "\x1b[J\x1b[5;1Hone line"],
		["another place than the first", "\x1b[2J\x1b[7;1Hone line"],
	])("after %s", (_what, text) => {
		expect(isSettledBy(text)).toBe(false);
	});
});
