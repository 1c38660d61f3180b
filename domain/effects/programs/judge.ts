// What commands of sh, bash and cmd do: each name looked up in its system's table.
import type { Effect } from "../../../protocol/plan/effects.ts";
import type { Called, CalledWord, Calls } from "../called.ts";
import { type Does, effect, together } from "../effect.ts";
import { harmlessVariable, onFile, userPlaces } from "../places.ts";
import type { Style } from "./arguments.ts";
import { type Context, unknown } from "./rules.ts";
import { isAsOther } from "./unix/accounts.ts";
import { unix } from "./unix/rows.ts";
import { windows } from "./windows/rows.ts";

const table = (rows: typeof unix) =>
	new Map(rows.flatMap(([names, rule]) => names.split(" ").map((name) => [name, rule] as const)));
const tables = { unix: table(unix), windows: table(windows) };

/** The names that the tables know. */
export const knownPrograms = (style: Style): string[] => [...tables[style].keys()];

/** What a step does, by the commands that a parser found in it. `found`: where its names lead on the machine; null: nowhere. */
export const effectsOfCalls = (
	{ calls, defined, evaluated = [], whole }: Calls,
	style: Style,
	found: { name: string; path: string | null }[] = [],
): Effect[] => {
	const odd = found.filter(({ path }) => path !== null && !isUsual(path, style)).map(({ name }) => name);
	const others = { own: new Set(defined), odd: new Set(odd), calls: new Set<string>() };
	return together([
		...calls.flatMap((call) => doesOf(call, style, others)),
		...evaluated.map((text) => effect("unknown", text)),
		...(whole ? [] : [effect("unknown")]),
	]);
};

/** The names of the programs that a command calls, as its text has them: its own, and those in its arguments (`sudo -n rm x`).
 * What it may call beyond them is an effect that is `unseen` or `unknown`. */
export const programsOf = (words: CalledWord[], style: Style): string[] => {
	const calls = new Set<string>();
	doesOfProgram(words, style, null, { ...none, calls });
	return [...calls];
};

/** Names that mean something else than the tables: `own` functions of the step, and programs in `odd` places. `calls` gets the name
 * of each program that was judged. */
type Others = { own: Set<string>; odd: Set<string>; calls: Set<string> };
const none = { own: new Set<string>(), odd: new Set<string>() };

/** Where a system keeps the programs that the tables mean. */
export const isUsual = (path: string, style: Style): boolean =>
	(style === "unix"
		? /^\/(?:usr\/(?:local\/)?|opt\/homebrew\/|snap\/|run\/current-system\/sw\/)?s?bin\/[^/]+$/
		: /^[a-z]:\\windows\\(?:(?:system32|syswow64|sysnative)\\(?:[^\\]+\\)*)?[^\\]+$/i
	).test(path);

const doesOf = ({ words, assigned, redirected, reads }: Called, style: Style, others: Others): Does => [
	...assignedIn(assigned, words.length > 0),
	...redirected.flatMap(({ writes, to }) =>
		writes && isReboot(words, to)
			? [effect("restart")]
			: writes || /^\/dev\/(?:tcp|udp)\//.test(to.text)
				? onFile("write", to.text)
				: [],
	),
	...(words.length === 0 ? [] : doesOfProgram(words, style, reads, others)),
];

/** https://www.kernel.org/doc/html/latest/admin-guide/sysrq.html */
const isReboot = ([head, ...rest]: CalledWord[], to: CalledWord): boolean =>
	to.text === "/proc/sysrq-trigger" && head?.text === "echo" && rest.at(-1)?.text === "b";

/** What a program with its arguments does. `piped`: the command whose output it reads. */
const doesOfProgram = (words: CalledWord[], style: Style, piped: string | null, others: Others): Does => {
	const [head, ...rest] = words;
	if (head === undefined) return [];
	if (head.constant && head.text !== "") others.calls.add(head.text);
	const places = rest.flatMap(({ text }) => userPlaces(text));
	const name = head.constant && !others.odd.has(head.text) ? programOf(head.text, style) : null;
	const rule = name === null ? undefined : tables[style].get(name);
	if (name === null || rule === undefined) {
		const own = head.constant && others.own.has(head.text);
		return own
			? places
			: [...unknown(rest, contextOf(style, piped, others), head.text || "a command"), ...places];
	}
	const does = [...rule(rest, contextOf(style, piped, others), name), ...places];
	return style === "unix" && isAsOther(name, rest) ? does.filter(({ what }) => what !== "user-places") : does;
};

const contextOf = (style: Style, piped: string | null, others: Others): Context => ({
	style,
	piped,
	inner: (words) => doesOfProgram(words, style, piped, others),
	assigned: (names) =>
		names.flatMap((name) =>
			isName(name, style) ? assignedIn([name.replace(/\+$/, "")], false) : [effect("unknown", `${name}=`)],
		),
});

/** What a program that a command of PowerShell runs does. `calls` gets its name, and those in its arguments. */
export const doesOfNative = (words: CalledWord[], style: Style, calls: Set<string>): Does =>
	doesOfProgram(words, style, null, { ...none, calls });

/** A name that isn't computed. */
const isName = (name: string, style: Style): boolean =>
	style === "unix" ? /^[A-Za-z_]\w*\+?$/.test(name) : !/[%!^"]/.test(name);

/** `cd..`, `cd\\Temp`, `echo.`, `dir/b`: what cmd takes for its own command and an argument. */
const needsNoBlank = /^(?:(cd|chdir)(?:\.\.|\\[\w\\]*)|(echo)\.|(dir|del|copy|rd|md|type)\/\w[\w:/-]*)$/i;

/** By its folder, a program is the one that the table means, or some other. */
const programOf = (text: string, style: Style): string | null => {
	if (style === "windows") {
		const own = needsNoBlank.exec(text);
		if (own) return (own[1] ?? own[2] ?? own[3] ?? "").toLowerCase();
		const [, folder = "", name = ""] = /^([\s\S]*[\\/])?([^\\/]*)$/.exec(text.toLowerCase()) ?? [];
		if (folder !== "" && !isUsual(text, style)) return null;
		return name.replace(/\.(?:exe|com|cmd|bat)$/, "");
	}
	return !text.includes("/") || isUsual(text, style) ? (text.split("/").at(-1) ?? null) : null;
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
