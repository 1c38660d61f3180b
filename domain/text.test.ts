import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { letters, syllables } from "./letters.ts";
import { rightToLeft } from "./testing/unicode/published.ts";
import { unmarked } from "./testing/unmarked.ts";
import { oddities, shown, visible } from "./text.ts";

const what = (text: string) => oddities(text).map((oddity) => oddity.what);

test.each([
	'Set-ItemProperty -Path "HKLM:\\SOFTWARE\\Vendor\\Auth" -Name "LegacyMode" -Value 0',
	"sed -i s/LegacyMode=1/LegacyMode=0/ auth.ini",
	"if true; then\n    echo 'a  b'\nfi\n",
	`one\n\n\n${" ".repeat(40)}two\n\n\n`,
	"dir C:\\Users\\Jürgen\\Größe",
	"type C:\\Users\\Лидия\\файл.txt",
	"echo 日本語 ελληνικά",
	"echo サーバー プリンター 出力 再起動しました '設定/田中.txt' ありがとう 한국어 서버 파일",
	"x日本語x",
	"copy Excel出力 backup_出力 PCサーバー Windows업데이트 USB드라이브",
	"echo Größe2 København Tromsø à bientôt",
	"echo Škoda Łódź Málaga España Győr 'Žár' 'Ğ' İzmir",
	"echo 'ab 5 € nach § 3 bei 20 °C für 4 £'",
	"echo one\r\necho two\r\n",
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
	["a\ufe0fb", "⟨U+FE0F variation selector-16⟩ can't be seen, line 1"],
	["x\n\u202egnp", "⟨U+202E right-to-left override⟩ changes the direction of reading, line 2"],
	["a\u2066b", "⟨U+2066 left-to-right isolate⟩ changes the direction of reading, line 1"],
	["a\u061cb", "⟨U+061C Arabic letter mark⟩ changes the direction of reading, line 1"],
	["a\u00a0b", "⟨U+00A0 no-break space⟩ is a blank that is not a space, line 1"],
	["a\u3000b", "⟨U+3000 ideographic space⟩ is a blank that is not a space, line 1"],
	["a\u2009b", "⟨U+2009 thin space⟩ is a blank that is not a space, line 1"],
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
	["ls ；", "⟨U+FF1B fullwidth ;⟩ looks like ;, line 1"],
	["ｌs", "⟨U+FF4C fullwidth l⟩ looks like l, line 1"],
	["𝐫m", "⟨U+1D42B mathematical r⟩ looks like r, line 1"],
	["Legаcy", "⟨U+0430 Cyrillic a⟩ within a Latin word, line 1"],
	["Οpen", "⟨U+039F Greek O⟩ within a Latin word, line 1"],
	["սser", "⟨U+057D Armenian u⟩ within a Latin word, line 1"],
	["ср a b", "⟨U+0441 Cyrillic c⟩ looks like c, line 1"],
	["echo ꞌ$(echo ran >f)ꞌ", "⟨U+A78C Latin small letter saltillo⟩ looks like ', line 1"],
	["echo ՚x", "⟨U+055A Armenian apostrophe⟩ looks like ', line 1"],
	["echo \u0374x", "⟨U+0374 Greek numeral sign⟩ looks like ', line 1"],
	["echo ʻx", "⟨U+02BB modifier letter turned comma⟩ looks like ', line 1"],
	["echo ˈx", "⟨U+02C8 modifier letter vertical line⟩ looks like ', line 1"],
	["echo ʺx", '⟨U+02BA modifier letter double prime⟩ looks like ", line 1'],
	["a │ b", "⟨U+2502 box drawings light vertical⟩ looks like |, line 1"],
	["a ⏐ b", "⟨U+23D0 vertical line extension⟩ looks like |, line 1"],
	["a ❘ b", "⟨U+2758 light vertical bar⟩ looks like |, line 1"],
	["ls ﹘l", "⟨U+FE58 small em dash⟩ looks like -, line 1"],
	["ls ⁃l", "⟨U+2043 hyphen bullet⟩ looks like -, line 1"],
	["rm ╱", "⟨U+2571 box drawings light diagonal upper right to lower left⟩ looks like /, line 1"],
	["rm ⁎", "⟨U+204E low asterisk⟩ looks like *, line 1"],
	["cɑt", "⟨U+0251 Latin small letter alpha⟩ looks like a, line 1"],
	["ɡit", "⟨U+0261 Latin small letter script g⟩ looks like g, line 1"],
	["ıf", "⟨U+0131 Latin small letter dotless i⟩ looks like i, line 1"],
	["ꓲꓢ x", "⟨U+A4F2 Lisu l⟩ looks like l, line 1"],
	["ᎳᎪᏚᎢ", "⟨U+13B3 Cherokee W⟩ looks like W, line 1"],
	["ᑯᑭ", "⟨U+146D Canadian syllabics P⟩ looks like P, line 1"],
	["caf\u0065\u0301", "⟨U+0301 combining acute accent⟩ changes the character before it, line 1"],
	["rsync ا 10.0.0.1", "⟨U+0627 Arabic letter alef⟩ changes the direction of reading, line 1"],
	["echo ״x", "⟨U+05F4 Hebrew punctuation gershayim⟩ changes the direction of reading, line 1"],
	["echo ׳x", "⟨U+05F3 Hebrew punctuation geresh⟩ changes the direction of reading, line 1"],
	["echo עברית", "⟨U+05E2 Hebrew letter ayin⟩ changes the direction of reading, line 1"],
	["echo ٣", "⟨U+0663 Arabic-Indic digit three⟩ changes the direction of reading, line 1"],
	["echo 👍", "⟨U+1F44D emoji⟩ is drawn differently from device to device, line 1"],
	["echo ไทย", "⟨U+0E44 Thai letter⟩ may be taken for another character, line 1"],
	["echo №", "⟨U+2116 symbol⟩ looks like No, line 1"],
	["Æsop", "⟨U+00C6 Latin capital letter ae⟩ looks like AE, line 1"],
	["ДИ3", "⟨U+0414 Cyrillic capital letter de⟩ in a word with digits, line 1"],
	["еж-ох", "⟨U+043E Cyrillic o⟩ looks like o, line 1"],
	["プ口", "⟨U+53E3 Han character⟩ looks like ロ, line 1"],
	["能カ", "⟨U+30AB Katakana letter⟩ looks like 力, line 1"],
	["echo 한カ", "⟨U+D55C Hangul letter⟩ (Hangul) in a word of several scripts, line 1"],
	["echo Ή $(rm -rf x) ať", "⟨U+0389 Greek capital letter eta with tonos⟩ looks like 'H, line 1"],
	["echo ľ$(rm -rf x)ľ", "⟨U+013E Latin small letter l with caron⟩ looks like l', line 1"],
	["ď", "⟨U+010F Latin small letter d with caron⟩ looks like d', line 1"],
	["ť", "⟨U+0165 Latin small letter t with caron⟩ looks like t', line 1"],
	["Ľ", "⟨U+013D Latin capital letter l with caron⟩ looks like L', line 1"],
	["echo Άδξλ", "⟨U+0386 Greek capital letter alpha with tonos⟩ looks like 'A, line 1"],
	["echo Ώδξλ", "⟨U+038F Greek capital letter omega with tonos⟩ looks like 'Ω, line 1"],
	["$χ = 1", "⟨U+03C7 Greek x⟩ looks like x, line 1"],
	["$з = 1", "⟨U+0437 Cyrillic 3⟩ looks like 3, line 1"],
	["grep -в", "⟨U+0432 Cyrillic B⟩ looks like B, line 1"],
	["grep -н", "⟨U+043D Cyrillic H⟩ looks like H, line 1"],
	["$ψ = 1", "⟨U+03C8 Greek small letter psi⟩ in a word that may be taken for another, line 1"],
	["$жаб", "⟨U+0436 Cyrillic small letter zhe⟩ in a word that may be taken for another, line 1"],
	["sort く in.txt", "⟨U+304F Hiragana letter⟩ looks like <, line 1"],
	["sort 多く in.txt", "⟨U+304F Hiragana letter⟩ looks like <, line 1"],
	["chmod 十x run.sh", "⟨U+5341 Han character⟩ within a Latin word, line 1"],
	["echo 1 十 2", "⟨U+5341 Han character⟩ looks like +, line 1"],
	["echo ok 井; rm -rf /srv", "⟨U+4E95 Han character⟩ looks like #, line 1"],
	["[ -f x コ", "⟨U+30B3 Katakana letter⟩ looks like ], line 1"],
	["cat x 이 sh", "⟨U+C774 Hangul letter⟩ looks like ol, line 1"],
	["echo 日", "⟨U+65E5 Han character⟩ looks like B, line 1"],
	["echo 語", "⟨U+8A9E Han character⟩ in a word that may be taken for another, line 1"],
	["x日x", "⟨U+65E5 Han character⟩ within a Latin word, line 1"],
	["日x本語", "⟨U+672C Han character⟩ within a Latin word, line 1"],
	["x語x", "⟨U+8A9E Han character⟩ within a Latin word, line 1"],
	["x日本語2", "⟨U+8A9E Han character⟩ within a Latin word, line 1"],
	["é日本語", "⟨U+8A9E Han character⟩ within a Latin word, line 1"],
	["サーバーx", "⟨U+30FC katakana-hiragana prolonged sound mark⟩ within a Latin word, line 1"],
	["x日本語ж", "⟨U+0436 Cyrillic small letter zhe⟩ within a Latin word, line 1"],
	["x한글xサーバx", "⟨U+D55C Hangul letter⟩ within a Latin word, line 1"],
	["x한カx", "⟨U+D55C Hangul letter⟩ within a Latin word, line 1"],
	["日本語2", "⟨U+8A9E Han character⟩ in a word with digits, line 1"],
	["chmod 7ØØ", "⟨U+00D8 Latin capital letter o with stroke⟩ looks like 0, line 1"],
	["kill -9 1ø24", "⟨U+00F8 Latin small letter o with stroke⟩ looks like 0, line 1"],
	["grep -ß", "⟨U+00DF Latin letter⟩ in a word that may be taken for another, line 1"],
	["$ł = 1", "⟨U+0142 Latin letter⟩ in a word that may be taken for another, line 1"],
	["seq ø", "⟨U+00F8 Latin small letter o with stroke⟩ looks like 0, line 1"],
	["echo ⟨tab⟩", "⟨U+27E8 left angle bracket⟩ is how characters are named here, line 1"],
])("%j is said to be odd: %s", (command, sentence) => {
	expect(what(command)).toContain(sentence);
	expect(shown(command)).toContain(sentence.slice(0, sentence.indexOf("⟩") + 1));
});

