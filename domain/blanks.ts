// The blanks of a snippet, `{{blank:name}}`: where they may stand, what may be put in, and how it is put in so that the shell
// takes it for one argument. An allow list that fails closed: what isn't known to be harmless is refused.

import type { Shell } from "../protocol/plan/plan.ts";
import { placeOf, secretPlaces, type Unfit } from "../protocol/plan/secret-places.ts";
import { type SnippetText, snippetsAtMost } from "../protocol/read/snippet.ts";
import { readAsCodeInCmd } from "./blanks-in-cmd.ts";
import { letters } from "./letters.ts";
import { secretName } from "./secrets.ts";

/** As a name is written. Nothing that means a secret, which is `{{secret:name}}`, means a blank. */
export const blankOf = (name: string): string => `{{blank:${name}}}`;
const place = /\{\{(blank|secret):([a-z][a-z0-9-]{0,31})\}\}/g;
const meant = /\{\{\s*blank\b([^{}\n]{0,60})\}\}/gi;

type Text = Omit<SnippetText, "title" | "client">;
const texts = ({ before, command, after }: Text): string[] => [...before, command, ...after];
const wordsIn = ({ words }: Text): string[] => [words.changes, words.notices, words.undo];

/** The names of a snippet's blanks, each once, in their order. */
export const blanksIn = (snippet: Text): string[] => [
	...new Set(
		[...texts(snippet), ...wordsIn(snippet)].flatMap((text) =>
			[...text.matchAll(place)].flatMap(([, kind, name = ""]) => (kind === "blank" ? [name] : [])),
		),
	),
];

export type BlankProblem = {
	blank: string;
	why: Unfit | "quotes" | "bad-name" | "looks-secret" | "too-many" | "only-in-words";
};

/** The first reason why a snippet's blanks can't be filled in safely; null: they can. */
export const blankProblem = (snippet: Text): BlankProblem | null => {
	const all = blanksIn(snippet);
	const inSteps = new Set(
		texts(snippet).flatMap((text) => blankPlaces(snippet.shell, text).map(({ name }) => name)),
	);
	const secret = all.find((name) => secretName(name));
	const lost = all.find((name) => !inSteps.has(name));
	return (
		[...texts(snippet), ...wordsIn(snippet)].flatMap(misnamed)[0] ??
		(all.length > snippetsAtMost.blanks
			? { blank: all[snippetsAtMost.blanks] ?? "", why: "too-many" }
			: secret !== undefined
				? { blank: secret, why: "looks-secret" }
				: lost !== undefined
					? { blank: lost, why: "only-in-words" }
					: null) ??
		texts(snippet).flatMap((text) =>
			blankPlaces(snippet.shell, text).flatMap(({ name, unfit }) =>
				unfit ? [{ blank: name, why: unfit }] : [],
			),
		)[0] ??
		null
	);
};

/** What was meant for a blank's name, and is none. */
const misnamed = (text: string): BlankProblem[] =>
	[...text.matchAll(meant)]
		.filter(([whole]) => !/^\{\{blank:[a-z][a-z0-9-]{0,31}\}\}$/.test(whole))
		.map(([, name = ""]) => ({ blank: name.replace(/^[\s:]+|\s+$/g, ""), why: "bad-name" }));

type Place = { name: string; at: number; end: number; unfit: BlankProblem["why"] | null };

/** A blank may stand where a secret may, which is read by the same rules, and outside of quotes alone: it gets its own. */
const blankPlaces = (shell: Shell, text: string): Place[] => {
	const found = [...text.matchAll(place)];
	const asSecrets = text.replaceAll(place, (_, _kind, name: string) => placeOf(name));
	const places = shell === "cmd" ? [] : secretPlaces(shell, asSecrets);
	return found.flatMap(({ 0: all, 1: kind, 2: name = "", index: at }, index) => {
		if (kind !== "blank") return [];
		const end = at + all.length;
		const read = places[index];
		const unfit =
			shell === "cmd" ? readAsCodeInCmd(text, at, end) : read?.quoted ? "quotes" : (read?.unfit ?? null);
		const unknown = shell !== "cmd" && read === undefined;
		const steers = steering.test(text.slice(0, at));
		return [{ name, at, end, unfit: unfit ?? (unknown || steers ? "code" : null) }];
	});
};

/** Variables that say which program runs, or what runs before it. */
const steering =
	/(?:^|[\s;&|({:])(?:PATH|PATHEXT|ComSpec|PSModulePath|LD_\w+|DYLD_\w+|IFS|ENV|BASH_ENV|SHELLOPTS|PROMPT_COMMAND|PS\d|PYTHON\w+|PERL5\w*|NODE_OPTIONS|EDITOR|PAGER|GIT_\w+)\}?\s*\+?=\s*$/i;

/** Why a value isn't put in. */
export type ValueProblem =
	| { why: "empty" | "too-long" | "start" | "end" }
	/** The first character that is not on the list. */
	| { why: "character"; character: string };

export const valueAtMost = 200;

/** No shell takes any of them for more than itself between the quotes that it gets; a backslash at the end would take one away. */
const harmless = /^[A-Za-z0-9 ._\-:@/\\+,=#~()]$/;
const latin = new Set(letters.Latin);

export const valueProblem = (shell: Shell, value: string): ValueProblem | null => {
	if (value.trim() === "") return { why: "empty" };
	if (value.length > valueAtMost) return { why: "too-long" };
	const strange = [...value].find((one) => !harmless.test(one) && (shell === "cmd" || !latin.has(one)));
	if (strange !== undefined) return { why: "character", character: strange };
	// A dash would make an option of it, for `cmd`'s programs a slash.
	if (/^[ \-+@=#~,:]/.test(value) || (shell === "cmd" && value.startsWith("/"))) return { why: "start" };
	return /[ \\]$/.test(value) ? { why: "end" } : null;
};

/** As its shell takes it: one argument, whatever is in it. */
const quote = (shell: Shell, value: string): string => (shell === "cmd" ? `"${value}"` : `'${value}'`);

export type FilledSnippet = Pick<SnippetText, "before" | "command" | "after" | "words">;

/** The snippet with its blanks filled in; or what is wrong, by blank. The snippet itself must have no problem. */
export const fillIn = (
	snippet: Text,
	values: Record<string, string>,
): { ok: true; filled: FilledSnippet } | { ok: false; problems: Record<string, ValueProblem> } => {
	const { shell, words } = snippet;
	const all = blanksIn(snippet).map(
		(name) => [name, Object.hasOwn(values, name) ? (values[name] ?? "") : ""] as const,
	);
	const wrong = all.flatMap(([name, value]) => {
		const problem = valueProblem(shell, value);
		return problem ? [[name, problem] as const] : [];
	});
	if (wrong.length > 0) return { ok: false, problems: Object.fromEntries(wrong) };
	const given = new Map(all);
	const put = (text: string, as: (value: string) => string) =>
		text.replaceAll(place, (whole, kind: string, name: string) =>
			kind === "blank" ? as(given.get(name) ?? "") : whole,
		);
	const step = (text: string) => put(text, (value) => quote(shell, value));
	const word = (text: string) => put(text, (value) => value);
	return {
		ok: true,
		filled: {
			before: snippet.before.map(step),
			command: step(snippet.command),
			after: snippet.after.map(step),
			words: { changes: word(words.changes), notices: word(words.notices), undo: word(words.undo) },
		},
	};
};
