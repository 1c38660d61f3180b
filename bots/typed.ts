// Reads what someone typed as a command: the same on each platform, once its markup is read.
import { plainName, shellsFor } from "../domain/script.ts";
import { readScript, type Script } from "../protocol/plan/script.ts";
import { isText } from "./files.ts";
import type { File } from "./intent.ts";

/** `command`: exactly what was typed. `styled`: meant as a command, but chat has changed it. `none`: just talk. */
export type Exact = { kind: "command"; command: string } | { kind: "styled" } | { kind: "none" };

// Blanks at a line's start, then `$ `. Some keyboards make a blank or a dollar of their own, and what is copied may begin with
// what can't be seen.
const prompt = /(?<=^|\n)[\t\p{Zs}\u200b-\u200f\u2060\ufeff]*[$＄][\t\p{Zs}]/u;

/** Whether there is nothing to see. */
export const isBlank = (text: string): boolean => /^[\s\u200b-\u200f\u2060]*$/.test(text);

/** Where a command begins in plain text; negative: nowhere. */
export const promptAt = (text: string): number => text.search(prompt);

/** Everything after the first `$ `; where every line with something on it has one, each without it. */
export const afterDollar = (text: string): string => {
	const lines = text.split("\n");
	const all = lines.every((line) => isBlank(line) || prompt.test(line));
	return (all ? lines : [text]).map((line) => line.replace(prompt, "")).join("\n");
};

/** Whether a client made this link of an address or host that was typed, so that its text is what was typed. */
export const isAutoLink = (text: string, address: string): boolean =>
	["", "http://", "https://", "mailto:", "tel:"].some((scheme) =>
		[scheme + text, `${scheme}${text}/`].some((one) => inAnyCase(one) === inAnyCase(address)),
	);

/** A host is the same in any case, and clients write it in their own. */
const inAnyCase = (address: string): string => {
	const [, start = "", rest = address] = /^((?:[a-z]+:\/\/|mailto:)?[^/?#]*)(.*)$/is.exec(address) ?? [];
	return start.toLowerCase() + rest;
};

type Found =
	| { kind: "none" }
	| { kind: "command"; command: string; script?: Script }
	| {
			kind: "refused";
			refusal: { code: "styled-text" } | { code: "not-text"; name: string };
			detail: string;
	  };

/** The command that a message holds: typed, or else in the one text file that hangs on it. */
export const commandIn = (typed: Exact, files: File[]): Found => {
	if (typed.kind === "command") return typed;
	if (typed.kind === "styled")
		return { kind: "refused", refusal: { code: "styled-text" }, detail: "a command in styled text" };
	const texts = files.filter(isText);
	const [file] = texts;
	if (texts.length !== 1 || !file) return { kind: "none" };
	const read = readScript(file.bytes);
	if (read === null)
		return { kind: "refused", refusal: { code: "not-text", name: file.name }, detail: file.name };
	const { text, encoding } = read;
	const shell = shellsFor(file.name, text)?.[0];
	if (shell === undefined) return { kind: "command", command: text };
	return {
		kind: "command",
		command: text,
		script: { name: plainName(file.name, shell), encoding, arguments: [] },
	};
};
