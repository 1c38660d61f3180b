// The kinds of row that only Windows' programs need.
import { effect } from "../../effect.ts";
import { parsed, type Rule, reading, targets, unknown } from "../rules.ts";

/** Reads with these options alone, whatever its operands. */
export const readingWith = (options: string, otherwise: Rule): Rule => {
	const harmless = new Set(options.split(" "));
	return parsed("", (given, context, name) =>
		given.options.every((one) => harmless.has(one)) && !given.unclear
			? []
			: otherwise(given.all, context, name),
	);
};

/** Reads where each option is one of these, and there is one. */
export const readingOnly = (options: string, otherwise: Rule): Rule => {
	const harmless = new Set(options.split(" "));
	return parsed("", (given, context, name) =>
		given.options.length > 0 && given.options.every((one) => harmless.has(one)) && !given.unclear
			? []
			: otherwise(given.all, context, name),
	);
};

/** The operands are what it touches, if one of these options is there. */
export const option = (
	names: string,
	what: Parameters<typeof effect>[0],
	otherwise: Rule = reading,
): Rule => {
	const telling = new Set(names.split(" "));
	return parsed("", (given, context, name) => {
		if (given.options.some((one) => telling.has(one))) return targets(what, given.operands);
		return given.unclear ? unknown(given.all, context, name) : otherwise(given.all, context, name);
	});
};

/** Its first word, and no other, is what it touches. */
export const first =
	(what: Parameters<typeof effect>[0]): Rule =>
	([word]) => [effect(what, word?.text ?? null)];
