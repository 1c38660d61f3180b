// What a step of PowerShell does, by its syntax tree. It only reads where every node is one that is known to change nothing.
import type { Effect } from "../../../protocol/plan/effects.ts";
import { type Does, effect, together } from "../effect.ts";
import { harmlessPreference, harmlessVariable, onFile, userPlaces } from "../places.ts";
import type { Style } from "../programs/arguments.ts";
import { doesOfNative, isUsual } from "../programs/judge.ts";
import { type Command, commandOf, textsOf, wordsOf } from "./command.ts";
import { type Constants, constantsOf } from "./constants.ts";
import { doesOfCmdlet, isCmdlet, setsVariables, standardName } from "./lookup.ts";
import {
	doesOfMethod,
	doesOfStatic,
	isComputing,
	isOwnSetting,
	isPlainAttribute,
	isPlainType,
} from "./members.ts";
import { pipedInto } from "./piped.ts";
import { bare, type Meaning, type Node, type Syntax, treeOf } from "./tree.ts";

/** `meanings`: what the names mean on the machine; without, what they mean as PowerShell comes. */
export const effectsOfTree = (syntax: Syntax, meanings: Meaning[] | null, style: Style): Effect[] =>
	judgeTree(syntax, meanings, style).effects;

/** `calls`: the names of all that it calls, as its text has them, with what an alias stands for and the programs that others start.
 * What it may call beyond them is an effect that is `unseen` or `unknown`. */
export const judgeTree = (
	syntax: Syntax,
	meanings: Meaning[] | null,
	style: Style,
): { effects: Effect[]; calls: string[] } => {
	const nodes = treeOf(syntax);
	const machine: Machine = {
		meanings: meanings && new Map(meanings.map((one) => [one.name.toLowerCase(), one])),
		style,
		functions: new Set(
			nodes.filter(({ is }) => is === "FunctionDefinition").map(({ value }) => (value ?? "").toLowerCase()),
		),
		calls: new Set(),
	};
	const constants = constantsOf(
		nodes,
		nodes.some((node) => tampers(node)),
	);
	const does = nodes.flatMap((node) => doesOf(node, constants, machine));
	const where = nodes.some((node) => leavesFiles(node, constants)) ? does.map(anywhere) : does;
	const effects = together([
		...where,
		...syntax.loads.map((name) => effect("unknown", `module ${name}`)),
		...(syntax.cut ? [effect("unknown")] : []),
	]);
	return { effects, calls: [...machine.calls] };
};

/** `Set-Location HKLM:\\SOFTWARE`: from then on, a path without a drive may be of a registry key. */
const leavesFiles = (node: Node, constants: Constants): boolean => {
	if (
		node.is !== "Command" ||
		!/^(?:Set-Location|Push-Location|cd|chdir|sl|pushd)$/i.test(node.children[0]?.value ?? "")
	)
		return false;
	const argument = node.children.slice(1).find(({ is }) => is !== "CommandParameter");
	return (
		argument !== undefined &&
		textsOf(argument, constants).some(({ text, constant }) =>
			constant ? /^[^:\\/]{2,}:/.test(text) : !/^(?:[A-Za-z]:|\$env:|\$PSScriptRoot)/i.test(text),
		)
	);
};

const anywhere = (one: Effect): Effect => {
	if (
		(one.what !== "delete" && one.what !== "write") ||
		one.target === null ||
		/^(?:[A-Za-z]:|[\\/$~])/.test(one.target)
	)
		return one;
	return { ...one, what: one.what === "delete" ? "delete-item" : "change-item" };
};

type Machine = {
	meanings: Map<string, Meaning> | null;
	style: Style;
	functions: Set<string>;
	/** Gets the name of all that is judged. */
	calls: Set<string>;
};

/** What sets variables by their names, or runs code in the step's own scope. */
const tampers = (node: Node): boolean => {
	if (node.is !== "Command") return false;
	const [head] = node.children;
	if (node.value === "Dot" || head?.is !== "StringConstantExpression") return true;
	return (
		setsVariables(head.value ?? "") ||
		node.children.some(
			({ is, value }) => is === "CommandParameter" && /^(?:[a-z]*variable|[ewop]v|iv)$/i.test(value ?? ""),
		)
	);
};

