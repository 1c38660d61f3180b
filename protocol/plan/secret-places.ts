// Where a step's text names a secret, `{{secret:name}}`, and whether its shell would put a variable's value there. A reader of
// quotes, not of the language: where it can't tell, the proposal is refused.
import type { Shell } from "./plan.ts";
import { hole, readAsCode } from "./secret-code.ts";

/** Why a shell would leave the text as it is, or take the value for code. */
export const unfits = [
	"single-quotes",
	"comment",
	"here-document",
	"verbatim",
	"inside-word",
	"cmd",
	"code",
] as const;
export type Unfit = (typeof unfits)[number];

/** One place, from `at` up to `end`, in UTF-16 units. `quoted`: inside double quotes. */
export type SecretPlace = { name: string; at: number; end: number; quoted: boolean; unfit: Unfit | null };

/** As a name is written; it stands for itself in no shell. */
export const placeOf = (name: string): string => `{{secret:${name}}}`;
const place = /\{\{secret:([a-z][a-z0-9-]{0,31})\}\}/g;

/** Each takes a look at all that is before it. In a text with more of them, none is looked at: they count as unfit. */
const mostPlaces = 200;

export const secretPlaces = (shell: Shell, text: string): SecretPlace[] => {
	const found = [...text.matchAll(place)];
	if (found.length === 0) return [];
	const grammar = grammars[shell === "sh" || shell === "bash" ? "posix" : "powershell"];
	const { contexts, skeleton } = contextsOf(grammar, text);
	const starts = wordStartsIn(text);
	let context = -1;
	return found.map(({ 0: all, 1: name = "", index: at }, index) => {
		const end = at + all.length;
		while ((contexts[context + 1]?.from ?? Number.POSITIVE_INFINITY) <= at) context++;
		const { kind = "bare" } = contexts[context] ?? {};
		const isAlone = () => starts(at) && endsWord(text, end);
		const misplaced = shell === "cmd" ? "cmd" : unfitIn(shell, kind, isAlone);
		const unfit =
			misplaced ?? (found.length > mostPlaces || readAsCode(shell, text, skeleton, index) ? "code" : null);
		return { name, at, end, quoted: kind === "double", unfit };
	});
};

type Kind = "bare" | "double" | "single-quotes" | "comment" | "here-document" | "verbatim";

const unfitIn = (shell: Shell, kind: Kind, isAlone: () => boolean): Unfit | null => {
	if (kind === "double") return null;
	if (kind !== "bare") return kind;
	return shell === "sh" || shell === "bash" || isAlone() ? null : "inside-word";
};

/** Asked in the order of the text: whether a word begins there, or a value behind `name=`. PowerShell puts no value into a word that
 * begins with a dash: `-p$x`. */
