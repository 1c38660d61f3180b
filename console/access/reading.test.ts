// Which addresses an open page asks for by itself: no one has to be there.
import { expect, test } from "vitest";
import { isForScript } from "./reading.ts";

test.each([
	["/s/s_1/events", true],
	["/s/s_1/verify", true],
	["/s/s_1/runs/r_1/records", true],
	["/s/s_1/runs/r_1/blocks", true],
	["/s/s_1/runs/r_1/blocks/12", true],
	["/s/s_1", false],
	["/s/s_1/runs/r_1/stdout", false],
	["/s/s_1/plans/p_1/vote", false],
	["/events", false],
])("%s: %s", (path, expected) => {
	expect(isForScript(path)).toBe(expected);
});
