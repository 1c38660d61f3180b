// Steps of cmd before they run. It has no way to parse a text without running it: only names are looked up.
import { resolve } from "node:path";
import { effectsOfCalls, programsOf } from "../../../domain/effects/programs/judge.ts";
import type { ResolvedName, StepProblem } from "../../../protocol/plan/preflight.ts";
import { cmdOwn } from "../../process/executable.ts";
import { placesOnPath } from "../../process/programs.ts";
import type { Found, Where } from "../found.ts";
import { firstProgram } from "../local.ts";
import { builtin, programAt } from "../name.ts";
import type { Placed } from "../posix/commands.ts";
import { commandsIn } from "./commands.ts";

export const findCmd = async (text: string, where: Where): Promise<Found> => {
	const all = commandsIn(text);
	const { calls } = all;
	const found: Found = { parsed: false, problems: [], names: [], calls: null, effects: [] };
	const changes = calls.some(({ words: [first] }) =>
		/^(?:cd|chdir|pushd|popd|path|set)$/i.test(first?.text ?? ""),
	);
	const seen = new Set<string>();
	for (const call of calls) {
		const name = nameOf(call);
		if (name === null || seen.has(name.toLowerCase())) continue;
		seen.add(name.toLowerCase());
		const one = await resolved(name, where);
		if (one) found.names.push(one);
		else if (one === undefined && !changes) found.problems.push(missing(name, call.line));
	}
	found.effects = effectsOfCalls(all, "windows", found.names);
	found.calls = [...new Set(calls.flatMap(({ words }) => programsOf(words, "windows")))];
	return found;
};

const missing = (name: string, line: number): StepProblem => ({
	what: "missing",
	kind: "command",
	name: name.slice(0, 256),
	line,
});

/** Null: it is known only while it runs, or a label. */
const nameOf = ({ words: [first, second] }: Placed): string | null => {
	if (!first?.constant) return null;
	// `echo.` and `cd\` need no blank.
	const text = /^(?:echo|cd|chdir|md|rd|del|type)(?=[.\\/;,=+:([\]])/i.exec(first.text)?.[0] ?? first.text;
	if (!/^call$/i.test(text) || second === undefined) return text === "" ? null : text;
	return second.constant && !second.text.startsWith(":") ? second.text : null;
};

/** As cmd looks: in the current folder first. Undefined: it is missing. Null: it may be on another machine. */
const resolved = async (
	name: string,
	{ env, cwd, over }: Where,
): Promise<ResolvedName | null | undefined> => {
	if (cmdOwn.has(name.toLowerCase())) return builtin(name);
	const [path, extensions] = [env.PATH ?? env.Path ?? "", env.PATHEXT];
	const endings = ["", ...(extensions ?? "").split(";")];
	const places = /[\\/]/.test(name)
		? endings.map((ending) => resolve(cwd, name + ending))
		: [...placesOnPath(name, cwd, extensions), ...placesOnPath(name, path, extensions)];
	const found = await firstProgram(places, over);
	return typeof found === "string" ? programAt(name, found, over) : found;
};
