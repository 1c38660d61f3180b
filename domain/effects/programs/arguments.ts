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
	/** A word may turn out to be any option: it is computed when the step runs. */
	unclear: boolean;
};

/** `withValue`: options that take the next word, divided by blanks. */
export const argumentsOf = (words: CalledWord[], style: Style, withValue = ""): Arguments => {
	const takes = new Set(withValue.split(" "));
	const [options, operands, values] = [[] as string[], [] as CalledWord[], new Map<string, string>()];
	const end = style === "unix" ? words.findIndex(({ text }) => text === "--") : -1;
	const before = end < 0 ? words : words.slice(0, end);
	const taken = new Set<CalledWord>();
	for (let i = 0; i < before.length; i++) {
		const word = before[i] as CalledWord;
		const named = optionsIn(word.text, style, takes);
		if (named.length === 0) operands.push(word);
		for (const { name, value } of named) {
			options.push(name);
			const next = value === undefined && takes.has(name) ? before[++i] : undefined;
			if (next) taken.add(next);
			const given = value ?? next?.text;
			if (given !== undefined) values.set(name, given);
		}
	}
	if (end >= 0) operands.push(...words.slice(end + 1));
	const unclear = before.some((word) => !word.constant && !taken.has(word) && mayBeOption(word.text, style));
	return { all: words, options, values, operands, unclear };
};

type Option = { name: string; value?: string };

const optionsIn = (text: string, style: Style, takes: Set<string>): Option[] => {
	if (style === "windows") {
		const [, name, value] = /^[/-]([^:=]+)(?:[:=]([\s\S]*))?$/.exec(text) ?? [];
		return name === undefined ? [] : [option(`/${name.toLowerCase()}`, value)];
	}
	const [, long, value] = /^(--[^=]+)(?:=([\s\S]*))?$/.exec(text) ?? [];
	if (long !== undefined) return [option(long, value)];
	if (!/^-[^-]/.test(text)) return [];
	return text.length === 2 || takes.has(text) ? [{ name: text }] : [{ name: text }, ...bundled(text, takes)];
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
