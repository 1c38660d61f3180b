// What the command names in a text of sh or bash mean on this machine: looked up on PATH, nothing executed.
import { join, resolve } from "node:path";
import type { CalledWord } from "../../../domain/effects/called.ts";
import { programsOf } from "../../../domain/effects/programs/judge.ts";
import type { ResolvedName, StepProblem } from "../../../protocol/plan/preflight.ts";
import { shellOwn } from "../../process/executable.ts";
import { placesOnPath } from "../../process/programs.ts";
import type { Where } from "../found.ts";
import { firstProgram } from "../local.ts";
import { builtin, ofStep, programAt } from "../name.ts";
import type { Placed, PlacedCalls } from "./commands.ts";

type Names = { names: ResolvedName[]; missing: StepProblem[]; calls: string[] | null };

/** Nothing where not all commands are known: what is found could be no command at all. */
export const namesIn = async ({ calls, functions, whole }: PlacedCalls, where: Where): Promise<Names> => {
	const found: Names = { names: [], missing: [], calls: null };
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
		for (const name of programsOf(call.words, "unix")) {
			if (seen.has(name)) continue;
			seen.add(name);
			const resolved = await resolvedBy(name, scope);
			if (resolved === "missing")
				found.missing.push({ what: "missing", kind: "command", name: name.slice(0, 256), line: call.line });
			else if (resolved) found.names.push(resolved);
		}
	return { ...found, calls: [...seen] };
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
const resolvedBy = async (name: string, scope: Scope): Promise<ResolvedName | "missing" | null> => {
	const { env, cwd, over } = scope.where;
	if (scope.own.has(name)) return ofStep(name);
	if (shellOwn.has(name)) return builtin(name);
	const isPath = name.includes("/");
	if (isPath ? scope.changesFolder && !/^[/~]/.test(name) : scope.changesPath) return null;
	const places = isPath ? [resolve(cwd, fromHome(name, env.HOME))] : placesOnPath(name, env.PATH ?? "");
	const path = await firstProgram(places, over);
	if (path) return programAt(name, path, over);
	if (path === null) return null;
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
