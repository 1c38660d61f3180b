// What bash would run of a value while it only seems to read it: in arithmetic, a subscript, a name that a value holds. What isn't
// known to be harmless counts.
import {
	type Command,
	forEachChild,
	type ParameterExpansionPart,
	type Script,
	type SyntaxNode,
	type Word,
} from "unbash";
import type { Calculates } from "./numbers.ts";

/** The parts of a text that may run what a value holds, as the text has them. */
export const evaluatedIn = (script: Script, source: string, calculates: Calculates): string[] => {
	const arrays = arraysIn(script);
	const found: string[] = [];
	/** `at`: where it is in the text; in escaped backticks, which count anew, where those are. */
	const visit = (node: SyntaxNode, text: string, at: number | null): void => {
		const pos = at ?? node.pos;
		const isNumber = (part: string) => calculates(part, pos);
		if (mayRun(node, text, isNumber, arrays)) found.push(textOf(node, text));
		forEachChild(node, (child) => {
			const own = child.type === "Script" ? child.source : undefined;
			visit(child, own ?? text, own === undefined ? at : pos);
		});
	};
	visit(script, source, null);
	return found;
};

type IsNumber = (text: string) => boolean;

const mayRun = (node: SyntaxNode, text: string, isNumber: IsNumber, arrays: ReadonlySet<string>): boolean => {
	switch (node.type) {
		case "ArithmeticExpansion":
			return !isNumber(/^\$(?:\(\(([\s\S]*)\)\)|\[([\s\S]*)\])$/.exec(node.text)?.slice(1).join("") ?? "[");
		case "ArithmeticCommand":
			return !isNumber(node.body);
		case "ArithmeticFor":
			return [node.initialize, node.test, node.update].some(
				(one) => one !== undefined && !isNumber(text.slice(one.pos, one.end)),
			);
		case "ParameterExpansion":
			return isOpen(node, isNumber);
		case "Assignment":
			if (node.index !== undefined) return !isNumber(node.index.text);
			return (
				node.value.type === "ArrayValue" && node.value.elements.some((one) => hasOpenIndex(one, isNumber))
			);
		case "TestUnary":
			return /^-[vR]$/.test(node.operator) && !/^\w+$/.test(node.operand.text);
		case "TestBinary":
			return (
				/^-(?:eq|ne|lt|le|gt|ge)$/.test(node.operator) &&
				![node.left, node.right].every((one) => isNumber(one.text))
			);
		case "FileDescriptorVariable":
			return !/^\w+$/.test(node.name);
		case "Command":
			return makesArray(node, arrays);
		default:
			return false;
	}
};

/** `${!x}` takes a name from a value, `${x@P}` code. */
const isOpen = ({ prefix, index, operation }: ParameterExpansionPart, isNumber: IsNumber): boolean => {
	const whole = index !== undefined && /^[@*]$/.test(index.text);
	if (index !== undefined && !whole && !isNumber(index.text)) return true;
	if (prefix === "!") return operation === undefined ? !whole : operation.type !== "Names";
	switch (operation?.type) {
		case "Slice":
			return ![operation.offset, operation.length].every((one) => one === undefined || isNumber(one.text));
		case "Transform":
			return !/^[QEAaUuLKk]$/.test(operation.operand.text);
		case "Unknown":
			return true;
		default:
			return false;
	}
};

/** `([x]=1)`. */
const hasOpenIndex = ({ text }: Word, isNumber: IsNumber): boolean =>
	text.startsWith("[") && !isNumber(/^\[([^\]]*)\]\+?=/.exec(text)?.[1] ?? "[");

/** `declare -a x=$y` takes the value apart as it does `x=(…)`, with what is in it; also without `-a`, of what is an array already. */
const makesArray = ({ name, args }: Command, arrays: ReadonlySet<string>): boolean => {
	const words = [
		...(name ? [name.value] : []),
		...args.map((one) => (one.type === "Word" ? one.value : one.name)),
	];
	if (!words.slice(0, 2).some((one) => /^(?:declare|typeset|local|export|readonly)$/.test(one))) return false;
	const any = words.some((one) => /^-\w*[aA]/.test(one));
	return args.some((one) => {
		const [, given = "", value = ""] =
			one.type === "Word" ? (/^(\w+)\+?=([\s\S]*)$/.exec(one.value) ?? []) : valueIn(one);
		return (any || arrays.has(given)) && /[($`]/.test(value);
	});
};
const valueIn = (one: Exclude<Command["args"][number], Word>): string[] =>
	one.value.type === "Word" ? ["", one.name, one.value.text] : [];

const arraysIn = (script: Script): ReadonlySet<string> => {
	const names = new Set<string>();
	const visit = (node: SyntaxNode): void => {
		if (node.type === "Assignment" && (node.index !== undefined || node.value.type === "ArrayValue"))
			names.add(node.name);
		if (
			node.type === "Command" &&
			node.args.some((one) => one.type === "Word" && /^-\w*[aA]/.test(one.value))
		)
			for (const one of node.args) names.add(one.type === "Word" ? one.value : one.name);
		forEachChild(node, visit);
	};
	visit(script);
	return names;
};

const textOf = (node: SyntaxNode, text: string): string =>
	node.type === "ArithmeticFor" ? text.slice(node.pos, node.body.pos).trim() : text.slice(node.pos, node.end);
