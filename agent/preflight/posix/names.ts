// What the command names in a text of sh or bash mean on this machine: looked up on PATH, nothing executed.
import { join } from "node:path";
import type { CalledWord } from "../../../domain/effects/called.ts";
import type { ResolvedName, StepProblem } from "../../../protocol/plan/preflight.ts";
import { shellOwn } from "../../process/executable.ts";
import type { Where } from "../found.ts";
import { lookAt, lookOnPath } from "../lookup.ts";
import { builtin, ofStep, programAt } from "../name.ts";
import type { Placed, PlacedCalls } from "./commands.ts";

type Names = { names: ResolvedName[]; missing: StepProblem[] };

/** Nothing where not all commands are known: what is found could be no command at all. */
export const namesIn = async ({ calls, functions, whole }: PlacedCalls, where: Where): Promise<Names> => {
	const found: Names = { names: [], missing: [] };
	if (!whole) return found;
	const scope = {
		where,
		own: new Set([...functions, ...calls.flatMap(aliases)]),
		tested: new Set(calls.flatMap(testedNames)),
		changesPath: calls.some(setsPath),
		changesFolder: calls.some(({ words }) => /^(?:cd|pushd|popd)$/.test(words[0]?.text ?? "")),
	};
	const seen = new Set<string>();
	for (const call of calls)
		for (const name of namesOf(call)) {
			if (seen.has(name)) continue;
			seen.add(name);
			const resolved = await resolve(name, scope);
			if (resolved === "missing")
				found.missing.push({ what: "missing", kind: "command", name: name.slice(0, 256), line: call.line });
			else if (resolved) found.names.push(resolved);
		}
	return found;
};

/** What runs the command that its arguments are, where it has no options of its own. */
const wrappers = new Set(["sudo", "nohup", "command", "exec", "builtin", "env", "xargs"]);

const namesOf = ({ words }: Placed): string[] => {
	const names: string[] = [];
	for (const { text, constant } of words) {
		if (!constant || text === "" || /^-|=/.test(text)) break;
		names.push(text);
		if (!wrappers.has(text)) break;
	}
	return names;
};

type Scope = {
	where: Where;
	/** Functions and aliases of the text itself. */
	own: Set<string>;
	/** Names that the text itself tests for. */
	tested: Set<string>;
	/** Only while it runs is it known where a name is looked up, or where a relative path leads. */
	changesPath: boolean;
	changesFolder: boolean;
};

/** Null: it can't be told beforehand, or the text expects that it may be missing. */
const resolve = async (name: string, scope: Scope): Promise<ResolvedName | "missing" | null> => {
	const { env } = scope.where;
	if (scope.own.has(name)) return ofStep(name);
	if (shellOwn.has(name)) return builtin(name);
	const isPath = name.includes("/");
	if (isPath ? scope.changesFolder && !/^[/~]/.test(name) : scope.changesPath) return null;
	const path = isPath
		? lookAt(fromHome(name, env.HOME), scope.where)
		: lookOnPath(name, env.PATH ?? "", scope.where);
	if (path === null) return null;
	if (path !== undefined) return programAt(name, path);
	return scope.tested.has(name) ? null : "missing";
};

const fromHome = (name: string, home = "/"): string =>
	name.startsWith("~/") ? join(home, name.slice(2)) : name;

const aliases = ({ words: [first, ...rest] }: Placed): string[] =>
	first?.text === "alias" ? rest.map(({ text }) => text.split("=")[0] ?? "") : [];

/** `command -v jq`, `type jq`, `which jq`. */
const testedNames = ({ words: [first, ...rest] }: Placed): string[] =>
	/^(?:command|type|which|hash)$/.test(first?.text ?? "") ? rest.map(({ text }) => text) : [];

const setsPath = ({ words, assigned }: Placed): boolean =>
	assigned.includes("PATH") || words.some((word: CalledWord) => word.text.startsWith("PATH="));
