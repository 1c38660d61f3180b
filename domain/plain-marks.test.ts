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
	["dir \u202aC:\\Temp\\a.txt", "dir C:\\Temp\\a.txt"],
	["\u202aC:\\Temp\u202c", "C:\\Temp"],
	["echo 'a' \"b\" -c\n\t$x", "echo 'a' \"b\" -c\n\t$x"],
])("%j is meant as %j", (typed, meant) => {
	expect(withPlainMarks(typed)).toBe(meant);
	expect(oddities(withPlainMarks(typed))).toEqual([]);
});

test("a blank is plain beside what doesn't stay", () => {
	expect(withPlainMarks("cd 会社\u3000ａ\u3000\u3000部")).toBe("cd 会社 a  部");
});

test.each([
	"会社ＡＢＣ１２３",
	"ＩＴ部ＰＣ",
	"２０２４年度",
	"「ＡＢＣ」",
	"ＡＢＣ（サーバー）",
	"会社\u3000部門",
	"会社\u3000\u3000ＡＢＣ部",
	"א\u202aC:\u202cא",
])("%j stays whole, as part of such a text", (text) => {
	expect(withPlainMarks(`cd "C:\\x\\${text}"`)).toBe(`cd "C:\\x\\${text}"`);
});

test("letters that look like others, and signs in Japanese, stay as they are", () => {
	for (const text of ["echo \u0430", "echo 完了！", "echo 👩‍👩‍👧", "echo क्‍ष", "echo → ½ ©"])
		expect(withPlainMarks(text)).toBe(text);
});
