// What differs between the environments of two runs, the most telling first. Pure: the Worker keeps the snapshots.
import type { Drift, DriftChange, DriftScope, EarlierRun } from "../protocol/record/drift.ts";
import type { RunContext } from "../protocol/record/records.ts";
import { entriesIn, factKind, isNoise, isNoisyVariable, unknownEntry } from "./environment.ts";
import { startOf } from "./line.ts";

/** One part of an environment. A fact counts only where both runs have it, since agents learn to tell more; a list or the
 * variables count entry by entry. */
export type Part = {
	facts: Record<string, string>;
	lists: Record<string, string[]>;
	/** Null: masked on the endpoint. Masked values are never compared. */
	variables: Record<string, string | null>;
};
export type Parts = Record<DriftScope, Part>;

/** The parts of a run's environment. What belongs to the one command (its working directory, program, arguments) is no part of it. */
export const partsOf = (context: RunContext): Parts => {
	const { user, os, shell } = context;
	const parts: Parts = { machine: empty(), account: empty(), shell: empty() };
	Object.assign(parts.machine.facts, {
		"Agent version": context.agentVersion,
		OS: [os.platform, os.release, os.version].filter(Boolean).join(" "),
		Architecture: os.arch,
		Hostname: os.hostname,
		"Boot id": context.bootId,
	});
	Object.assign(parts.account.facts, { User: user.name, "User id": user.id, Elevated: yesNo(user.elevated) });
	parts.account.lists.Group = user.groups;
	Object.assign(parts.shell.facts, {
		Shell: shell.path,
		// What could not be read is no value.
		...(shell.version === null ? {} : { "Shell version": shell.version }),
		...(shell.sha256 === null ? {} : { "Shell SHA-256": shell.sha256 }),
		Locale: context.locale,
		"Time zone": context.timeZone,
	});
	for (const [name, value] of Object.entries(context.facts)) addFact(parts, name, value);
	for (const { name, value, masked } of context.env)
		addVariable(parts.shell, name, masked ? null : value, os.platform);
	return parts;
};

const empty = (): Part => ({ facts: {}, lists: {}, variables: {} });
const yesNo = (yes: boolean): string => (yes ? "yes" : "no");

const addFact = (parts: Parts, name: string, value: string): void => {
	if (isNoise(name)) return;
	const { scope, each } = factKind(name);
	const entries = each === undefined ? null : entriesIn(value);
	if (each === undefined || entries === null) parts[scope].facts[name] = value;
	else parts[scope].lists[each] = entries;
};

const addVariable = (part: Part, name: string, value: string | null, platform: string): void => {
	if (/^path$/i.test(name) && value !== null)
		part.lists[pathEntry] = value.split(platform === "win32" ? ";" : ":");
	else if (!isNoisyVariable(name)) part.variables[name] = value;
};

const [pathEntry, missingEntry] = ["PATH entry", "Missing PATH entry"];

/** An earlier run, and what it found of one part. */
export type Earlier = { run: EarlierRun; part: Part };

/** Each part against the last run that has it, as far as there is one. */
export const driftOf = (now: Parts, earlier: Partial<Record<DriftScope, Earlier>>): Drift => {
	const since: Drift["since"] = {};
	const changes = (["machine", "account", "shell"] as const).flatMap((scope): DriftChange[] => {
		const before = earlier[scope];
		if (!before) return [];
		since[scope] = before.run;
		return changesOf(before.part, now[scope]).map((change) => ({ scope, ...change }));
	});
	return lessOf({ since, changes: changes.sort((a, b) => rankOf(a) - rankOf(b)) }, whole);
};

/** How much of a drift is kept: changes, UTF-16 units of them as JSON, and units of a name and of a value. */
type Size = { changes: number; units: number; what: number; value: number };

/** The agent names what it likes: a drift is stored with its run, and again as an event, each in one row. */
const whole: Size = { changes: 500, units: 400_000, what: 300, value: 2_000 };

/** The first changes of it, their texts cut, and how many more there are. */
export const lessOf = ({ since, changes, more: before = 0 }: Drift, size: Size): Drift => {
	const kept = fitting(
		changes.slice(0, size.changes).map((change) => short(change, size)),
		size.units,
	);
	const more = changes.length - kept.length + before;
	return { since, changes: kept, ...(more > 0 && { more }) };
};

