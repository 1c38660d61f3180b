import fc from "fast-check";
import { expect, test } from "vitest";
import { letters, signs, syllables } from "../../letters.ts";
import { lookalikes } from "../../lookalikes.ts";
import { names } from "../../names.ts";
import { shown } from "../../text.ts";
import * as byHand from "./by-hand.ts";
import { ascii, confusables, skeleton } from "./published.ts";
import * as made from "./tables.ts";

test("the tables are what Unicode's published data and what is added by hand give", () => {
	const { Hangul, ...others } = made.letters;
	expect(letters).toEqual(others);
	expect([Hangul.codePointAt(0), [...Hangul].length - 1]).toEqual([
		syllables.first,
		syllables.last - syllables.first,
	]);
	const inverse = Object.entries(lookalikes).flatMap(([like, all]) =>
		[...all].map((one): [string, string] => [one, like]),
	);
	expect(new Map(inverse)).toEqual(made.lookalikes());
	expect(names).toEqual(made.names());
	expect(signs).toBe(byHand.signs);
});

const listed = [...Object.values(made.letters).join("")];

test("no letter on the list is another text when it is normalized", () => {
	const forms = ["NFC", "NFKC"] as const;
	for (const form of forms) expect(listed.filter((one) => one.normalize(form) !== one)).toEqual([]);
});

const alike = new Map<string, string[]>();
for (const one of [...ascii, ...listed, ...signs])
	alike.set(skeleton(one), [...(alike.get(skeleton(one)) ?? []), one]);
/** Twice in a row a letter is a word of its own script, if it is like no other. */
const plain = [...listed, ...signs].filter((one) => shown(one + one) === one + one);

test("no letter that makes a word plain has the skeleton of ASCII, or of another such letter", () => {
	const others = (one: string) => (alike.get(skeleton(one)) ?? []).filter((other) => plainOrAscii.has(other));
	const plainOrAscii = new Set([...plain, ...ascii]);
	expect(plain.filter((one) => others(one).length !== 1)).toEqual([]);
	expect(plain.filter((one) => /^[!-~]*$/.test(skeleton(one)))).toEqual([]);
	expect(plain.length).toBeGreaterThan(13_000);
});

test("no letter is plain by itself unless it is an ASCII letter with a mark", () => {
	const { Latin, ...others } = made.letters;
	expect([...Object.values(others).join("")].filter((one) => shown(one) === one)).toEqual([]);
	expect([...Latin].filter((one) => shown(one) !== one)).toEqual([..."ÞßðøđĦħŁłŊŋŦŧ"]);
});

test("no letter whose mark is drawn beside it is on the list, nor a crossed zero", () => {
	expect([...byHand.markBeside, "Ø"].filter((one) => listed.includes(one))).toEqual([]);
});

test("of two words that look alike, at most one is plain", () => {
	const ambiguous = listed.filter((one) => (alike.get(skeleton(one))?.length ?? 0) > 1);
	const stray = fc.constantFrom(...ambiguous, ...plain, "_", "-", "x", "3");
	const words = Object.values(made.letters).map((script) => {
		const own = fc.constantFrom(...[...ambiguous, ...plain].filter((one) => script.includes(one)));
		const letter = fc.oneof({ weight: 6, arbitrary: own }, { weight: 1, arbitrary: stray });
		return fc.array(fc.tuple(letter, fc.nat(), fc.boolean()), { minLength: 1, maxLength: 6 });
	});
	fc.assert(
		fc.property(fc.oneof(...words), (letters) => {
			const one = letters.map(([each]) => each).join("");
			const other = letters
				.map(([one, n, swap]) =>
					swap ? (alike.get(skeleton(one))?.at(n % (alike.get(skeleton(one))?.length ?? 1)) ?? one) : one,
				)
				.join("");
			fc.pre(one !== other);
			expect([one, other].filter((each) => shown(each) === each).length).toBeLessThan(2);
		}),
		{ numRuns: 3_000, seed: 3 },
	);
});

test("2,000 commands, each with one look-alike, differ from what they look like", () => {
	const commands = [
		"sudo rm -rf '/var/tmp/old' && echo \"done: 100%\" | tee -a C:\\log_1.txt; [ $? = 0 ] || exit 2",
		"Get-Service Spooler | Where-Object { $_.Status -ne 'Running' } | ForEach-Object { Start-Service $_ -Verbose }",
		"(cd /home/x; find . -name '*.bak' ! -newer a.b,c -exec mv {} ~/kept/q5/w3/jz \\; ) > out~4 2>&1 #^@`id`Y7K8M9QRXZBLFHJIU6",
	];
	const unlike = [...confusables.keys()].filter((one) => one > "~" && [...one].length === 1);
	const pairs = commands.flatMap((command) =>
		unlike.flatMap((one) => {
			const like = alike.get(skeleton(one))?.find((other) => other <= "~" && command.includes(other));
			return like === undefined ? [] : [{ command, other: command.replace(like, () => one), one }];
		}),
	);
	expect(pairs.length).toBeGreaterThan(2_000);
	const number = (one: string) =>
		`⟨U+${(one.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
	const missed = pairs.filter(
		({ command, other, one }) => shown(command) !== command || !shown(other).includes(number(one)),
	);
	expect(missed).toEqual([]);
});
