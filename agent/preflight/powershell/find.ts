// Asks PowerShell what steps hold and what their names mean, in one start for all steps. The agent's own host does it there, and
// executes, loads and imports nothing of a step.
import { chmodSync, copyFileSync } from "node:fs";
import { effect } from "../../../domain/effects/effect.ts";
import { judgeTree } from "../../../domain/effects/powershell/judge.ts";
import { startOf } from "../../../domain/line.ts";
import { base64, utf8 } from "../../../protocol/bytes.ts";
import { literal, shellArgv } from "../../../protocol/plan/invocation.ts";
import type { ResolvedName, StepProblem } from "../../../protocol/plan/preflight.ts";
import { hostFor, type PowerShell } from "../../capture/compile.ts";
import { makeElsewhere } from "../../capture/elsewhere.ts";
import type { Found, Where } from "../found.ts";
import { askHelper } from "../helper.ts";
import { hashOf } from "../name.ts";
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
	const { texts: parsed, names } = await parseInPowerShell(folders, shell, texts, where);
	const told: (ResolvedName | null)[] = [];
	for (const name of names) told.push(await resolved(name, where.over));
	return texts.map((text, i) => foundIn(text, parsed[i] ?? { parsed: false }, names, told));
};

/** What the agent's host in PowerShell says of these texts. */
export const parseInPowerShell = async (
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
			throw new Error(startOf(plain(stdout) || plain(stderr) || `PowerShell ended with ${code}`, 300));
		return readAnswer(stdout, texts.length);
	} finally {
		shared?.remove();
	}
};

/** Where PowerShell itself doesn't start, Windows says why in UTF-16. */
const plain = (text: string): string => text.replaceAll("\0", "").trim();

const starter = (host: string): string =>
	`$ErrorActionPreference = 'Stop'; [void][Reflection.Assembly]::LoadFrom(${literal(host)}); [Caisey.Preflight]::Answer($ExecutionContext, $PSHOME)`;

const foundIn = (
	text: string,
	parsed: ParsedText,
	names: FoundName[],
	told: (ResolvedName | null)[],
): Found => {
	if (!parsed.parsed)
		return { parsed: false, problems: [], names: [], calls: null, effects: [effect("unknown")] };
	const { nodes, cut, problems, lacks, loads } = parsed;
	const isUsed = usedIn(nodes, names);
	const here = names
		.map((name, i) => ({ name, resolved: told[i] ?? null }))
		.filter(({ name }) => isUsed(name))
		.sort((a, b) => (a.name.name.toLowerCase() < b.name.name.toLowerCase() ? -1 : 1));
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
		...judgeTree({ text, nodes, cut, loads }, names, process.platform === "win32" ? "windows" : "unix"),
	};
};

type Nodes = Extract<ParsedText, { parsed: true }>["nodes"];

/** Whether a text calls this name, by itself or as what an alias stands for, and doesn't define it. */
const usedIn = (nodes: Nodes, names: FoundName[]) => {
	const used = new Set(
		nodes.flatMap(({ value }, i) => (value !== undefined && isHead(nodes, i) ? [value.toLowerCase()] : [])),
	);
	for (const { name, kind, module } of names)
		if (kind === "alias" && module !== null && used.has(name.toLowerCase())) used.add(module.toLowerCase());
	const own = new Set(
		nodes.flatMap(({ is, value }) => (is === "FunctionDefinition" ? [(value ?? "").toLowerCase()] : [])),
	);
	return ({ name }: FoundName): boolean => used.has(name.toLowerCase()) && !own.has(name.toLowerCase());
};

/** A command's name comes right after the command. */
const isHead = (nodes: Nodes, at: number): boolean =>
	nodes[at]?.is === "StringConstantExpression" && nodes[at].in === at - 1 && nodes[at - 1]?.is === "Command";

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

const lineOf = (text: string, nodes: Nodes, name: string): number | null => {
	const at = nodes.find(({ value }, i) => value?.toLowerCase() === name.toLowerCase() && isHead(nodes, i));
	return at ? text.slice(0, at.from).split("\n").length : null;
};

/** Null: it isn't there, or its name is no plain one. */
const resolved = async (
	{ name, kind, path, version, module }: FoundName,
	over: AbortSignal,
): Promise<ResolvedName | null> => {
	if (kind === "missing" || kind === "unclear") return null;
	const sha256 = path === null ? null : await hashOf(path, over);
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
