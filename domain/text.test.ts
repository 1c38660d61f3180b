import { expect, test } from "vitest";
import { oddities, shown, visible } from "./text.ts";

const what = (text: string) => oddities(text).map((oddity) => oddity.what);

test.each([
	'Set-ItemProperty -Path "HKLM:\\SOFTWARE\\Vendor\\Auth" -Name "LegacyMode" -Value 0',
	"sed -i s/LegacyMode=1/LegacyMode=0/ auth.ini",
	"if true; then\n\t  echo 'a  b'\nfi\n",
	"dir C:\\Users\\Jürgen\\Größe",
	"type C:\\Users\\Иван\\файл.txt",
	"echo 日本語 ελληνικά עברית",
	"echo one\r\necho two\r\n",
	"echo 👍",
	"",
])("an ordinary command is unambiguous: %j", (command) => {
	expect(what(command)).toEqual([]);
	expect(shown(command)).toBe(command);
});

test.each([
	["a\u200bb", "⟨U+200B zero width space⟩ can't be seen, line 1"],
	["a\u200db", "⟨U+200D zero width joiner⟩ can't be seen, line 1"],
	["\ufeffecho", "⟨U+FEFF byte order mark⟩ can't be seen, line 1"],
	["a\u00adb", "⟨U+00AD soft hyphen⟩ can't be seen, line 1"],
	["a\u2060b", "⟨U+2060 word joiner⟩ can't be seen, line 1"],
	["a\u3164b", "⟨U+3164 Hangul filler⟩ can't be seen, line 1"],
	["a\u115fb", "⟨U+115F Hangul filler⟩ can't be seen, line 1"],
	["a\u{e0041}b", "⟨U+E0041 tag character⟩ can't be seen, line 1"],
	["a\ufe0fb", "⟨U+FE0F⟩ can't be seen, line 1"],
	["x\n\u202egnp", "⟨U+202E right-to-left override⟩ changes the direction of reading, line 2"],
	["a\u2066b", "⟨U+2066 left-to-right isolate⟩ changes the direction of reading, line 1"],
	["a\u061cb", "⟨U+061C Arabic letter mark⟩ changes the direction of reading, line 1"],
	["a\u00a0b", "⟨U+00A0 no-break space⟩ is a blank that is not a space, line 1"],
	["a\u3000b", "⟨U+3000 ideographic space⟩ is a blank that is not a space, line 1"],
	["a\u2009b", "⟨U+2009⟩ is a blank that is not a space, line 1"],
	["a\u2028b", "⟨U+2028 line separator⟩ breaks the line in its own way, line 1"],
	["rm x\recho", "⟨U+000D carriage return⟩ breaks the line in its own way, line 1"],
	["a\u001b[2Kb", "⟨U+001B escape⟩ is a control character, line 1"],
	["a\u0000b", "⟨U+0000 null⟩ is a control character, line 1"],
	["a\ud800b", "⟨U+D800⟩ is half of a character, line 1"],
	["a\ue000b", "⟨U+E000⟩ can't be seen, line 1"],
	["echo ’x", "⟨U+2019 right single quotation mark⟩ looks like ', line 1"],
	["echo “x", '⟨U+201C left double quotation mark⟩ looks like ", line 1'],
	["ls –l", "⟨U+2013 en dash⟩ looks like -, line 1"],
	["ls —l", "⟨U+2014 em dash⟩ looks like -, line 1"],
	["ls ；", "⟨U+FF1B⟩ looks like ;, line 1"],
	["ｌs", "⟨U+FF4C⟩ looks like l, line 1"],
	["𝐫m", "⟨U+1D42B⟩ looks like r, line 1"],
	["Legаcy", "⟨U+0430 Cyrillic a⟩ within a Latin word, line 1"],
	["Οpen", "⟨U+039F Greek O⟩ within a Latin word, line 1"],
	["սser", "⟨U+057D Armenian u⟩ within a Latin word, line 1"],
	["ср a b", "⟨U+0441 Cyrillic c⟩ looks like c, line 1"],
	["echo ⟨tab⟩", "⟨U+27E8 left angle bracket⟩ is how characters are named here, line 1"],
	["echo a    b", "⟨4 spaces⟩ in a row, line 1"],
	["echo a\nb \nc", "⟨1 space⟩ at the end of a line, line 2"],
	["echo a \t ;rm b", "⟨3 blanks⟩ in a row, line 1"],
])("%j is said to be odd: %s", (command, sentence) => {
	expect(what(command)).toContain(sentence);
	expect(shown(command)).toContain(sentence.slice(0, sentence.indexOf("⟩") + 1));
});

test("each character is named once, however often it stands there", () => {
	expect(what("a\u200bb\u200bc\n\u200b")).toEqual(["⟨U+200B zero width space⟩ can't be seen, line 1"]);
});

test("what is shown has nothing odd left but the marks themselves", () => {
	const hostile = "r\u200bm\u202e -rf\u00a0/ ’а’ Legаcy    x \r\u2028\ud800";
	expect(shown(hostile)).not.toMatch(/[\u200b\u202e\u00a0\u2028\r]/);
	expect(oddities(shown(hostile).replace(/⟨[^⟩]*⟩/g, "#"))).toEqual([]);
});

test("talk keeps its quotes, dashes and alphabets, but nothing unseen", () => {
	expect(visible("It’s “fine” – да,   ok \u202e\u200b")).toBe(
		"It’s “fine” – да,   ok ⟨U+202E right-to-left override⟩⟨U+200B zero width space⟩",
	);
});

test.each([
	"a".repeat(200_000),
	" ".repeat(200_000),
	"а".repeat(100_000),
	"\u200b".repeat(50_000),
	"a ".repeat(100_000),
])("200 KB are judged at once", (text) => {
	const start = performance.now();
	oddities(`${text}x`);
	expect(performance.now() - start).toBeLessThan(2_000);
});
