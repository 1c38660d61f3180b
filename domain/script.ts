// What a file's name and first line say about the shell that runs it, and what a shell would read otherwise than its author meant.
import { breaksCmdArgument } from "../protocol/plan/invocation.ts";
import type { Shell, Step } from "../protocol/plan/plan.ts";
import { type Script, type ScriptEncoding, shebangOf } from "../protocol/plan/script.ts";
import type { ScriptDoubt } from "../protocol/read/script-view.ts";

/** How a script's file ends for its shell. */
export const endings = {
	sh: [".sh", ".bash"],
	bash: [".sh", ".bash"],
	pwsh: [".ps1"],
	powershell: [".ps1"],
	cmd: [".bat", ".cmd"],
} as const satisfies Record<Shell, string[]>;

/** The shells that may run a file of this name and text, by its ending and its `#!`; null: it is no script. */
export const shellsFor = (name: string, text: string): Shell[] | null => {
	const program = shebangOf(text)?.program;
	const ending = /\.[a-z0-9]+$/i.exec(name)?.[0].toLowerCase() ?? "";
	if (ending === ".ps1") return ["powershell", "pwsh"];
	if (ending === ".bat" || ending === ".cmd") return ["cmd"];
	if (program === "sh" || program === "bash" || program === "pwsh") return [program];
	if (ending === ".sh") return program === undefined ? ["sh"] : null;
	return ending === ".bash" && program === undefined ? ["bash"] : null;
};

/** A plain name for a file on the endpoint that ends as its shell needs it. */
export const plainName = (name: string, shell: Shell): string => {
	const file = name.split(/[\\/]/).at(-1) ?? "";
	const own = endings[shell].find((ending) => file.toLowerCase().endsWith(ending));
	const stem = own ? file.slice(0, -own.length) : file.replace(/\.[^.]*$/, "");
	const plain = stem
		.normalize("NFKD")
		.replace(/\p{M}/gu, "")
		.replace(/[^A-Za-z0-9_-]+/g, "-")
		.replace(/^-+|-+$/g, "")
		.slice(0, 48);
	const free =
		plain === "" || /^(?:con|prn|aux|nul|com\d|lpt\d|command)$/i.test(plain) ? `script-${plain}` : plain;
	return free.replace(/-$/, "") + (own ?? endings[shell][0]);
};

const typedStem = "command";

/** A text that someone typed, as a script of this shell. Windows PowerShell reads a file without a mark in the code page. */
export const typedScript = (
	text: string,
	shell: Shell,
): { command: string; script: Omit<Script, "arguments"> } => ({
	command: shell === "cmd" ? text.replaceAll(/\r?\n/g, "\r\n") : text,
	script: {
		name: typedStem + endings[shell][0],
		encoding: shell === "powershell" && !isAscii(text) ? "utf-8-bom" : "utf-8",
	},
});

/** Whether a step's script is byte for byte what typing its text makes, and so may be typed again: in this shell, or in any that its
 * name is for, if the shell isn't known or runs no file of that name. */
export const isTyped = ({ command, script }: Pick<Step, "command" | "script">, shell?: Shell): boolean => {
	if (!script) return false;
	const named = (Object.keys(endings) as Shell[]).filter(
		(one) => typedStem + endings[one][0] === script.name,
	);
	const shells = shell !== undefined && named.includes(shell) ? [shell] : named;
	return shells.some((one) => {
		const again = typedScript(command, one);
		return again.command === command && again.script.encoding === script.encoding;
	});
};

/** Why a shell can't run a script at all. */
export type ScriptProblem =
	| { what: "ending"; name: string; shell: Shell; shells: Shell[] }
	| { what: "shebang"; program: string; shell: Shell }
	| { what: "encoding"; encoding: ScriptEncoding; shell: Shell }
	| { what: "argument"; argument: string };

export const scriptProblem = ({ command, script }: Step, shell: Shell): ScriptProblem | null => {
	if (!script) return null;
	const { name, encoding, arguments: given } = script;
	if (!endings[shell].some((ending) => name.toLowerCase().endsWith(ending)))
		return { what: "ending", name, shell, shells: shellsOf(name) };
	const program = isPosix(shell) ? shebangOf(command)?.program : undefined;
	if (program !== undefined && program !== shell) return { what: "shebang", program, shell };
	const wide = encoding === "utf-16le-bom" || encoding === "utf-16be-bom";
	if (wide && (isPosix(shell) || shell === "cmd")) return { what: "encoding", encoding, shell };
	const broken = shell === "cmd" ? given.find(breaksCmdArgument) : undefined;
	return broken === undefined ? null : { what: "argument", argument: broken };
};

const shellsOf = (name: string): Shell[] =>
	(Object.keys(endings) as Shell[]).filter((shell) =>
		endings[shell].some((ending) => name.toLowerCase().endsWith(ending)),
	);

/** What the shell would read otherwise: it is said before anyone approves. */
export const scriptDoubts = (
	{ command, script }: Pick<Step, "command" | "script">,
	shell: Shell,
): ScriptDoubt[] => {
	if (!script) return [];
	const found: [ScriptDoubt, boolean][] = [
		["carriage-returns", isPosix(shell) && command.includes("\r\n")],
		["mark", script.encoding === "utf-8-bom" && (isPosix(shell) || shell === "cmd")],
		["code-page", shell === "cmd" && !isAscii(command) && !/^[ \t]*@?chcp[ \t]+65001\b/im.test(command)],
		["no-mark", shell === "powershell" && script.encoding === "utf-8" && !isAscii(command)],
		["line-feeds", shell === "cmd" && /(?<!\r)\n/.test(command) && /^[ \t]*:\w/m.test(command)],
	];
	return found.flatMap(([doubt, holds]) => (holds ? [doubt] : []));
};

const isPosix = (shell: Shell): boolean => shell === "sh" || shell === "bash";
const isAscii = (text: string): boolean => !/[^\0-\x7f]/.test(text);
