// Variables that a step sets once, to a constant, before anything can read them: their values can be told.
import { bare, type Node } from "./tree.ts";

export type Constants = {
	/** What a variable or a text with variables stands for; null: not known beforehand. */
	value: (node: Node) => string | null;
	/** The entries of a table that a variable holds. */
	table: (name: string, at: Node) => [string, Node][] | null;
	/** Whether a variable never holds more than a text, number, list or table that the step made. */
	isOwnValue: (name: string) => boolean;
};

/** `tampers`: something in the text may set variables in ways that can't be followed. */
export const constantsOf = (nodes: Node[], tampers: boolean): Constants => {
	const writes = new Map<string, Node[]>();
	for (const node of nodes.filter(isWritten)) {
		const name = plainName(node);
		writes.set(name, [...(writes.get(name) ?? []), node]);
	}
	const given = (name: string, at: Node): Node | null => {
		const [only, ...others] = writes.get(name.toLowerCase()) ?? [];
		const right = only && others.length === 0 ? topLevelValue(only) : null;
		// A function that is defined later is called later.
		if (tampers || !only || !right || only.to > at.from) return null;
		return right;
	};
	const value = (node: Node, depth = 0): string | null => {
		if (depth > 5) return null;
		if (node.is === "StringConstantExpression" || node.is === "ConstantExpression") return node.value ?? null;
		if (node.is === "VariableExpression") {
			const right = given(node.value ?? "", node);
			return right && value(right, depth + 1);
		}
		if (node.is !== "ExpandableStringExpression" || /`/.test(node.text)) return null;
		let out = "";
		let from = node.from + 1;
		for (const child of node.children) {
			const part = child.is === "VariableExpression" ? value(child, depth + 1) : null;
			if (part === null) return null;
			out += node.text.slice(from - node.from, child.from - node.from) + part;
			from = child.to;
		}
		return out + node.text.slice(from - node.from, -1);
	};
	return {
		value,
		table: (name, at) => {
			const right = given(name, at);
			return right?.is === "Hashtable" ? entries(right) : null;
		},
		isOwnValue: (name) => {
			const all = writes.get(name.toLowerCase()) ?? [];
			return (
				!tampers &&
				all.length > 0 &&
				all.every((node) => ownKinds.has(givenTo(node)?.is ?? "") || isNewCollection(givenTo(node)))
			);
		},
	};
};

const ownKinds = new Set([
	"Hashtable",
	"ArrayExpression",
	"ArrayLiteral",
	"StringConstantExpression",
	"ExpandableStringExpression",
	"ConstantExpression",
]);

const isNewCollection = (node: Node | null): boolean => {
	const made =
		node?.is === "ConvertExpression" ? node.children.find(({ is }) => is === "Hashtable") : undefined;
	return (
		made !== undefined ||
		(node !== null &&
			/^(?:\[(?:System\.)?(?:Collections\.[\w.]+|Text\.StringBuilder)(?:\[[\w.,[\] ]+\])?\]::new\(\)|New-Object\s+['"]?(?:System\.)?Collections\.[\w.]+(?:\[[\w.]+\])?['"]?)$/i.test(
				node.text,
			))
	);
};

const plainName = (node: Node): string =>
	(node.value ?? "").toLowerCase().replace(/^(?:global|script|local|private):/, "");

/** On the left of an assignment, a loop's or a parameter's own variable, or counted up or down. */
const isWritten = (node: Node): boolean => {
	if (node.is !== "VariableExpression") return false;
	for (
		let [one, above]: [Node, Node | null] = [node, node.parent];
		above !== null;
		[one, above] = [above, above.parent]
	) {
		if (above.is === "AssignmentStatement") return above.children[0] === one;
		if (above.is === "ForEachStatement") return above.children[0] === one;
		if (above.is === "Parameter") return above.children.find(({ is }) => is === "VariableExpression") === one;
		if (above.is === "UnaryExpression") return /plusplus|minusminus/i.test(above.value ?? "");
		if (!["ArrayLiteral", "ConvertExpression", "ParenExpression", "AttributedExpression"].includes(above.is))
			return false;
		if (above.is === "ConvertExpression" && /^\[ref\]/i.test(above.text)) return true;
	}
	return false;
};

/** What an assignment to it gives it; null: it is set in another way. */
const givenTo = (variable: Node): Node | null => {
	const statement = variable.parent;
	if (statement?.is !== "AssignmentStatement") return null;
	const right = statement.children[1];
	return right ? (right.is === "ArrayExpression" ? right : unwrapped(right)) : null;
};

const unwrapped = (node: Node): Node => {
	const [only, ...others] = node.children;
	const wraps =
		node.is === "CommandExpression" || (node.is === "Pipeline" && only?.is === "CommandExpression");
	return wraps && only && others.length === 0 ? unwrapped(only) : node;
};

const topLevelValue = (variable: Node): Node | null => {
	const statement = variable.parent;
	const isTop =
		statement?.is === "AssignmentStatement" &&
		statement.value === "Equals" &&
		statement.parent?.is === "NamedBlock" &&
		statement.parent.parent?.parent === null;
	const right = isTop ? givenTo(variable) : null;
	return right && bare(right);
};

const entries = (table: Node): [string, Node][] | null => {
	const all: [string, Node][] = [];
	for (let i = 0; i + 1 < table.children.length; i += 2) {
		const [key, value] = [table.children[i] as Node, table.children[i + 1] as Node];
		if (key.value === undefined) return null;
		all.push([key.value, bare(value)]);
	}
	return all;
};
