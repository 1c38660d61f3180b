// What commands of sh, bash and cmd do: each name looked up in its system's table.
import type { Effect } from "../../../protocol/plan/effects.ts";
import type { Called, CalledWord, Calls } from "../called.ts";
import { type Does, effect, together } from "../effect.ts";
import { harmlessVariable, onFile, userPlaces } from "../places.ts";
import type { Style } from "./arguments.ts";
import { type Context, unknown } from "./rules.ts";
import { unix } from "./unix.ts";
import { windows } from "./windows.ts";

const table = (rows: typeof unix) =>
	new Map(rows.flatMap(([names, rule]) => names.split(" ").map((name) => [name, rule] as const)));
const tables = { unix: table(unix), windows: table(windows) };

/** The names that the tables know. */
export const knownPrograms = (style: Style): string[] => [...tables[style].keys()];

/** What a step does, by the commands that a parser found in it. */
export const effectsOfCalls = ({ calls, functions, whole }: Calls, style: Style): Effect[] =>
	together([
		...calls.flatMap((call) => doesOf(call, style, new Set(functions))),
		...(whole ? [] : [effect("unknown")]),
	]);

const doesOf = (
	{ words, assigned, redirected, reads }: Called,
	style: Style,
	functions: Set<string>,
): Does => [
	...assignedIn(assigned, words.length > 0),
	...redirected.flatMap(({ writes, to }) =>
		writes || /^\/dev\/(?:tcp|udp)\//.test(to.text) ? onFile("write", to.text) : [],
	),
	...(words.length === 0 ? [] : doesOfProgram(words, style, reads, functions)),
];

/** What a program with its arguments does: for PowerShell too. `piped`: the command whose output it reads. */
export const doesOfProgram = (
	words: CalledWord[],
	style: Style,
	piped: string | null = null,
	functions = new Set<string>(),
): Does => {
	const [head, ...rest] = words;
	if (head === undefined) return [];
	const places = rest.flatMap(({ text }) => userPlaces(text));
	const name = head.constant ? programOf(head.text, style) : null;
	const rule = name === null ? undefined : tables[style].get(name);
	if (name === null || rule === undefined) {
		const own = functions.has(head.text);
		return own
			? places
			: [...unknown(rest, contextOf(style, piped, functions), head.text || "a command"), ...places];
	}
	return [...rule(rest, contextOf(style, piped, functions), name), ...places];
};

const contextOf = (style: Style, piped: string | null, functions: Set<string>): Context => ({
	style,
	piped,
	inner: (words) => doesOfProgram(words, style, piped, functions),
	assigned: (names) => assignedIn(names, false),
});

/** By its folder, a program is the one that the table means, or some other. */
const programOf = (text: string, style: Style): string | null => {
	if (style === "windows") {
		const [, folder = "", name = ""] = /^([\s\S]*[\\/])?([^\\/]*)$/.exec(text.toLowerCase()) ?? [];
		if (
			folder !== "" &&
			!/^(?:[a-z]:|%(?:systemroot|windir)%)\\(?:windows\\)?(?:system32|syswow64|sysnative)\\|^[a-z]:\\windows\\$/.test(
				folder,
			)
		)
			return null;
		return name.replace(/\.(?:exe|com|cmd|bat)$/, "");
	}
	const [, folder = "", name = ""] = /^([\s\S]*\/)?([^/]*)$/.exec(text) ?? [];
	return folder === "" || /^\/(?:usr\/(?:local\/)?)?s?bin\/$/.test(folder) ? name : null;
};

/** In front of a command any variable may change what that does; by itself, only those that others take code from. */
const assignedIn = (names: string[], before: boolean): Does =>
	names
		.filter(
			(name) =>
				!(before
					? /^(?:LC_\w+|LANG|LANGUAGE|TZ|DEBIAN_FRONTEND|COLUMNS|LINES|TERM|NO_COLOR)$/.test(name)
					: harmlessVariable(name)),
		)
		.map((name) => effect("unknown", `${name}=`));
