// PowerShell's syntax tree of a text, as the agent's host reads it, with what the names in it mean on the machine.

/** `in`: its parent's place in the list, −1 for none; `is`: its class without `Ast`; `from`, `to`: UTF-16 units of the text.
 * `value`: of a constant; a variable's, parameter's, type's or function's name; an operator. */
export type TreeNode = {
	in: number;
	is: string;
	from: number;
	to: number;
	value?: string | undefined;
	splatted?: true | undefined;
	static?: true | undefined;
};

/** What a command's name means. `module`: of an alias, what it stands for. `own`: it came with PowerShell or Windows. */
export type Meaning = {
	name: string;
	kind: "alias" | "module-alias" | "cmdlet" | "builtin" | "program" | "script" | "missing" | "unclear";
	path: string | null;
	module: string | null;
	own: boolean;
};

/** `nodes`: parents before children, siblings in the order of the text. `cut`: there are more.
 * `loads`: modules that it loads before its first line. */
export type Syntax = { text: string; nodes: TreeNode[]; cut: boolean; loads: string[] };

/** A node with its children and the text that it stands for. */
export type Node = Omit<TreeNode, "in"> & { parent: Node | null; children: Node[]; text: string };

export const treeOf = ({ text, nodes }: Syntax): Node[] => {
	const all: Node[] = [];
	for (const { in: parent, ...rest } of nodes) {
		const above = all[parent] ?? null;
		const node: Node = { ...rest, parent: above, children: [], text: text.slice(rest.from, rest.to) };
		above?.children.push(node);
		all.push(node);
	}
	return all;
};

/** The only thing in parentheses, an array or a pipeline of one. */
export const bare = (node: Node): Node => {
	const [only, ...others] = node.children;
	const wraps = ["ParenExpression", "CommandExpression", "ArrayExpression", "StatementBlock"].includes(
		node.is,
	);
	return (wraps || (node.is === "Pipeline" && only?.is === "CommandExpression")) &&
		only &&
		others.length === 0
		? bare(only)
		: node;
};
