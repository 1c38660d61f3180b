// What was found, within the bounds that a plan has for it: what doesn't fit is left out, and the answer says so.
import {
	Calls,
	type PreflightAnswer,
	preflightLimit,
	StepPreflight,
	type StepProblem,
} from "../../protocol/plan/preflight.ts";
import type { Found } from "./found.ts";

/** Null: even what must be said doesn't fit. */
export const bounded = (all: Found[]): PreflightAnswer | null => {
	for (let most: number = preflightLimit.names; ; most >>= 1) {
		const answer: PreflightAnswer = { state: "checked", steps: all.map((found) => step(found, most)) };
		if (Buffer.byteLength(JSON.stringify(answer)) <= preflightLimit.answer) return answer;
		if (most === 0) return null;
	}
};

/** What a schema doesn't take, such as a path of half a character, is left out as well. A step that can't be parsed is always said
 * to be one: it is refused for that. */
const step = ({ parsed, problems, names, calls, effects }: Found, most: number): StepPreflight => {
	const { problems: Problems, names: Names, effects: Effects } = StepPreflight.shape;
	const sayable = problems.filter((one) => Problems.element.safeParse(one).success);
	const syntax = sayable.filter(isSyntax);
	const others = sayable.filter((one) => !isSyntax(one));
	const room = Math.min(most, preflightLimit.problems);
	const fitting = {
		problems: [...syntax, ...others].slice(0, Math.max(room, Math.min(syntax.length, 1))),
		names: names.filter((one) => Names.element.safeParse(one).success).slice(0, most),
		effects: effects
			.filter((one) => Effects.element.safeParse(one).success)
			.slice(0, Math.min(most, preflightLimit.effects)),
	};
	const cut =
		fitting.problems.length < problems.length ||
		fitting.names.length < names.length ||
		fitting.effects.length < effects.length;
	const calling = Calls.safeParse(calls);
	const fits = calling.success && calling.data.length <= most;
	return { parsed, ...fitting, cut, ...(fits ? { calls: calling.data } : {}) };
};

const isSyntax = ({ what }: StepProblem): boolean => what === "syntax";