test.each([
	["echo a\tb", "echo a⟨tab⟩b"],
	["cat <<-EOF\n\tone\n  EOF\n\tEOF", "cat <<-EOF\n⟨tab⟩one\n  EOF\n⟨tab⟩EOF"],
	["a \tb", "a ⟨tab⟩b"],
	["a\t b", "a⟨tab⟩ b"],
])("a tab is spelled out and no more: %j", (command, drawn) => {
	expect(shown(command)).toBe(drawn);
	expect(what(command)).toEqual([]);
});

test.each([
	["echo a    b", "echo a····b"],
	["Get-Service Spooler | Restart-Service ", "Get-Service Spooler | Restart-Service·"],
	['Name       = "x"', 'Name·······= "x"'],
	["echo a\nb \nc", "echo a\nb·\nc"],
	["echo a         b", "echo a⟨9 spaces⟩b"],
	["echo a \t ;rm b", "echo a⟨1 space, 1 tab, 1 space⟩;rm b"],
	["echo a\t  b", "echo a⟨1 tab, 2 spaces⟩b"],
	["echo a\t \nb", "echo a⟨1 tab, 1 space⟩\nb"],
	[`echo start\n${" ".repeat(1_100)}; rm -rf /srv`, "echo start\n⟨1100 spaces⟩; rm -rf /srv"],
	[`${" ".repeat(41)}rm -rf /srv`, "⟨41 spaces⟩rm -rf /srv"],
	[`echo start\n${"\t".repeat(9)}rm`, "echo start\n⟨9 tabs⟩rm"],
	[`echo start${"\n".repeat(28)}rm -rf /srv`, "echo start\n⟨27 empty lines⟩\nrm -rf /srv"],
	["echo start\n\n\n\nrm", "echo start\n⟨3 empty lines⟩\nrm"],
	["echo start\r\n\r\n\r\n\r\nrm", "echo start\r\n⟨3 empty lines⟩\r\nrm"],
	["\n\n\nrm", "⟨3 empty lines⟩\nrm"],
	["echo start\n\n\n\n", "echo start\n⟨3 empty lines⟩\n"],
])("blanks that don't show are marked, and aren't odd then: %j", (command, drawn) => {
	expect(shown(command)).toBe(drawn);
	expect(what(command)).toEqual([]);
});

