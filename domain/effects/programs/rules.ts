// The kinds of row in the tables of programs: what a program does, by its options and operands.
import type { EffectKind } from "../../../protocol/plan/effects.ts";
import type { CalledWord } from "../called.ts";
import { type Does, each, effect } from "../effect.ts";
import { onFile } from "../places.ts";
import { type Arguments, argumentsOf, type Style } from "./arguments.ts";

export type Context = {
	style: Style;
	/** The name of the command whose output it reads; null: none. */
	piped: string | null;
	/** What a command in another's arguments does. */
	inner: (words: CalledWord[]) => Does;
	/** What setting these variables does. */
	assigned: (names: string[]) => Does;
};

/** What a program with these arguments does. `name` is the program's. */
export type Rule = (words: CalledWord[], context: Context, name: string) => Does;

/** Changes nothing, whatever its arguments. */
export const reading: Rule = () => [];

/** Runs code that its arguments, a file or its input hold. */
export const unseen: Rule = (words, _, name) => [effect("unseen", [name, ...words.map(textOf)].join(" "))];

/** Runs code that is in its arguments (`sh -c "…"`), which no table judges; or a file's, or what it reads. */
export const running: Rule = (words, context, name) => {
	const given = words.some(({ text }) =>
		/^(?:[-/][a-z]*[ckeCKE]|--?command|-Command|--eval|-r)$/i.test(text),
	);
	const isSeen = given && context.piped === null && words.every(({ constant }) => constant);
	return isSeen ? unknown(words, context, name) : unseen(words, context, name);
};

/** With its name and all of its arguments as the target. */
export const whole =
	(what: EffectKind): Rule =>
	(words, _, name) => [effect(what, [name, ...words.map(textOf)].join(" "))];

/** No table knows what it does with these arguments. */
export const unknown: Rule = (words, _, name) => [effect("unknown", [name, ...words.map(textOf)].join(" "))];

export const always =
	(what: EffectKind): Rule =>
	() => [effect(what)];

/** Each operand is one: `rm a b`. `skip`: so many come first that are none (`chmod 600 a`). */
export const touching = (what: EffectKind, withValue = "", skip = 0): Rule =>
	parsed(withValue, ({ operands }) => targets(what, operands.slice(skip)));

/** The last operand is it: `cp a b`. */
export const last = (what: EffectKind, withValue = ""): Rule =>
	parsed(withValue, ({ operands }) => targets(what, operands.slice(-1)));

/** The first operand is it, the others are what it works with: `zip a.zip b`. */
export const first = (what: EffectKind, withValue = ""): Rule =>
	parsed(withValue, ({ operands }) => targets(what, operands.slice(0, 1)));

export const targets = (what: EffectKind, words: CalledWord[]): Does => {
	const texts = words.map(textOf);
	if (texts.length === 0) return [effect(what)];
	return what === "write" || what === "delete" || what === "move"
		? texts.flatMap((text) => onFile(what, text))
		: each(what, texts);
};

/** Reads, unless one of these options is there. What is computed when it runs could be one. */
export const readingUnless = (options: string, then: Rule | EffectKind, withValue = ""): Rule => {
	const telling = options.split(" ");
	const otherwise = typeof then === "string" ? optionValue(telling, then) : then;
	return parsed(withValue, (given, ...rest) => {
		if (given.options.some((one) => telling.some((name) => isOption(one, name))))
			return otherwise(given.all, ...rest);
		return given.unclear ? unknown(given.all, ...rest) : [];
	});
};

/** GNU's long options may be abbreviated. */
const isOption = (given: string, name: string): boolean =>
	given === name || (given.startsWith("--") && given.length > 3 && name.startsWith(given));

const optionValue =
	(names: string[], what: EffectKind): Rule =>
	(words, { style }) => {
		const { values } = argumentsOf(words, style, names.join(" "));
		const found = [...values].filter(([name]) => names.some((one) => isOption(name, one)));
		return targets(
			what,
			found.map(([, text]) => ({ text, constant: true })),
		);
	};

/** By its first operand: `systemctl restart ssh`. A value names the kind, of which the further operands are targets; or it is a
 * rule for what follows. Others: unknown. */
export const verbs = (
	rules: Record<string, EffectKind | Rule>,
	{ withValue = "", none = unknown }: { withValue?: string; none?: Rule } = {},
): Rule => {
	const all = new Map(
		Object.entries(rules).flatMap(([names, rule]) => names.split(" ").map((name) => [name, rule] as const)),
	);
	return parsed(withValue, (given, context, name) => {
		const [verb, ...rest] = given.operands;
		if (verb === undefined) return none(given.all, context, name);
		const rule = verb.constant ? all.get(verb.text.toLowerCase()) : undefined;
		if (rule === undefined) return unknown(given.all, context, name);
		if (typeof rule === "string") return targets(rule, rest);
		return rule(given.all.slice(given.all.indexOf(verb) + 1), context, `${name} ${verb.text}`);
	});
};

/** Runs the command that its operands are: `nice -n 5 make`. `skip`: so many come first (`timeout 5 make`). */
export const wrapping =
	(withValue = "", skip = 0): Rule =>
	(words, context, name) => {
		const takes = withValue.split(" ");
		let at = 0;
		for (; at < words.length; at++) {
			const { text, constant } = words[at] as CalledWord;
			if (text === "--") {
				at++;
				break;
			}
			if (!constant || !/^-./.test(text)) break;
			if (takes.includes(text)) at++;
		}
		const rest = words.slice(at + skip);
		return rest.length === 0 ? unknown(words, context, name) : context.inner(rest);
	};

/** One after another. */
export const both =
	(...rules: Rule[]): Rule =>
	(...given) =>
		rules.flatMap((rule) => rule(...given));

export const parsed =
	(withValue: string, judge: (given: Arguments, context: Context, name: string) => Does): Rule =>
	(words, context, name) =>
		judge(argumentsOf(words, context.style, withValue), context, name);

export const textOf = ({ text }: CalledWord): string => text;
