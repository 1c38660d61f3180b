// The kinds of row that only Windows' programs need.
import { effect } from "../../effect.ts";
import { argumentsOf } from "../arguments.ts";
import { type Rule, readingWith, targets, unknown } from "../rules.ts";

/** The operands are what it touches, if one of these options is there. Without any option it reads. */
export const option = (
	names: string,
	what: Parameters<typeof effect>[0],
	otherwise: Rule = readingWith(""),
): Rule => {
	const telling = new Set(names.split(" "));
	return (words, context, name) => {
		const given = argumentsOf(words, context.style);
		if (given.options.some((one) => telling.has(one))) return targets(what, given.operands);
		return given.unclear ? unknown(words, context, name) : otherwise(words, context, name);
	};
};

/** Its first word, and no other, is what it touches. */
export const first =
	(what: Parameters<typeof effect>[0]): Rule =>
	([word]) => [effect(what, word?.text ?? null)];
