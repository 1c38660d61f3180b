import { expect, test } from "vitest";
import { withPlainMarks } from "./plain-marks.ts";
import { oddities } from "./text.ts";

test.each([
	["echo “it’s” – done", `echo "it's" - done`],
	["ls —all ‑l", "ls --all -l"],
	["echo „a“ «b» ‚c‘", `echo "a" "b" 'c'`],
	["cd …/x\u00a0y\u202fz", "cd .../x y z"],
	["echo 'a' \"b\" -c\n\t$x", "echo 'a' \"b\" -c\n\t$x"],
])("%j is meant as %j", (typed, meant) => {
	expect(withPlainMarks(typed)).toBe(meant);
	expect(oddities(withPlainMarks(typed))).toEqual([]);
});
