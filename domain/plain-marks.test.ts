import { expect, test } from "vitest";
import { withPlainMarks } from "./plain-marks.ts";
import { oddities } from "./text.ts";

test.each([
	["echo “it’s” – done", `echo "it's" - done`],
	["ls —all ‑l", "ls --all -l"],
	["echo „a“ «b» ‚c‘", `echo "a" "b" 'c'`],
	["cd …/x\u00a0y\u202fz", "cd .../x y z"],
	["ls \u2012l \u2015a ﹣b", "ls -l -a -b"],
	["echo «\u00a0a\u202fb\u202f» ‹c›", `echo "a b" 'c'`],
	["Get-Service\u2009Spooler\u3000x", "Get-Service Spooler x"],
	["\ufeffGet-\u200bService\u00ad \u2060a\u200e", "Get-Service a"],
	["l\u200ds -l\u200c", "ls -l"],
	["a\u2028b\u2029c", "a\nb\nc"],
	["ｌｓ　－ｌ　＞ｘ．ｔｘｔ ＄ＨＯＭＥ", "ls -l >x.txt $HOME"],
	["echo 'a' \"b\" -c\n\t$x", "echo 'a' \"b\" -c\n\t$x"],
])("%j is meant as %j", (typed, meant) => {
	expect(withPlainMarks(typed)).toBe(meant);
	expect(oddities(withPlainMarks(typed))).toEqual([]);
});

test("letters that look like others, and signs in Japanese, stay as they are", () => {
	for (const text of ["echo \u0430", "echo 完了！", "echo 👩‍👩‍👧", "echo क्‍ष", "echo → ½ ©"])
		expect(withPlainMarks(text)).toBe(text);
});
