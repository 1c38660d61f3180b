// Reads what someone typed as a command: the same on each platform, once its markup is read.
import { plainName, shellsFor } from "../domain/script.ts";
import { most } from "../protocol/bounds.ts";
import { readScript, type Script, shebangOf } from "../protocol/plan/script.ts";
import type { Refusal } from "../protocol/refusal.ts";
import { isCommand, isForeignName, isScript, isScriptName, scriptName } from "./attached.ts";
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

type Found = { kind: "none" } | { kind: "command"; command: string; script?: Script } | Refused;
type Refused = {
	kind: "refused";
	refusal: Extract<Refusal, { code: "styled-text" | "not-text" | "foreign-script" | "several-commands" }>;
	/** For the record, which has the refusal's code. */
	detail: string;
};

/** The command that a message holds: typed, or else the one script or text that hangs on it. A command typed beside a script would
 * run without it: no file in chat is on a machine. `unread`: names of further files, which the platform keeps to itself. */
export const commandIn = (typed: Exact, files: File[], unread: string[] = []): Found => {
	if (typed.kind === "styled") return refused({ code: "styled-text" }, "a command in styled text");
	const scripts = files.filter(isScript);
	const unreadScripts = unread.filter(isScriptName);
	const names = [...scripts.map(({ name }) => name), ...unreadScripts];
	const commands = scripts.map(commandOf);
	const foreign =
		commands.find(isForeign) ?? unreadScripts.filter(isForeignName).map((name) => foreignOf(name))[0];
	if (foreign) return foreign;
	const isTyped = typed.kind === "command";
	if (names.length > (isTyped ? 0 : 1))
		return refused(
			{ code: "several-commands", typed: isTyped, names: names.slice(0, most) },
			names.join(", "),
		);
	if (isTyped) return typed;
	if (unreadScripts.length > 0) return { kind: "none" };
	if (commands[0]) return commands[0];
	const texts = files.filter(isCommand);
	return texts.length === 1 && texts[0] ? commandOf(texts[0]) : { kind: "none" };
};

const commandOf = (file: File): Found => {
	const { name, bytes } = file;
	const read = readScript(bytes);
	if (read === null) return refused({ code: "not-text", name }, name);
	const { text, encoding } = read;
	if (!isScript(file)) return { kind: "command", command: text };
	const shell = shellsFor(scriptName(name), text)?.[0];
	if (shell !== undefined) {
		const script = { name: plainName(scriptName(name), shell), encoding, arguments: [] };
		return { kind: "command", command: text, script };
	}
	const { program = "", arguments: given = [] } = shebangOf(text) ?? {};
	if (!program.startsWith("-")) return foreignOf(name, program);
	// Options of `env`: no step has them, so the text is a command as it is.
	const named =
		given
			.find((word) => !/^-|=/.test(word))
			?.split("/")
			.at(-1) ?? "";
	const isOurs = !isForeignName(name) && ["sh", "bash", "pwsh"].includes(named);
	return isOurs ? { kind: "command", command: text } : foreignOf(name, named);
};

const foreignOf = (name: string, program = ""): Refused =>
	refused({ code: "foreign-script", name, program: program === "" ? null : program }, name);

const isForeign = (found: Found): found is Refused =>
	found.kind === "refused" && found.refusal.code === "foreign-script";

const refused = (refusal: Refused["refusal"], detail: string): Refused => ({
	kind: "refused",
	refusal,
	detail: detail.slice(0, 300),
});
