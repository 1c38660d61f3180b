// Which variables of a text of sh or bash hold nothing but a number: bash takes any other value as code where it calculates
// (`x='a[$(reboot)]'; echo $((x))`).
import {
	type ArithmeticExpression,
	type Assignment,
	type Command,
	forEachChild,
	type Script,
	type SyntaxNode,
	type Word,
} from "unbash";
import { harmlessVariable } from "../../../domain/effects/places.ts";
import { setInCalculation } from "./sets.ts";

/** Whether bash calculates with this text and runs nothing, where it is at this position. */
export type Calculates = (text: string, pos: number) => boolean;

/** `always`: all that it is ever set to is a number. `from`: where the text first sets it in any case; before, the environment may have. */
type Variable = { always: boolean; from: number };

export const calculatesIn = (script: Script): Calculates => {
	const variables = variablesIn(script);
	const isNumber = (name: string, pos: number): boolean => {
		const variable = variables.get(name);
		if (shellSets.test(name)) return false;
		return variable ? variable.always && variable.from <= pos : shellsOwn.has(name);
	};
	return (text, pos) => {
		if (!setInCalculation(text).every(harmlessVariable)) return false;
		for (let at = 0; at < text.length; ) {
			part.lastIndex = at;
			const [found, braced, name = braced] = part.exec(text) ?? [];
			if (found === undefined || (name !== undefined && !isNumber(name, pos))) return false;
			at += found.length;
		}
		return true;
	};
};

/** What may be calculated with: numbers, operators, `$?`, `$#`, `$$`, lengths, and variables by name. No subscript. */
const part =
	/\s|"|0[xX][\da-fA-F]+|\d+(?:#[\da-zA-Z]+)?|[-+*/%<>=!&|^~?:,()]|\$[?#$]|\$\{#\w*\}|\$\{([A-Za-z_]\w*)\}|\$?([A-Za-z_]\w*)/y;

/** The shell sets these itself, whatever the environment says. */
const shellsOwn = new Set(["UID", "EUID", "PPID", "RANDOM", "SECONDS", "LINENO"]);

/** The shell sets these too, to what a command, a file or the machine says: the last word of a command, a line that was read. */
const shellSets =
	/^(?:_|PWD|OLDPWD|REPLY|OPTARG|DIRSTACK|FUNCNAME|GROUPS|HOST\w*|MACHTYPE|OSTYPE|MAPFILE|PIPESTATUS|COPROC\w*|(?:BASH|COMP|READLINE)_\w+)$/;

const variablesIn = (script: Script): Map<string, Variable> => {
	const variables = new Map<string, Variable>();
	const set = (name: string, number: boolean, from = Number.POSITIVE_INFINITY): void => {
		const before = variables.get(name) ?? { always: true, from };
		variables.set(name, { always: before.always && number, from: Math.min(before.from, from) });
	};
	/** `top`: it runs in any case, and in the shell itself. */
	const visit = (node: SyntaxNode, top: boolean): void => {
		const from = top ? node.pos : undefined;
		if (node.type === "Assignment") set(node.name, isNumberIn(node));
		if (node.type === "Command") {
			for (const name of namedIn(node)) set(name, false);
			for (const one of setBy(node)) set(one.name, isNumberIn(one), from);
		}
		if (node.type === "For") {
			const words = node.wordlist ?? [];
			set(node.name.value, words.every(isNumberWord), words.length > 0 ? from : undefined);
		}
		if (node.type === "Select" || node.type === "Coproc") set(node.name?.value ?? "COPROC", false);
		if (node.type === "ArithmeticFor") for (const name of assignedIn(node.initialize)) set(name, true, from);
		if (node.type === "ArithmeticCommand")
			for (const name of assignedIn(node.expression)) set(name, true, from);
		if (
			node.type === "ParameterExpansion" &&
			node.operation?.type === "Default" &&
			/=/.test(node.operation.operator)
		)
			set(node.parameter, isNumberWord(node.operation.operand));
		const runs = node.type === "Script" || (node.type === "Statement" && !node.background);
		forEachChild(node, (child) => visit(child, top && runs));
	};
	visit(script, true);
	return variables;
};

/** What a command sets in the shell itself: `x=1`, `local x=1`, but not `x=1 ls`. */
const setBy = ({ name, prefix, args }: Command): Assignment[] =>
	[...(name ? [] : prefix), ...args].filter((one) => one.type === "Assignment");

/** Variables that a command may set, as their names are among its words: `read x`, `unset x`, `read -rax`. */
const namedIn = ({ name, args }: Command): string[] => {
	if (/^(?:echo|test|\[)$/.test(name?.value ?? "")) return [];
	const words = args.flatMap((one) => (one.type === "Word" ? [one.value] : []));
	const sets = [name?.value ?? "", ...words].some((word) => /^(?:read|printf|wait)$/.test(word));
	return words.flatMap((word) => {
		const [, attached = ""] = (sets && /^-(\w+)$/.exec(word)) || [];
		const named = /^([A-Za-z_]\w*)(?:[+[=][\s\S]*)?$/.exec(word)?.[1];
		return [...Array.from(attached, (_, i) => attached.slice(i)), ...(named ? [named] : [])];
	});
};

/** `i=0` and `i=0, j=1`. */
const assignedIn = (expression: ArithmeticExpression | undefined): string[] => {
	if (expression?.type !== "ArithmeticBinary") return [];
	const { operator, left, right } = expression;
	if (operator === ",") return [...assignedIn(left), ...assignedIn(right)];
	return operator === "=" && left.type === "ArithmeticWord" ? [left.value] : [];
};

const isNumberIn = ({ value, index }: Assignment): boolean =>
	value.type === "Word" && index === undefined && isNumberWord(value);

/** A literal one, one that is calculated, a count, or a range of them. */
const isNumberWord = ({ value, parts = [] }: Word): boolean =>
	/^-?\d*$/.test(value) ||
	(parts.length === 1 && (parts[0]?.type === "ArithmeticExpansion" || /^\{-?\d+\.\.-?\d+\}$/.test(value))) ||
	/^\$(?:[?#$]|\{#\w*\})$/.test(value);
