// What makes a program run a command beside what it is for: an option's value, an operand, what it reads. Said beside its row.
import type { CalledWord } from "../called.ts";
import { argumentsOf } from "./arguments.ts";
import { type Context, type Rule, textOf, unknown, unseen } from "./rules.ts";

/** Whether these arguments hold a command, or lead to one. `unclear`: a computed word may turn out to. */
export type Hook = (words: CalledWord[], context: Context) => boolean | "unclear";

/** One of these options is there, also abbreviated, as most programs take it. `withValue`: other options that take the next word. */
export const options =
	(names: string, withValue = ""): Hook =>
	(given, { style }) => {
		const { groups, unclear } = argumentsOf(given, style, `${names} ${withValue}`);
		const all = names.split(" ");
		const isOne = (name: string) =>
			all.some((one) => name === one || (/^--./.test(name) && /^--/.test(one) && one.startsWith(name)));
		return groups.flat().some(({ name }) => isOne(name)) || (unclear && "unclear");
	};

/** One of the words is of this form. */
export const words =
	(form: RegExp): Hook =>
	(given, { style }) =>
		given.some(({ text }) => form.test(text)) || (argumentsOf(given, style).unclear && "unclear");

export const any =
	(...hooks: Hook[]): Hook =>
	(...given) => {
		const said = hooks.map((one) => one(...given));
		return said.includes(true) || (said.includes("unclear") && "unclear");
	};

export const always: Hook = () => true;
export const piped: Hook = (_, context) => context.piped !== null;

/** An option that is called so runs a program in most that have one. */
const general =
	/^--?(?:[\w]+-)*(?:hooks?|command|cmd|program|prog|exec|execute|eval|passwordeval|scripts?|filter|askpass|modprobe|pager|editor|shell|rsh|pipe|invoke|helper|plugins?|modules?|config|config-file|conf|rcfile)(?:=|$)/i;

/** Options that are called so and are for something else. `find` tells its own apart. */
const otherwise: Record<string, RegExp> = {
	...Object.fromEntries(["useradd", "adduser", "usermod", "chsh"].map((name) => [name, /^--shell/])),
	rsync: /^--filter/,
	find: /^/,
};

/** The rows of a system, each with what else its programs run. What only reads has no such option. */
export const withHooks = (
	rows: [names: string, rule: Rule][],
	hooks: [names: string, hook: Hook][],
): [names: string, rule: Rule][] => {
	const byName = new Map(hooks.flatMap(([names, hook]) => names.split(" ").map((name) => [name, hook])));
	return rows.flatMap(([names, rule]) =>
		names.split(" ").map((name): [string, Rule] => [name, hooked(name, rule, byName.get(name))]),
	);
};

const hooked =
	(program: string, rule: Rule, hook: Hook = () => false): Rule =>
	(given, context, name) => {
		const does = rule(given, context, name);
		const said = hook(given, context);
		if (does.some(({ what }) => what === "unseen" || what === "unknown")) return does;
		if (said === true || (does.length > 0 && hasGeneral(program, given)))
			return [...unseen(given, context, name), ...does];
		return said === "unclear" ? [...does, ...unknown(given, context, name)] : does;
	};

const hasGeneral = (program: string, given: CalledWord[]): boolean =>
	given.map(textOf).some((text) => general.test(text) && !otherwise[program]?.test(text));