const wordStartsIn = (text: string): ((at: number) => boolean) => {
	let read = 0;
	/** Whether a word may begin with the next character, and whether one has begun that may end in `=`. */
	let [next, begun, value] = [true, false, false];
	return (at) => {
		for (; read < at; read++) {
			const one = text[read] as string;
			value = begun && one === "=";
			const breaks = /[\s"']/.test(one);
			begun = !breaks && (begun || (next && one !== "-"));
			next = /[\s(,;{[|&!]/.test(one);
		}
		return next || value;
	};
};
const endsWord = (text: string, at: number): boolean =>
	at === text.length || /[\s),;}\]|&]/.test(text[at] as string);

/** What a pattern does where it matches: goes into a context, or out of the one it is in; `whole`: all that it matches is of
 * this kind; nothing: it is passed over. */
type Rule = [pattern: RegExp, does?: { into: string } | "out" | { whole: Kind }];
type Grammar = Record<string, { kind: Kind; rules: Rule[] }>;

const into = (name: string) => ({ into: name });
const code = (rules: Rule[], end?: RegExp): { kind: Kind; rules: Rule[] } => ({
	kind: "bare",
	rules: [...(end ? ([[end, "out"]] satisfies Rule[]) : []), ...rules],
});

/** https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html: quoting, here-documents, substitutions. */
const posixCode: Rule[] = [
	[/\\[\s\S]/y],
	[
		/(?<!<)<<-?(?!<)[ \t]*(["']?)\\?([A-Za-z_]\w*)\1[^\n]*\n(?:[\s\S]*?\n)??\t*\2(?=\n|$)/y,
		{ whole: "here-document" },
	],
	[/(?<!<)<<-?(?!<)[ \t]*["'\\]?[A-Za-z_][\s\S]*/y, { whole: "here-document" }],
	[/\$'/y, into("ansi")],
	[/'/y, into("single")],
	[/"/y, into("double")],
	[/`/y, into("ticks")],
	[/\$?\(/y, into("parentheses")],
	[/(?<=^|[\s;|&()])#/y, into("comment")],
];
const posix: Grammar = {
	code: code(posixCode),
	parentheses: code(posixCode, /\)/y),
	ticks: code(posixCode, /`/y),
	single: { kind: "single-quotes", rules: [[/'/y, "out"]] },
	ansi: { kind: "single-quotes", rules: [[/\\[\s\S]/y], [/'/y, "out"]] },
	double: {
		kind: "double",
		rules: [[/\\[\s\S]/y], [/"/y, "out"], [/`/y, into("ticks")], [/\$\(/y, into("parentheses")]],
	},
	comment: { kind: "comment", rules: [[/\n/y, "out"]] },
};

/** https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_quoting_rules; typographic quotes count. */
const powershellCode: Rule[] = [
	[/`[\s\S]/y],
	[/@['\u2018-\u201b][ \t]*\r?\n/y, into("hereSingle")],
	[/@["\u201c-\u201e][ \t]*\r?\n/y, into("hereDouble")],
	[/['\u2018-\u201b]/y, into("single")],
	[/["\u201c-\u201e]/y, into("double")],
	[/<#/y, into("block")],
	[/(?<=^|[\s;|&(){},=])#/y, into("comment")],
	[/(?<=\s)--%[^\n]*/y, { whole: "verbatim" }],
	[/[$@]?\(/y, into("parentheses")],
];
const powershell: Grammar = {
	code: code(powershellCode),
	parentheses: code(powershellCode, /\)/y),
	single: { kind: "single-quotes", rules: [[/['\u2018-\u201b]{2}/y], [/['\u2018-\u201b]/y, "out"]] },
	double: {
		kind: "double",
		rules: [
			[/`[\s\S]/y],
			[/["\u201c-\u201e]{2}/y],
			[/["\u201c-\u201e]/y, "out"],
			[/\$\(/y, into("parentheses")],
		],
	},
	hereSingle: { kind: "single-quotes", rules: [[/\n['\u2018-\u201b]@/y, "out"]] },
	hereDouble: {
		kind: "double",
		rules: [[/`[\s\S]/y], [/\n["\u201c-\u201e]@/y, "out"], [/\$\(/y, into("parentheses")]],
	},
	block: { kind: "comment", rules: [[/#>/y, "out"]] },
	comment: { kind: "comment", rules: [[/\n/y, "out"]] },
};

const grammars = { posix, powershell };

type Contexts = { contexts: { from: number; kind: Kind }[]; skeleton: string };

/** From where on which kind of text it is; and the text without its quotes, for `readAsCode`. */
const contextsOf = (grammar: Grammar, text: string): Contexts => {
	const contexts: Contexts["contexts"] = [];
	const inside = ["code"];
	const kindOf = () => (grammar[inside.at(-1) ?? "code"] as Grammar[string]).kind;
	const holes = new Map([...text.matchAll(place)].map(({ 0: all, index }) => [index, index + all.length]));
	let skeleton = "";
	let holeEnds = 0;
	for (let at = 0; at < text.length; ) {
		const { kind, rules } = grammar[inside.at(-1) ?? "code"] as Grammar[string];
		if (contexts.at(-1)?.kind !== kind) contexts.push({ from: at, kind });
		const [length, does] = matchAt(rules, text, at);
		if (does === "out") inside.pop();
		else if (does && "into" in does) inside.push(does.into);
		else if (does) contexts.push({ from: at, kind: does.whole });
		for (let i = at; i < at + length; i++) {
			const ends = holes.get(i);
			if (ends !== undefined) [skeleton, holeEnds] = [skeleton + hole, ends];
			else if (i >= holeEnds && !isWhole(does))
				skeleton += boneOf(text[i] as string, kind, {
					to: does ? kindOf() : null,
					out: does === "out",
					nth: i - at,
					length,
				});
		}
		at += length;
	}
	return { contexts, skeleton };
};

const isWhole = (does: Rule[1]): boolean => typeof does === "object" && "whole" in does;

/** The character's match: goes to another kind of text, or is passed over. */
type Match = { to: Kind | null; out: boolean; nth: number; length: number };

/** What stays of a character: all of code, of a quoted text its words, and nothing of quotes. */
const boneOf = (one: string, kind: Kind, { to, out, nth, length }: Match): string => {
	if (to !== null) {
		if (out && one === "`") return ")";
		if ((kind === "bare" || to === "bare") && /[()$@`]/.test(one)) return one;
		return kind === "comment" ? "\n" : to === "comment" ? " " : "";
	}
	if (kind === "comment") return " ";
	if (length > 1 && nth === 0) return "";
	if (length > 1 && /\s/.test(one)) return " ";
	return (kind === "bare" && length === 1) || /[\w.-]/.test(one) ? one : "x";
};

const matchAt = (rules: Rule[], text: string, at: number): [number, Rule[1]?] => {
	for (const [pattern, does] of rules) {
		pattern.lastIndex = at;
		const match = pattern.exec(text);
		if (match) return [match[0].length, does];
	}
	return [1];
};
