// A program's arguments, told apart into options and operands as its system's programs do it.
import type { CalledWord } from "../called.ts";

export type Style = "unix" | "windows";

export type Arguments = {
	all: CalledWord[];
	/** `-x`, `--long`; `/x` for `-x` too on Windows, in lower case. Without their values. */
	options: string[];
	/** By option, what it was given: `-o FILE`, `--out=FILE`, `/out:FILE`. */
	values: Map<string, string>;
	operands: CalledWord[];
	/** By word, the options in it: `-rf` as itself and by its letters. */
	groups: Option[][];
	/** A word may turn out to be any option: it is computed when the step runs. */
	unclear: boolean;
};

/** `withValue`: options that take the next word, divided by blanks. */
export const argumentsOf = (words: CalledWord[], style: Style, withValue = ""): Arguments => {
	const takes = new Set(withValue.split(" "));
	const [options, operands, values] = [[] as string[], [] as CalledWord[], new Map<string, string>()];
	const end = style === "unix" ? words.findIndex(({ text }) => text === "--") : -1;
	const before = end < 0 ? words : words.slice(0, end);
	const groups: Option[][] = [];
	const taken = new Set<CalledWord>();
	for (let i = 0; i < before.length; i++) {
		const word = before[i] as CalledWord;
		const named = optionsIn(word.text, style, takes);
		if (named.length === 0) operands.push(word);
		else groups.push(named);
		for (const one of named) {
			const { name, value } = one;
			options.push(name);
			const next = value === undefined && takes.has(name) ? before[++i] : undefined;
			if (next) taken.add(next);
			const given = value ?? next?.text;
			if (given !== undefined) values.set(name, given);
			if (given !== undefined) one.value = given;
		}
	}
	if (end >= 0) operands.push(...words.slice(end + 1));
	const unclear = before.some(
		(word) => !word.constant && (word.splits || (!taken.has(word) && mayBeOption(word.text, style))),
	);
	return { all: words, options, groups, values, operands, unclear };
};

export type Option = { name: string; value?: string };

const optionsIn = (text: string, style: Style, takes: Set<string>): Option[] => {
	if (style === "windows") {
		const [, name, value] = /^[/-]([^:=]+)(?:[:=]([\s\S]*))?$/.exec(text) ?? [];
		return name === undefined ? [] : [option(`/${name.toLowerCase()}`, value)];
	}
	const [, long, value] = /^(--[^=]+)(?:=([\s\S]*))?$/.exec(text) ?? [];
	if (long !== undefined) return [option(inFull(long, takes), value)];
	if (!/^-[^-]/.test(text)) return [];
	return text.length === 2 || takes.has(text) ? [{ name: text }] : [{ name: text }, ...bundled(text, takes)];
};

/** GNU's long options may be abbreviated. */
export const isOption = (given: string, name: string): boolean =>
	given === name || (given.startsWith("--") && given.length > 3 && name.startsWith(given));

const inFull = (given: string, names: Set<string>): string =>
	names.has(given) ? given : ([...names].find((name) => isOption(given, name)) ?? given);

/** Each of these words' options is among `names`, divided by blanks; `--list-*` names all that begin so. */
export const areAmong = (groups: Option[][], names: string): boolean => {
	const all = names.split(" ");
	const known = (one: string) =>
		all.some((name) => name === one || (name.endsWith("*") && one.startsWith(name.slice(0, -1))));
	return groups.every(([whole, ...letters]) => {
		const first = whole === undefined || known(whole.name);
		return first || (letters.length > 0 && letters.every(({ name }) => known(name)));
	});
};

/** `-rf`, `-oFILE`: up to the one that takes what follows. */
const bundled = (text: string, takes: Set<string>): Option[] => {
	const letters = [...text.slice(1)].map((letter) => `-${letter}`);
	const last = letters.findIndex((name) => takes.has(name));
	if (last < 0) return letters.map((name) => ({ name }));
	const value = text.slice(last + 2);
	return letters
		.slice(0, last + 1)
		.map((name, i) => option(name, i === last && value !== "" ? value : undefined));
};

const option = (name: string, value: string | undefined): Option =>
	value === undefined ? { name } : { name, value };

/** A pattern stands for files, each a word of its own. */
const mayBeOption = (text: string, style: Style): boolean =>
	style === "unix" ? /^(?:-|[$`*?[{<]|$)/.test(text) : /^(?:[-/%!^$]|$)/.test(text);
