// Steps of cmd before they run. It has no way to parse a text without running it: only names are looked up.
import { effectsOfCalls } from "../../../domain/effects/programs/judge.ts";
import type { ResolvedName, StepProblem } from "../../../protocol/plan/preflight.ts";
import { cmdOwn } from "../../process/executable.ts";
import type { Found, Where } from "../found.ts";
import { type Looked, lookAt, lookOnPath } from "../lookup.ts";
import { builtin, programAt } from "../name.ts";
import type { Placed } from "../posix/commands.ts";
import { commandsIn } from "./commands.ts";

export const findCmd = async (text: string, where: Where): Promise<Found> => {
	const all = commandsIn(text);
	const { calls } = all;
	const found: Found = { parsed: false, problems: [], names: [], effects: [] };
	const changes = calls.some(({ words: [first] }) =>
		/^(?:cd|chdir|pushd|popd|path|set)$/i.test(first?.text ?? ""),
	);
	const seen = new Set<string>();
	for (const call of calls) {
		const name = nameOf(call);
		if (name === null || seen.has(name.toLowerCase())) continue;
		seen.add(name.toLowerCase());
		const resolved = await resolve(name, where);
		if (resolved) found.names.push(resolved);
		else if (resolved === undefined && !changes) found.problems.push(missing(name, call.line));
	}
	found.effects = effectsOfCalls(all, "windows", found.names);
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

/** As cmd looks: in the current folder first. Undefined: it is missing; null: it can't be told. */
const resolve = async (name: string, where: Where): Promise<ResolvedName | undefined | null> => {
	const { env, cwd } = where;
	if (cmdOwn.has(name.toLowerCase())) return builtin(name);
	const [path, extensions] = [env.PATH ?? env.Path ?? "", env.PATHEXT];
	const found = /[\\/]/.test(name)
		? first([name, ...endings(extensions).map((ending) => name + ending)], (one) => lookAt(one, where))
		: first([cwd, path], (one) => lookOnPath(name, one, where, extensions));
	return typeof found === "string" ? programAt(name, found) : found;
};

/** Of a path without one. */
const endings = (extensions: string | undefined): string[] => (extensions ?? "").split(";");

/** Nothing behind what can't be told. */
const first = (places: string[], look: (place: string) => Looked): Looked => {
	for (const place of places) {
		const found = look(place);
		if (found !== undefined) return found;
	}
	return undefined;
};
