// What was found, within the bounds that a plan has for it: what doesn't fit is left out, and the answer says so.
import { type PreflightAnswer, preflightLimit, StepPreflight } from "../../protocol/plan/preflight.ts";
import type { Found } from "./found.ts";

export const bounded = (all: Found[]): PreflightAnswer => {
	let most: number = preflightLimit.names;
	for (;;) {
		const answer: PreflightAnswer = { state: "checked", steps: all.map((found) => step(found, most)) };
		if (most === 0 || Buffer.byteLength(JSON.stringify(answer)) <= preflightLimit.answer) return answer;
		most = most > 1 ? most >> 1 : 0;
	}
};

/** What a schema doesn't take, such as a path of half a character, is left out as well. */
const step = ({ parsed, problems, names, effects }: Found, most: number): StepPreflight => {
	const { problems: Problems, names: Names, effects: Effects } = StepPreflight.shape;
	const fitting = {
		problems: problems
			.filter((one) => Problems.element.safeParse(one).success)
			.slice(0, Math.min(most, preflightLimit.problems)),
		names: names.filter((one) => Names.element.safeParse(one).success).slice(0, most),
		effects: effects
			.filter((one) => Effects.element.safeParse(one).success)
			.slice(0, Math.min(most, preflightLimit.effects)),
	};
	const cut =
		fitting.problems.length < problems.length ||
		fitting.names.length < names.length ||
		fitting.effects.length < effects.length;
	return { parsed, ...fitting, cut };
};
