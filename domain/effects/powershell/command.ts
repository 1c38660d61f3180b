// A command of PowerShell with its arguments, told apart into parameters and positions as PowerShell itself does it.
import type { CalledWord } from "../called.ts";
import { type Does, effect } from "../effect.ts";
import type { Constants } from "./constants.ts";
import { bare, type Node } from "./tree.ts";

/** `texts`: each value, with `constant` false where it is as the step writes it. */
export type Argument = { node: Node; texts: CalledWord[] };

export type Command = {
	node: Node;
	/** Null: computed when it runs. */
	name: string | null;
	/** By parameter as it is written, in lower case; a switch has no argument. */
	named: [string, Argument | null][];
	/** What follows a parameter may be its value or stand alone: only the table knows. */
	elements: Element[];
	/** A variable holds more arguments, which can't be told. */
	splatted: boolean;
	/** The command before it in its pipeline. */
	before: Command | Node | null;
	/** What a program that it starts does. */
	starts: (words: CalledWord[]) => Does;
};

export type Element = { parameter: string; value: Argument | null } | { argument: Argument };

export const commandOf = (node: Node, constants: Constants): Command => {
	const [head, ...rest] = node.children.filter(
		({ is }) => is !== "FileRedirection" && is !== "MergingRedirection",
	);
	const elements: Element[] = [];
	let splatted = false;
	for (const one of rest) {
		if (one.is === "CommandParameter") {
			const [value] = one.children;
			elements.push({
				parameter: (one.value ?? "").toLowerCase(),
				value: value ? argumentOf(value, constants) : null,
			});
		} else if (one.splatted) {
			const table = constants.table(one.value ?? "", one);
			if (table === null) splatted = true;
			for (const [name, value] of table ?? [])
				elements.push({ parameter: name.toLowerCase(), value: argumentOf(value, constants) });
		} else elements.push({ argument: argumentOf(one, constants) });
	}
	const name = head?.is === "StringConstantExpression" ? (head.value ?? null) : null;
	const named = elements.flatMap((one): [string, Argument | null][] =>
		"parameter" in one ? [[one.parameter, one.value]] : [],
	);
	const starts = () => [effect("unseen", node.text)];
	return { node, name, named, elements, splatted, before: null, starts };
};

const argumentOf = (node: Node, constants: Constants): Argument => ({
	node,
	texts: textsOf(node, constants),
});

/** One for each of a list. */
export const textsOf = (node: Node, constants: Constants): CalledWord[] => {
	const one = bare(node);
	if (one.is === "ArrayLiteral") return one.children.flatMap((child) => textsOf(child, constants));
	if (one.is === "VariableExpression" && /^(?:true|false|null)$/i.test(one.value ?? ""))
		return [{ text: one.text, constant: true }];
	const value = constants.value(one);
	if (value !== null) return [{ text: value, constant: true }];
	return [
		{ text: one.is === "ExpandableStringExpression" ? one.text.slice(1, -1) : node.text, constant: false },
	];
};

/** Its words, as a program gets them. */
export const wordsOf = (command: Command, name: string): CalledWord[] => {
	const words: CalledWord[] = [{ text: name, constant: true }];
	let verbatim = false;
	for (const one of command.elements) {
		if ("argument" in one) {
			const { texts, node } = one.argument;
			if (verbatim)
				words.push(
					...node.text
						.split(/\s+/)
						.filter(Boolean)
						.map((text) => ({ text: text.replaceAll('"', ""), constant: !text.includes("%") })),
				);
			else words.push(...texts);
			if (node.text === "--%") verbatim = true;
		} else words.push(...parameterWords(one.parameter, one.value, command.node));
	}
	return command.splatted ? [...words, { text: "", constant: false }] : words;
};

const parameterWords = (parameter: string, value: Argument | null, node: Node): CalledWord[] => {
	const written = node.children.find(
		(child) => child.is === "CommandParameter" && child.value?.toLowerCase() === parameter,
	);
	const dashed = written ? `${written.text.match(/^.[^:]*/)?.[0] ?? ""}` : `-${parameter}`;
	if (value === null) return [{ text: written?.text ?? dashed, constant: true }];
	return [
		{
			text: `${dashed}:${value.texts.map(({ text }) => text).join(",")}`,
			constant: value.texts.every(({ constant }) => constant),
		},
	];
};
