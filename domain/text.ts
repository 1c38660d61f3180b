// What is ambiguous in a command: everything that may not read as it runs. Plain are printable ASCII, line feeds, and the
// letters of letters.ts in words of their own script; everything else is spelled out by name. So are tabs and blanks that
// don't show, but they aren't odd: once they are marked, no one takes them for anything else.

import { isListed, looksLike, mark } from "./characters.ts";
import { misreadable } from "./mixed-words.ts";

/** `why` it is odd: null if spelling it out is all that it needs. */
type Finding = { at: number; end: number; mark: string; why: string | null };

/** No one reads more of them. */
const mostSaid = 50;

/** What a reader could miss or mistake in a text, in words with its line; once for each character and reason, of many the first
 * ones. Empty: what people read is what would run. */
export const oddities = (text: string): { what: string }[] => {
	const seen = new Set<string>();
	const found: { what: string }[] = [];
	let [line, counted] = [1, 0];
	for (const { at, mark, why } of findings(text)) {
		if (why === null || seen.has(mark + why)) continue;
		seen.add(mark + why);
		line += text.slice(counted, at).split("\n").length - 1;
		counted = at;
		if (found.length === mostSaid) return [...found, { what: `more such characters, from line ${line} on` }];
		found.push({ what: `${mark} ${why}, line ${line}` });
	}
	return found;
};

/** The same text with each such character spelled out: `⟨U+200B zero width space⟩`. A tab is `⟨tab⟩`, a blank at a line's end
 * and each of many in a row `·`. Unchanged if there is none. */
export const shown = (text: string): string => spelled(text, findings(text));

/** Like `shown`, but for talk: spells out only what is invisible or turns the reading direction. */
export const visible = (text: string): string => spelled(text, hidden(text));

const spelled = (text: string, all: Finding[]): string => {
	let out = "";
	let from = 0;
	for (const { at, end, mark } of all) {
		out += text.slice(from, at) + mark;
		from = end;
	}
	return out + text.slice(from);
};

/** All findings in order, without overlaps; of several reasons for one place, the first. */
const findings = (text: string): Finding[] => {
	const all = [
		...hidden(text),
		...turning(text),
		...blanks(text),
		...indentation(text),
		...emptyLines(text),
		...tabs(text),
		...brackets(text),
		...misread(text),
		...unlisted(text),
	];
	all.sort((a, b) => a.at - b.at || b.end - a.end);
	let end = 0;
	return all.filter((finding) => {
		if (finding.at < end) return false;
		end = finding.end;
		return true;
	});
};

const finding = (match: RegExpMatchArray, why: string | null): Finding => ({
	at: match.index ?? 0,
	end: (match.index ?? 0) + match[0].length,
	mark: mark(match[0]),
	why,
});

/** Most texts contain none of these. */
const unusual = /[^\t\n -~]/;
/** What can't be seen, as part of a regular expression with the flag `u`. */
export const unseenCharacter =
	"(?![ \\n\\t])[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}\\p{Zl}\\p{Zp}\\p{Zs}\\p{Default_Ignorable_Code_Point}\\u2800]";
const unseen = new RegExp(unseenCharacter, "gu");
const bidi = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

const hidden = (text: string): Finding[] =>
	unusual.test(text)
		? [...text.matchAll(unseen)]
				.filter((match) => !endsLine(text, match))
				.map((match) => finding(match, reason(match[0])))
		: [];

const endsLine = (text: string, match: RegExpMatchArray): boolean =>
	match[0] === "\r" && text[(match.index ?? 0) + 1] === "\n";

const reason = (character: string): string => {
	if (bidi.test(character)) return "changes the direction of reading";
	if (character === "\r" || /[\u0085\p{Zl}\p{Zp}]/u.test(character)) return "breaks the line in its own way";
	if (/\p{Cc}/u.test(character)) return "is a control character";
	if (/\p{Cs}/u.test(character)) return "is half of a character";
	if (/\p{Zs}|\u2800/u.test(character)) return "is a blank that is not a space";
	return "can't be seen";
};

/** Characters that read from right to left and turn the order around them: Bidi_Class R, AL and AN, and marks on such
 * letters. https://www.unicode.org/reports/tr9/#Bidirectional_Character_Types */
const turning = (text: string): Finding[] =>
	[...text.matchAll(rightToLeft)].map((match) => finding(match, "changes the direction of reading"));

const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/gu;

// Three and more blanks inside a line, and any at its end.
const runs = /(?<=\S)[ \t]{3,}(?=\S)|(?<![ \t])[ \t]+(?=\r?\n|$)/g;

const blanks = (text: string): Finding[] =>
	[...text.matchAll(runs)].map((match) => ({
		...finding(match, null),
		mark: dotted.test(match[0]) ? "·".repeat(match[0].length) : counted(match[0]),
	}));

/** So few spaces are a dot each. A dot of the text itself is spelled out. */
const dotted = /^ {1,8}$/;

/** `⟨1 space, 2 tabs⟩`, in their order. */
const counted = (blanks: string): string =>
	`⟨${[...blanks.matchAll(/ +|\t+/g)].map(([run]) => amount(run.length, run.startsWith(" ") ? "space" : "tab")).join(", ")}⟩`;

const amount = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;

/** How far a line may be indented, in columns: a phone's line is no longer. */
const deepest = 40;

const tabMark = "⟨tab⟩";

const indentation = (text: string): Finding[] =>
	[...text.matchAll(/^[ \t]+(?=\S)/gm)]
		.filter(([blanks]) => blanks.replaceAll("\t", tabMark).length > deepest)
		.map((match) => ({ ...finding(match, null), mark: counted(match[0]) }));

/** A tab is drawn like blanks: it is spelled out wherever it is, but no one takes it for anything else then. */
const tabs = (text: string): Finding[] =>
	[...text.matchAll(/\t/g)].map((match) => ({ ...finding(match, null), mark: tabMark }));

// Three and more of them push aside what follows; the line breaks around them stay.
const emptyLines = (text: string): Finding[] =>
	[...text.matchAll(/(?<=^|\n)(?:\r?\n){2,}(?=\r?\n)/g)].map((match) => ({
		...finding(match, null),
		mark: `⟨${amount(match[0].split("\n").length, "empty line")}⟩`,
	}));

// These frame a spelled-out character, so they mean nothing else where it is shown.
const brackets = (text: string): Finding[] =>
	[...text.matchAll(/[⟨⟩]/g)].map((match) => finding(match, "is how characters are named here"));

const misread = (text: string): Finding[] =>
	misreadable(text).map(({ at, letter, why }) => ({ at, end: at + letter.length, mark: mark(letter), why }));

const unlisted = (text: string): Finding[] =>
	[...text.matchAll(/[^\p{ASCII}]/gu)]
		.filter(([character]) => !isListed(character))
		.map((match) => finding(match, whyNot(match[0])));

const whyNot = (character: string): string => {
	const like = looksLike(character);
	if (like !== undefined) return `looks like ${like}`;
	if (/\p{M}/u.test(character)) return "changes the character before it";
	if (/\p{Extended_Pictographic}|\p{Regional_Indicator}|\p{Emoji_Modifier}/u.test(character))
		return "is drawn differently from device to device";
	return "may be taken for another character";
};