test("a dot of the text itself is no blank", () => {
	expect(shown("a·b")).toBe("a⟨U+00B7 middle dot⟩b");
	expect(what("a·b")).not.toEqual([]);
});

test("empty lines that are counted leave what follows on a line of its own", () => {
	expect(shown(`echo start${"\n".repeat(28)}rm -rf /srv`)).toBe("echo start\n⟨27 empty lines⟩\nrm -rf /srv");
});

test("two commands that differ in their blanks are shown differently", () => {
	const blank = fc.constantFrom(" ", "\t", "\n", "a");
	const command = fc.array(blank, { maxLength: 12 }).map((parts) => parts.join(""));
	fc.assert(
		fc.property(command, command, (one, other) => {
			fc.pre(one !== other);
			expect(shown(one)).not.toBe(shown(other));
		}),
		{ numRuns: 2_000, seed: 16 },
	);
});

test("each character is named once, however often it occurs", () => {
	expect(what("a\u200bb\u200bc\n\u200b")).toEqual(["⟨U+200B zero width space⟩ can't be seen, line 1"]);
});

test("the shown text has nothing odd left but the marks themselves", () => {
	const hostile = "r\u200bm\u202e -rf\u00a0/ ’а’ Legаcy    x \r\u2028\ud800";
	expect(shown(hostile)).not.toMatch(/[\u200b\u202e\u00a0\u2028\r]/);
	expect(oddities(shown(hostile).replace(/⟨[^⟩]*⟩|·/g, "#"))).toEqual([]);
});

