// Which variables a part of a text of sh or bash sets without an assignment: `${x:=…}`, `((x = 1))`, `coproc x { …; }`, `exec {x}<f`.
import type { ArithmeticExpression, SyntaxNode } from "unbash";

/** By name. Only what the part itself sets, not what is inside it. */
export const setBy = (node: SyntaxNode): string[] => {
	switch (node.type) {
		case "For":
		case "Select":
			return [node.name.value];
		case "Coproc":
			return node.name ? [node.name.value] : [];
		case "FileDescriptorVariable":
			return namesIn(node.name);
		case "ParameterExpansion":
			return node.operation?.type === "Default" && node.operation.operator.includes("=")
				? namesIn(node.parameter)
				: [];
		case "ArithmeticBinary":
			return assigns.test(node.operator) ? namesOf(node.left) : [];
		case "ArithmeticUnary":
			return /^(?:\+\+|--)$/.test(node.operator) ? namesOf(node.operand) : [];
		default:
			return [];
	}
};

/** Of a text that is calculated, also where the parser takes it as a word: `${x:PATH=1}`, `a[PATH=1]=2`. Its quotes are taken off. */
export const setInCalculation = (text: string): string[] => {
	const bare = text.replaceAll('"', "");
	const after = bare.matchAll(/([A-Za-z_]\w*)\s*(?:(?:[-+*/%&^|]|<<|>>)?=(?!=)|\+\+|--)/g);
	const before = bare.matchAll(/(?:\+\+|--)\s*([A-Za-z_]\w*)/g);
	return [...after, ...before].map(([, name = ""]) => name);
};

const assigns = /^(?:[-+*/%&^|]|<<|>>)?=$/;

const namesOf = (one: ArithmeticExpression): string[] =>
	one.type === "ArithmeticGroup"
		? namesOf(one.expression)
		: one.type === "ArithmeticWord"
			? namesIn(one.value)
			: [];

/** `x`, `x[0]`; a computed one is no name, and `evaluated.ts` says so. */
const namesIn = (text: string): string[] => {
	const name = /^[A-Za-z_]\w*/.exec(text)?.[0];
	return name === undefined ? [] : [name];
};
