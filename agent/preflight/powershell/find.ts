// Asks PowerShell what steps hold and what their names mean, in one start for all steps. The agent's own host does it there, and
// executes, loads and imports nothing of a step.
import { chmodSync, copyFileSync } from "node:fs";
import { effect } from "../../../domain/effects/effect.ts";
import { effectsOfTree } from "../../../domain/effects/powershell/judge.ts";
import { startOf } from "../../../domain/line.ts";
import { base64, utf8 } from "../../../protocol/bytes.ts";
import { literal, shellArgv } from "../../../protocol/plan/invocation.ts";
import type { ResolvedName, StepProblem } from "../../../protocol/plan/preflight.ts";
import { hostFor, type PowerShell } from "../../capture/compile.ts";
import { makeElsewhere } from "../../capture/elsewhere.ts";
import { fileHash } from "../../process/programs.ts";
import type { Found, Where } from "../found.ts";
import { askHelper } from "../helper.ts";
import { type Answer, type FoundName, type ParsedText, readAnswer } from "./answer.ts";

/** `hosts`: the folder of compiled hosts; `pipes`: that of short-lived files. */
export type Folders = { hosts: string; pipes: string };

/** One result for each text. Throws where PowerShell can't be asked. */
export const findInPowerShell = async (
	folders: Folders,
	shell: PowerShell,
	texts: string[],
	where: Where,
): Promise<Found[]> => {
	const { texts: parsed, names } = await answerFor(folders, shell, texts, where);
	const told = await Promise.all(names.map(resolved));
	return texts.map((text, i) => found(text, parsed[i] ?? { parsed: false }, names, told));
};

const answerFor = async (
	{ hosts, pipes }: Folders,
	shell: PowerShell,
	texts: string[],
	where: Where,
): Promise<Answer> => {
	const host = await hostFor(hosts, shell, where.shellPath);
	if (!host.ok) throw new Error(host.because);
	const shared = where.account.become ? makeElsewhere(pipes) : null;
	try {
		if (shared) {
			copyFileSync(host.path, shared.host);
			chmodSync(shared.host, 0o644);
			chmodSync(shared.folder, 0o711);
		}
		const argv = shellArgv(shell, where.shellPath, starter(shared?.host ?? host.path));
		const lines = [where.cwd, ...texts].map((text) => base64(utf8(text)));
		const { code, stdout, stderr } = await askHelper(where, argv, lines.join("\n"));
		if (code !== 0)
			throw new Error(startOf(stdout.trim() || stderr.trim() || `PowerShell ended with ${code}`, 300));
		return readAnswer(stdout, texts.length);
	} finally {
		shared?.remove();
	}
};

const starter = (host: string): string =>
	`$ErrorActionPreference = 'Stop'; [void][Reflection.Assembly]::LoadFrom(${literal(host)}); [Caisey.Preflight]::Answer($ExecutionContext, $PSHOME)`;

const found = (
	text: string,
	parsed: ParsedText,
	names: FoundName[],
	told: (ResolvedName | null)[],
): Found => {
	if (!parsed.parsed) return { parsed: false, problems: [], names: [], effects: [effect("unknown")] };
	const { nodes, cut, problems, lacks } = parsed;
	const used = new Set(
		nodes.flatMap(({ is, value }) =>
			is === "StringConstantExpression" && value !== undefined ? [value.toLowerCase()] : [],
		),
	);
	const own = new Set(
		nodes.flatMap(({ is, value }) => (is === "FunctionDefinition" ? [(value ?? "").toLowerCase()] : [])),
	);
	const isUsed = ({ name }: FoundName) => used.has(name.toLowerCase()) && !own.has(name.toLowerCase());
	const here = names
		.map((name, i) => ({ name, resolved: told[i] ?? null }))
		.filter(({ name }) => isUsed(name));
	return {
		parsed: true,
		problems: [
			...problems.map(syntaxProblem),
			...here
				.filter(({ name }) => name.kind === "missing")
				.map(({ name }) => missing("command", name.name, lineOf(text, nodes, name.name))),
			...lacks.map((name) => missing("module", name, null)),
		],
		names: here.flatMap(({ resolved }) => (resolved ? [resolved] : [])),
		effects: effectsOfTree({ text, nodes, cut }, names, process.platform === "win32" ? "windows" : "unix"),
	};
};

const syntaxProblem = ({
	message,
	line,
	column,
}: {
	message: string;
	line: number;
	column: number;
}): StepProblem => ({
	what: "syntax",
	line: Math.max(line, 1),
	column: column < 1 ? null : column,
	message: startOf(message.toWellFormed(), 500),
});

const missing = (kind: "command" | "module", name: string, line: number | null): StepProblem => ({
	what: "missing",
	kind,
	name: startOf(name.toWellFormed(), 256),
	line,
});

const lineOf = (
	text: string,
	nodes: Extract<ParsedText, { parsed: true }>["nodes"],
	name: string,
): number | null => {
	const at = nodes.find(
		({ is, value, in: parent }) =>
			is === "StringConstantExpression" &&
			value?.toLowerCase() === name.toLowerCase() &&
			nodes[parent]?.is === "Command",
	);
	return at ? text.slice(0, at.from).split("\n").length : null;
};

/** Null: it isn't there, or its name is no plain one. */
const resolved = async ({ name, kind, path, version, module }: FoundName): Promise<ResolvedName | null> => {
	if (kind === "missing" || kind === "unclear") return null;
	const sha256 = path === null ? null : await fileHash(path);
	const short = (text: string | null, most: number) =>
		text === null ? null : startOf(text.toWellFormed(), most);
	return {
		name: startOf(name.toWellFormed(), 256),
		kind: kind === "module-alias" ? "alias" : kind,
		path: short(path, 4_096),
		version: short(version, 128),
		sha256,
		module: short(module, 256),
	};
};