/** They change nothing; what is in them is judged on its own. */
const plain = new Set(
	`ScriptBlock NamedBlock ParamBlock StatementBlock Pipeline PipelineChain CommandExpression CommandParameter 
	StringConstantExpression ExpandableStringExpression ConstantExpression VariableExpression ArrayExpression ArrayLiteral ParenExpression SubExpression
	Hashtable IfStatement ForStatement WhileStatement DoWhileStatement DoUntilStatement SwitchStatement BinaryExpression
	TernaryExpression TryStatement CatchClause TrapStatement ReturnStatement ExitStatement ThrowStatement BreakStatement
	ContinueStatement ConvertExpression AttributedExpression ScriptBlockExpression FunctionDefinition MergingRedirection IndexExpression
	UsingExpression NamedAttributeArgument DataStatement`.split(/\s+/),
);

const doesOf = (node: Node, constants: Constants, machine: Machine): Does => {
	switch (node.is) {
		case "Command":
			return doesOfCommand(node, constants, machine);
		case "AssignmentStatement":
			return node.children[0] ? doesOfAssignment(node.children[0], constants) : [];
		case "UnaryExpression":
			return /plusplus|minusminus/i.test(node.value ?? "") && node.children[0]
				? doesOfAssignment(node.children[0], constants)
				: [];
		case "FileRedirection":
			return node.children.flatMap((child) =>
				textsOf(child, constants).flatMap(({ text }) =>
					/^\$null$/i.test(text) ? [] : onFile("write", text),
				),
			);
		case "InvokeMemberExpression":
			return doesOfCall(node, constants);
		case "ForEachStatement":
		case "Parameter": {
			const own = node.children.find(({ is }) => is === "VariableExpression");
			return own ? doesOfAssignment(own, constants) : [];
		}
		case "MemberExpression":
			return node.children[1]?.is === "StringConstantExpression" &&
				!/^(?:ScriptBlock|SessionState|InvokeProvider|Script)$/i.test(node.children[1].value ?? "")
				? []
				: [effect("unknown", node.text)];
		case "TypeExpression":
		case "TypeConstraint":
			return isKnownType(node) ? [] : [effect("unknown", node.text)];
		case "Attribute":
			return isPlainAttribute(node.value ?? "") ? [] : [effect("unknown", node.text)];
		case "StringConstantExpression":
		case "ExpandableStringExpression":
		case "VariableExpression":
			// A function's code, which a command may run.
			if (node.is === "VariableExpression" && /^function:/i.test(node.value ?? ""))
				return [effect("unseen", node.text)];
			return userPlaces(
				node.is === "StringConstantExpression" ? (node.value ?? "") : node.text.replace(/^["']/, ""),
			);
		default:
			return plain.has(node.is) ? [] : [effect("unknown", node.text)];
	}
};

/** On the left of a call, the call itself says what it does. */
const isKnownType = (node: Node): boolean => {
	const { parent } = node;
	const isCalled =
		node.is === "TypeExpression" && parent?.is === "InvokeMemberExpression" && parent.children[0] === node;
	return isCalled || isPlainType(node.value ?? "") || /^(?:scriptblock|ref)$/i.test(node.value ?? "");
};

const doesOfCommand = (node: Node, constants: Constants, machine: Machine): Does => {
	const command = commandOf(node, constants);
	const [head] = node.children;
	if (command.name === null)
		return head && bare(head).is === "ScriptBlockExpression" ? [] : [effect("unseen", node.text)];
	const starts: Command["starts"] = (words) => doesOfNative(words, machine.style, machine.calls);
	return doesOfNamed({ ...command, starts }, command.name, constants, machine);
};

const doesOfNamed = (
	command: Command,
	name: string,
	constants: Constants,
	machine: Machine,
	aliases = 0,
): Does => {
	machine.calls.add(name);
	const meaning = machine.meanings?.get(name.toLowerCase());
	const own = machine.functions.has(name.toLowerCase());
	if (machine.meanings && !meaning && !own) return [effect("unknown", command.node.text)];
	if (meaning?.kind === "alias" && meaning.module !== null && aliases < 5)
		return doesOfNamed(command, meaning.module, constants, machine, aliases + 1);
	if (meaning?.kind === "script" || (command.node.value === "Dot" && !own))
		return [effect("unseen", command.node.text)];
	if (meaning?.kind === "program")
		return command.starts(wordsOf(command, programName(meaning, machine.style)));
	if (meaning?.kind === "unclear" || meaning?.kind === "module-alias")
		return [effect("unknown", command.node.text)];
	const standard = standardName(name);
	if (standard === null || !isCmdlet(standard)) {
		if (own && (meaning === undefined || meaning.kind === "missing")) return [];
		if (meaning?.kind === "cmdlet" || meaning?.kind === "builtin")
			return [effect("unknown", command.node.text)];
		return command.starts(wordsOf(command, name));
	}
	const found = doesOfCmdlet(standard, command, pipedInto(command.node, constants));
	const does = found.length === 0 && command.splatted ? [effect("unknown", command.node.text)] : found;
	// Another module's command of the same name may do anything.
	const foreign = meaning?.kind === "cmdlet" && !meaning.own && does.length === 0;
	return foreign ? [effect("unknown", command.node.text)] : does;
};

/** A program at its usual place is the one that the table means. */
const programName = ({ name, path }: Meaning, style: Style): string =>
	path !== null && isUsual(path, style) ? name : (path ?? name);

const doesOfAssignment = (left: Node, constants: Constants): Does => {
	switch (left.is) {
		case "VariableExpression":
			return doesOfVariable(left.value ?? "", left.text);
		case "ConvertExpression":
		case "ParenExpression":
		case "AttributedExpression":
		case "ArrayLiteral":
			return left.children
				.filter(({ is }) => !/^(?:TypeConstraint|Attribute)$/.test(is))
				.flatMap((one) => doesOfAssignment(one, constants));
		case "IndexExpression":
		case "MemberExpression": {
			if (isOwnSetting(left.text)) return [];
			const [base] = left.children;
			const isOwn =
				base?.is === "VariableExpression" &&
				constants.isOwnValue(base.value ?? "") &&
				!/^PS(?:DefaultParameterValues|BoundParameters)$/i.test(base.value ?? "");
			return isOwn ? [] : [effect("change-item", left.text)];
		}
		default:
			return [effect("unknown", left.text)];
	}
};

/** `$env:PATH = …`, `$function:x = …`, `${C:\file} = …` */
const doesOfVariable = (name: string, text: string): Does => {
	const [, drive, rest = ""] = /^([^:]+):([\s\S]*)$/.exec(name) ?? [];
	if (drive === undefined || /^(?:global|script|local|private|variable|using)$/i.test(drive))
		return harmlessPreference(drive === undefined ? name : rest) ? [] : [effect("unseen", text)];
	if (/^env$/i.test(drive)) return harmlessVariable(rest) ? [] : [effect("unknown", text)];
	return /^(?:function|alias)$/i.test(drive) ? [effect("unseen", text)] : onFile("write", name);
};

const doesOfCall = (node: Node, constants: Constants): Does => {
	const [base, member, ...given] = node.children;
	if (!base || member?.is !== "StringConstantExpression") return [effect("unseen", node.text)];
	const name = member.value ?? "";
	const values = given.map((one) => textsOf(one, constants).at(0) ?? null);
	const texts = values.map((one) => (one?.constant ? one.text : null));
	if (node.static)
		return base.is === "TypeExpression"
			? doesOfStatic(base.value ?? "", name, texts, node.text)
			: [effect("unseen", node.text)];
	// `.ForEach('Delete')` calls a member by its name.
	if (/^(?:ForEach|Where)$/i.test(name))
		return given.every((one) => /^(?:ScriptBlockExpression|ConstantExpression)$/.test(bare(one).is))
			? []
			: [effect("unseen", node.text)];
	if (isComputing(name) || (isText(base, constants) && /^(?:Replace|Insert|Remove|Format)$/i.test(name)))
		return [];
	if (
		isCollection(base, constants) &&
		/^(?:Add|AddRange|Append|AppendLine|Remove|RemoveAt|Clear|Push|Pop|Enqueue|Dequeue|Insert|Sort|Reverse|ToArray)$/i.test(
			name,
		)
	)
		return [];
	return doesOfMethod(name, values[0]?.text ?? null, node.text);
};

const isText = (base: Node, constants: Constants): boolean => {
	const one = bare(base);
	if (
		/^(?:StringConstantExpression|ExpandableStringExpression)$/.test(one.is) ||
		constants.value(one) !== null
	)
		return true;
	if (one.is === "ConvertExpression") return /^\[string\]/i.test(one.text);
	if (one.is !== "InvokeMemberExpression")
		return (
			one.is === "MemberExpression" &&
			/\.(?:Name|FullName|BaseName|Extension|DisplayName|Message)$/i.test(one.text)
		);
	return (
		/^(?:ToString|Trim|TrimStart|TrimEnd|ToLower|ToUpper|Substring|Replace)$/i.test(
			one.children[1]?.value ?? "",
		) &&
		(!/^Replace$/i.test(one.children[1]?.value ?? "") || isText(one.children[0] ?? one, constants))
	);
};

const isCollection = (base: Node, constants: Constants): boolean =>
	base.is === "VariableExpression" && constants.isOwnValue(base.value ?? "");