const short = (change: DriftChange, longest: Size): DriftChange => ({
	...change,
	what: cut(change.what, longest.what),
	before: change.before && cut(change.before, longest.value),
	now: change.now && cut(change.now, longest.value),
});
const cut = (text: string, most: number): string =>
	text.length > most ? `${startOf(text, most - 1)}…` : text;

/** The first of them that aren't too long together. */
const fitting = (changes: DriftChange[], mostUnits: number): DriftChange[] => {
	let units = 0;
	const first = changes.findIndex((change) => {
		units += JSON.stringify(change).length;
		return units > mostUnits;
	});
	return first === -1 ? changes : changes.slice(0, first);
};

/** Names are the agent's: one may be that of a method of every object. */
const own = <Value>(values: Record<string, Value>, name: string): Value | undefined =>
	Object.hasOwn(values, name) ? values[name] : undefined;

type Change = Omit<DriftChange, "scope">;

const changesOf = (before: Part, now: Part): Change[] => [
	...Object.entries(now.facts).flatMap(([what, value]): Change[] => {
		const was = own(before.facts, what);
		return was === undefined || was === value ? [] : [{ what, before: was, now: value }];
	}),
	...Object.entries(now.lists).flatMap(([what, entries]) => entriesOf(what, before.lists[what], entries)),
	...variablesOf(before.variables, now.variables),
];

const entriesOf = (what: string, before: string[] | undefined, now: string[]): Change[] => {
	if (!before) return [];
	// Of what isn't known in one of the two runs, no change is known.
	const unknown = new Set(what === missingEntry ? [...before, ...now].map(unknownEntry) : []);
	const known = (all: string[]) => all.filter((one) => !unknown.has(unknownEntry(one) ?? one));
	const [was, is] = [new Set(known(before)), new Set(known(now))];
	const gone = [...was].filter((one) => !is.has(one)).map((one) => ({ what, before: one, now: null }));
	const added = [...is].filter((one) => !was.has(one)).map((one) => ({ what, before: null, now: one }));
	const changes = [...gone, ...added];
	const reordered = changes.length === 0 && what === pathEntry && before.join("\n") !== now.join("\n");
	return reordered ? [{ what: "PATH order", before: before.join("; "), now: now.join("; ") }] : changes;
};

const variablesOf = (before: Part["variables"], now: Part["variables"]): Change[] =>
	[...new Set([...Object.keys(before), ...Object.keys(now)])].sort().flatMap((name): Change[] => {
		const [was, is] = [own(before, name), own(now, name)];
		if (was === is) return [];
		const told = (value: string | null | undefined) => (value === undefined ? null : (value ?? maskedValue));
		return [{ what: variableName(name), before: told(was), now: told(is) }];
	});

const variable = "Variable ";
const variableName = (name: string): string => variable + name;
/** In place of a value that stays on the endpoint. */
export const maskedValue = "(masked)";

const ranks: Record<string, number> = {
	User: 2,
	"User id": 2,
	Elevated: 2,
	Group: 2,
	[pathEntry]: 3,
	"PATH order": 3,
	Hostname: 3,
	"Profile file": 4,
	Update: 4,
	[missingEntry]: 3,
	Shell: 4,
	"Shell version": 4,
	OS: 4,
	"Agent version": 5,
	Architecture: 4,
	Locale: 5,
	"Time zone": 5,
	"Shell SHA-256": 6,
	"Boot id": 8,
};

/** How telling a change is; those of one rank keep their order. */
const rankOf = ({ what }: DriftChange): number =>
	own(ranks, what) ?? (what.startsWith(variable) ? 7 : factKind(what).rank);

/** The changes that a card counts: without those that only say why another one is there. */
export const headlines = (changes: DriftChange[]): DriftChange[] => {
	const names = new Set(changes.map(({ what }) => what));
	const explaining = Object.entries(explains).filter(([name]) => names.has(name));
	return changes.filter(
		({ what }) => !explaining.some(([name, others]) => name !== what && others.test(what)),
	);
};

/** The effective policy, and the scope that gives it; a shell's version, and its file. */
const explains: Record<string, RegExp> = {
	ExecutionPolicy: /^ExecutionPolicy /,
	"Shell version": /^(?:Shell SHA-256|PSVersion|PSVersionTable)$/,
	PSVersion: /^(?:PSVersionTable|Shell SHA-256)$/,
	User: /^User id$/,
};
