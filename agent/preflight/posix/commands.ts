// Finds the commands in a text of sh or bash, without running anything of it: by a parser of bash.
import {
	type Assignment,
	type Command,
	forEachChild,
	type Pipeline,
	parse,
	type Redirection,
	type Script,
	type SyntaxNode,
	type Word,
	type WordPart,
} from "unbash";
import type { Called, CalledWord, Calls } from "../../../domain/effects/called.ts";
import { evaluatedIn } from "./evaluated.ts";
import { type Calculates, calculatesIn } from "./numbers.ts";
import { setBy } from "./sets.ts";

/** In characters: a hostile text of this length takes the parser about a second. */
export const mostParsed = 65_536;

/** A called command, and the line in which it begins, from 1. */
export type Placed = Called & { line: number };
export type PlacedCalls = Omit<Calls, "calls"> & { calls: Placed[] };

export const commandsIn = (text: string): PlacedCalls => {
	const found: PlacedCalls = { calls: [], functions: [], defined: [], whole: text.length <= mostParsed };
	if (!found.whole) return found;
	try {
		const script = parse(text);
		if (script.errors && script.errors.length > 0) found.whole = false;
		const calculates = calculatesIn(script);
		found.evaluated = evaluatedIn(script, text, calculates);
		visit(script, { found, line: linesOf(text), calculates, reads: null, top: true });
	} catch {
		return { calls: [], functions: [], defined: [], whole: false };
	}
	return found;
};

/** `line` of a position, which counts in the text, or in what a script in escaped backticks has of its own. */
type At = {
	found: PlacedCalls;
	line: (pos: number) => number;
	calculates: Calculates;
	reads: string | null;
	/** It runs in any case, and in the shell itself. */
	top: boolean;
};

const visit = (node: SyntaxNode, at: At): void => {
	if (node.type === "Command") add(node, at);
	for (const name of setBy(node)) addSet(name, at, node.pos);
	if (node.type === "Function") addFunction(node.name.value, at);
	if (node.type === "Redirected") for (const one of node.redirects) addOpened(one, at, node.pos);
	const top = at.top && (node.type === "Script" || (node.type === "Statement" && !node.background));
	const inside = { ...(node.type === "Script" ? scriptAt(node, at) : at), top };
	if (node.type === "Pipeline") visitPipeline(node, at);
	else forEachChild(node, (child) => visit(child, inside));
};

const addFunction = (name: string, { found, top }: At): void => {
	found.functions.push(name);
	if (top && !found.calls.some(({ words }) => words[0]?.text === name)) found.defined.push(name);
};

/** It reads nothing of the pipe that its command is in. */
const scriptAt = ({ source, pos }: Script, at: At): At => {
	if (source === undefined) return { ...at, reads: null };
	const [first, own] = [at.line(pos), linesOf(source)];
	return { ...at, reads: null, line: (pos) => first + own(pos) - 1, calculates: () => false };
};

/** Each command of a pipeline reads what the one before it writes. */
const visitPipeline = ({ commands }: Pipeline, at: At): void => {
	let before = at.reads;
	for (const command of commands) {
		visit(command, { ...at, reads: before });
		before = command.type === "Command" ? (command.name?.value ?? "") : "";
	}
};

const add = (command: Command, at: At): void => {
	const { name, prefix, args, redirects } = command;
	at.found.calls.push({
		words: [
			...(name ? [wordOf(name, at)] : []),
			...args.map((one) => (one.type === "Word" ? wordOf(one, at) : assignedWord(one, at))),
		],
		assigned: prefix.flatMap((one) => (one.type === "Assignment" && !isStart(one) ? [one.name] : [])),
		redirected: redirects.flatMap((one) => opened(one, at)),
		reads: at.reads ?? (redirects.some(({ type }) => type !== "Redirect") ? "" : null),
		line: at.line(command.pos),
	});
};

/** What `getopts` begins at again; another value would be calculated, and may run something. */
const isStart = ({ text }: Assignment): boolean => /^OPTIND=\d+$/.test(text);

/** A variable that isn't assigned in front of a command, such as a loop's: as a command of its own that only sets it. */
const addSet = (name: string, at: At, pos: number): void => {
	at.found.calls.push({ words: [], assigned: [name], redirected: [], reads: null, line: at.line(pos) });
};

/** Of a whole compound command: as a command of its own without words. */
const addOpened = (redirection: Redirection, at: At, pos: number): void => {
	const redirected = opened(redirection, at);
	if (redirected.length > 0)
		at.found.calls.push({ words: [], assigned: [], redirected, reads: null, line: at.line(pos) });
};

const opened = (redirection: Redirection, at: At): Called["redirected"] => {
	if (redirection.type !== "Redirect" || !redirection.target) return [];
	const { operator, target } = redirection;
	const to = wordOf(target, at);
	if ((operator === "<&" || operator === ">&") && /^(?:\d+-?|-)$/.test(to.text)) return [];
	return [{ writes: operator !== "<" && operator !== "<&", to }];
};

const wordOf = ({ value, text, parts }: Word, { calculates }: At): CalledWord => ({
	text: value,
	constant: (parts ?? []).every(isConstant) && !(text.startsWith("~") && !text.startsWith("~/")),
	...((parts ?? []).some((part) => splits(part) && !calculates(part.text, part.pos)) ? { splits: true } : {}),
});

/** `export PATH=/opt/bin`. */
const assignedWord = ({ text, name, value }: Assignment, at: At): CalledWord => {
	if (value.type !== "Word") return { text, constant: false };
	const word = wordOf(value, at);
	return { ...word, text: `${name}=${word.text}` };
};

/** Globs and braces become other words; `~/` is kept, as it names the account's own folder. */
const isConstant = (part: WordPart): boolean => {
	switch (part.type) {
		case "Literal":
		case "SingleQuoted":
		case "AnsiCQuoted":
			return true;
		case "DoubleQuoted":
			return part.parts.every(({ type }) => type === "Literal");
		default:
			return false;
	}
};

/** What the shell divides at blanks after it has put a value in, and a list's words. */
const splits = (part: WordPart): boolean =>
	/^(?:SimpleExpansion|ParameterExpansion|CommandExpansion)$/.test(part.type) ||
	(part.type === "DoubleQuoted" && /\$@|\[@\]|\$\{@/.test(part.text));

/** Which line a position is in, from 1. */
const linesOf = (text: string) => {
	const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
	return (pos: number): number => {
		let [low, high] = [0, starts.length];
		while (low + 1 < high) {
			const middle = (low + high) >> 1;
			if ((starts[middle] ?? 0) <= pos) low = middle;
			else high = middle;
		}
		return low + 1;
	};
};
