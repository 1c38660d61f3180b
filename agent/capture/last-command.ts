// What bash does with the last command of a text: it may hand its own process over to that, and then nothing may stand in the
// way. Reads just enough of bash's grammar to be sure, and says no in doubt.

/** Whether bash runs the last command as itself, or as a child, with or without a trap. Only a plain external command at the
 * end of a list takes its place. */
export const staysInShell = (text: string): boolean => {
	const pieces = piecesOf(text);
	const last = pieces?.at(-1);
	if (!last) return false;
	if (last.after === "&" || last.before === "|" || last.redirected) return true;
	const word = firstWord(last.text);
	return word === null || inShell.has(word) || word.startsWith("(") || defines(text, word);
};

/** Whether a text is a single plain command: its exit code is all there is to know. */
export const isOneCommand = (text: string): boolean => {
	const pieces = piecesOf(text);
	return pieces?.length === 1 && !/[`(){}]/.test(text) && firstWord(pieces[0]?.text ?? "") !== null;
};

/** A command between separators; nested ones are part of it. */
type Piece = { text: string; before: string; after: string; redirected: boolean };

/** Words with which a last command can't be an external one, or is never given the shell's process. */
const inShell = new Set([
	...["fi", "done", "esac", "}", ")", "!", "time", "[[", "((", "{"],
	...[":", "true", "false", "exit", "return", "echo", "printf", "cd", "pwd", "test", "[", "export", "unset"],
	...["set", "shopt", "umask", "ulimit", "wait", "read", "declare", "typeset", "local", "readonly", "let"],
	...["type", "hash", "kill", "times", "alias", "unalias", "shift", "break", "continue", "exec", "mapfile"],
]);

/** The first word that isn't an assignment; null: there are only assignments. */
const firstWord = (text: string): string | null => {
	const rest = text
		.trim()
		.replace(/^(?:[A-Za-z_]\w*\+?=(?:"[^"]*"|'[^']*'|\$\([^()]*\)|[^\s"'`$()]|\$\w)*(?:\s+|$))+/, "");
	return rest === "" ? null : (/^(?:\(\(|[^\s]+)/.exec(rest)?.[0] ?? "");
};

/** Whether the text makes this word a function. */
const defines = (text: string, word: string): boolean =>
	/^[\w.:-]+$/.test(word) &&
	new RegExp(`(?:^|[\\s;])(?:function\\s+${escaped(word)}\\b|${escaped(word)}\\s*\\(\\s*\\))`).test(text);
const escaped = (word: string): string => word.replace(/[.]/g, "\\.");

/** The commands of a text in their order; null: this can't be told. */
const piecesOf = (text: string): Piece[] | null => {
	try {
		return split(text);
	} catch (thrown) {
		if (thrown === unsure) return null;
		throw thrown;
	}
};
const unsure = new Error("unsure");

const split = (text: string): Piece[] => {
	if (/<<[^<]/.test(text) && text.includes("((")) throw unsure;
	const pieces: Piece[] = [];
	const heredocs: Heredoc[] = [];
	let [start, before, redirected] = [0, "", false];
	const end = (at: number, separator: string) => {
		const piece = text.slice(start, at);
		start = at + separator.length;
		if (piece.trim() === "") return;
		pieces.push({ text: piece, before, after: separator, redirected });
		[before, redirected] = [separator, false];
	};
	for (let at = 0; at < text.length; ) {
		const one = text[at] ?? "";
		if (one === "#" && /[\s;&|(]/.test(text[at - 1] ?? " ")) {
			end(at, "");
			at = lineEnd(text, at);
			start = at;
			continue;
		}
		const separator = /^(?:\|\||&&|;;?&?|\|&?|&(?![>&])|\n)/.exec(text.slice(at, at + 3))?.[0];
		const afterArrow = at > 0 && /[<>]/.test(text[at - 1] ?? "");
		if (separator && !(separator === "&" && afterArrow) && !(separator === "|" && text[at - 1] === ">")) {
			end(
				at,
				separator.startsWith("|") && separator !== "||" ? "|".padEnd(separator.length, "&") : separator,
			);
			at += separator.length;
			if (separator === "\n") at = skipHeredocs(text, at, heredocs);
			if (separator === "\n") start = at;
			continue;
		}
		const heredoc = /^<<(-?)[ \t]*(?:'([^'\n]+)'|"([^"\n]+)"|\\?([\w.-]+))/.exec(text.slice(at, at + 200));
		if (heredoc && !text.startsWith("<<<", at)) {
			heredocs.push({ word: heredoc[2] ?? heredoc[3] ?? heredoc[4] ?? "", tabs: heredoc[1] === "-" });
			redirected = true;
			at += heredoc[0].length;
			continue;
		}
		if (text.startsWith("<<<", at)) {
			redirected = true;
			at += 3;
			continue;
		}
		if (text.startsWith("<<", at)) throw unsure;
		if (/[<>]/.test(one) && text[at + 1] !== "(") redirected = true;
		at = skip(text, at);
	}
	if (heredocs.length > 0) throw unsure;
	end(text.length, "");
	return pieces;
};

type Heredoc = { word: string; tabs: boolean };

const skipHeredocs = (text: string, from: number, heredocs: Heredoc[]): number => {
	let at = from;
	for (const { word, tabs } of heredocs.splice(0)) {
		for (;;) {
			if (at >= text.length) throw unsure;
			const end = lineEnd(text, at);
			const line = text.slice(at, end);
			at = Math.min(end + 1, text.length);
			if ((tabs ? line.replace(/^\t+/, "") : line) === word) break;
		}
	}
	return at;
};

const lineEnd = (text: string, at: number): number => {
	const end = text.indexOf("\n", at);
	return end < 0 ? text.length : end;
};

/** The place after a character, or after the quotes or brackets that it opens. */
const skip = (text: string, at: number): number => {
	const one = text[at];
	if (one === "\\") return at + 2;
	if (one === "'") return after(text, "'", at + 1);
	if (one === '"') return skipDouble(text, at + 1);
	if (one === "`") return skipBackquotes(text, at + 1);
	if (text.startsWith("$'", at)) return skipEscaped(text, "'", at + 2);
	if (text.startsWith("${", at)) return skipTo(text, "}", at + 2);
	if (one === "(") return skipTo(text, ")", at + 1);
	return at + 1;
};

const after = (text: string, quote: string, from: number): number => {
	const end = text.indexOf(quote, from);
	if (end < 0) throw unsure;
	return end + 1;
};

const skipEscaped = (text: string, quote: string, from: number): number => {
	for (let at = from; at < text.length; at++) {
		if (text[at] === "\\") at++;
		else if (text[at] === quote) return at + 1;
	}
	throw unsure;
};

const skipBackquotes = (text: string, from: number): number => skipEscaped(text, "`", from);

const skipDouble = (text: string, from: number): number => {
	for (let at = from; at < text.length; ) {
		if (text[at] === '"') return at + 1;
		if (text.startsWith("$(", at)) at = skipTo(text, ")", at + 2);
		else if (text.startsWith("${", at)) at = skipTo(text, "}", at + 2);
		else if (text[at] === "`") at = skipBackquotes(text, at + 1);
		else at += text[at] === "\\" ? 2 : 1;
	}
	throw unsure;
};

/** To the bracket that closes it. Patterns of `case` and documents within brackets have brackets of their own kind. */
const skipTo = (text: string, bracket: string, from: number): number => {
	for (let at = from; at < text.length; ) {
		if (text[at] === bracket) return at + 1;
		if (/^(?:case\s|<<[^<(])/.test(text.slice(at, at + 5))) throw unsure;
		if (text[at] === "#" && /\s/.test(text[at - 1] ?? "") && bracket === ")") at = lineEnd(text, at);
		else at = skip(text, at);
	}
	throw unsure;
};
