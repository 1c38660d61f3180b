// Which argument belongs to which parameter: by name, alias, abbreviation and position.
import type { CalledWord } from "../called.ts";
import type { Command } from "./command.ts";
import { commonSwitches, commonValues } from "./parameters.ts";

export type Bound = {
	/** What a parameter was given; null: nothing that can be told. */
	get: (parameter: string) => CalledWord[] | null;
	/** Whether it was given, with or without a value. */
	has: (parameter: string) => boolean;
	/** Whether a switch is on: `-Force`, but not `-Force:$false`. */
	on: (parameter: string) => boolean;
	/** Positions that no parameter of the row takes. */
	rest: CalledWord[];
};

/** `parameters`: those of a row, divided by blanks, with their aliases and position: `Path|LiteralPath|PSPath@0 Name@1`. */
export const bound = (command: Command, parameters: string): Bound => {
	const slots = parameters.split(" ").filter(Boolean).map(slot);
	const given = new Map<string, CalledWord[] | null>();
	const positions: CalledWord[][] = [];
	let sure = !command.splatted;
	for (let i = 0; i < command.elements.length; i++) {
		const one = command.elements[i];
		if (one === undefined) continue;
		if ("argument" in one) {
			positions.push(one.argument.texts);
			continue;
		}
		const next = command.elements[i + 1];
		const following = next && "argument" in next ? next.argument.texts : null;
		const own = slotOf(slots, one.parameter);
		const name = own?.names[0] ?? one.parameter;
		const isSwitch = own ? own.isSwitch : startsOne(commonSwitches, one.parameter);
		const takesNext =
			one.value === null && !isSwitch && (own !== undefined || startsOne(commonValues, one.parameter));
		if (!own && !isSwitch && !startsOne(commonValues, one.parameter)) sure = false;
		given.set(name, one.value?.texts ?? (takesNext ? following : null));
		if (takesNext && following !== null) i++;
	}
	const free = slots.filter(({ position, names }) => position !== null && !given.has(names[0] ?? ""));
	free.sort((a, b) => (a.position ?? 0) - (b.position ?? 0));
	for (const [i, { names }] of free.entries()) {
		const texts = positions[i];
		if (texts !== undefined) given.set(names[0] ?? "", sure ? texts : null);
	}
	return {
		get: (parameter) => given.get(parameter.toLowerCase()) ?? null,
		has: (parameter) => given.has(parameter.toLowerCase()),
		on: (parameter) => {
			const value = given.get(parameter.toLowerCase());
			return value !== undefined && value?.[0]?.text.toLowerCase() !== "$false";
		},
		rest: positions.slice(free.length).flat(),
	};
};

type Slot = { names: string[]; position: number | null; isSwitch: boolean };

const slot = (text: string): Slot => {
	const [names = "", position] = text.replace(/\?$/, "").split("@");
	return {
		names: names.toLowerCase().split("|"),
		position: position === undefined ? null : Number(position),
		isSwitch: text.endsWith("?"),
	};
};

/** A whole name comes before the beginning of another. */
const slotOf = (slots: Slot[], parameter: string): Slot | undefined => {
	const exact = slots.find(({ names }) => names.includes(parameter));
	if (exact || commonSwitches.includes(parameter) || commonValues.includes(parameter)) return exact;
	return slots.find(({ names }) => names.some((name) => name.startsWith(parameter)));
};

const startsOne = (names: string[], start: string): boolean => names.some((name) => name.startsWith(start));