describe("an allow list", () => {
	const plain = new Set(`\t\n ${Object.values(letters).join("")}£§°€⟨⟩·`);
	const listed = (character: string): boolean => {
		const code = character.codePointAt(0) ?? 0;
		return (
			(code > 0x20 && code < 0x7f) ||
			plain.has(character) ||
			(code >= syllables.first && code <= syllables.last)
		);
	};

	test.each(["grapheme", "binary"] as const)("nothing but what is on it is shown: any text (%s)", (unit) => {
		const text = fc.array(
			fc.oneof(fc.string({ unit }), fc.constantFrom("x", "\r\n", "\r", "е", "Ж", "カ", "3")),
		);
		fc.assert(
			fc.property(text, (parts) => {
				const whole = parts.join("");
				const drawn = shown(whole);
				expect([...drawn.replaceAll("\r\n", "\n")].filter((one) => !listed(one))).toEqual([]);
				const same = unmarked(drawn).replaceAll("\r\n", "\n") === whole.replaceAll("\r\n", "\n");
				if (same) expect(oddities(whole)).toEqual([]);
				else expect(oddities(whole)).not.toEqual([]);
			}),
			{ numRuns: 500, seed: 7 },
		);
	});

	test("each character that Unicode has is either on it or spelled out", () => {
		const all = Array.from({ length: 0x110000 - 0x7f }, (_, i) => String.fromCodePoint(0x7f + i));
		const rest = all.filter((character) => /[^\p{Cn}\p{Co}\p{Cs}]/u.test(character));
		const drawn = rest.map((character) => ({ character, text: shown(character) }));
		const asItIs = drawn.filter(({ character, text }) => text === character);
		expect(asItIs.filter(({ character }) => !listed(character))).toEqual([]);
		const spelled = drawn.filter(({ character, text }) => text !== character);
		expect(spelled.filter(({ text }) => !/^⟨U\+[0-9A-F]{4,6}( [!-~]+)*⟩$/.test(text))).toEqual([]);
	});

	test("every character read from right to left is said to change the direction", () => {
		const said = rightToLeft.map((character) => what(character)[0]);
		const right = /⟩ (changes the direction of reading|can't be seen), line 1$/;
		expect(said.filter((sentence) => !right.test(sentence ?? ""))).toEqual([]);
	});
});

test("talk keeps its quotes, dashes and alphabets, but nothing unseen", () => {
	expect(visible("It’s “fine” – да,   ok \u202e\u200b")).toBe(
		"It’s “fine” – да,   ok ⟨U+202E right-to-left override⟩⟨U+200B zero width space⟩",
	);
});

const hangul = Array.from({ length: 52 }, (_, i) => String.fromCodePoint(0xac00 + i));

test("each is said with its own line, and of many the first 50", () => {
	expect(what("a\u200b\n\n\u00adb\nc\u2060\u200b")).toEqual([
		"⟨U+200B zero width space⟩ can't be seen, line 1",
		"⟨U+00AD soft hyphen⟩ can't be seen, line 3",
		"⟨U+2060 word joiner⟩ can't be seen, line 4",
	]);
	const fifty = Array.from({ length: 50 }, (_, i) => `x${hangul[i]}\n`).join("");
	expect(what(fifty)).toHaveLength(50);
	expect(what(fifty)[49]).toMatch(/, line 50$/);
	const more = what(`${fifty}x${hangul[0]}x${hangul[50]}\nx${hangul[51]}`);
	expect(more).toHaveLength(51);
	expect(more[50]).toBe("more such characters, from line 51 on");
});

/** The least of three, in ms of this thread's CPU: whatever else the machine does, doesn't count. */
const work = (text: string): number =>
	Math.min(
		...[1, 2, 3].map(() => {
			const before = process.threadCpuUsage();
			oddities(text);
			return process.threadCpuUsage(before).user / 1_000;
		}),
	);

test.each(["a", " ", "\t", "\n", " \t", "а", "\u200b", "a "])(
	"eight times as many %j take about eight times as much work to judge, up to 200 KB",
	(unit) => {
		const text = (length: number) => `${unit.repeat(length / unit.length)}x`;
		// Work that grows with the square is 64 times as much.
		expect(work(text(200_000))).toBeLessThan(30 * Math.max(work(text(25_000)), 1));
	},
);
