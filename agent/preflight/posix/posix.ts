// Steps of sh and bash before they run: parsed by the shell itself, their names looked up.
import { effectsOfCalls } from "../../../domain/effects/programs/judge.ts";
import type { Found, Where } from "../found.ts";
import { commandsIn } from "./commands.ts";
import { namesIn } from "./names.ts";
import { syntaxProblem } from "./syntax.ts";

export const findPosix = async (text: string, where: Where): Promise<Found> => {
	const syntax = await syntaxProblem(text, where);
	if (syntax) return { parsed: true, problems: [syntax], names: [], calls: null, effects: [] };
	const calls = commandsIn(text);
	const { names, missing, calls: called } = await namesIn(calls, where);
	return {
		parsed: true,
		problems: missing,
		names,
		calls: called,
		effects: effectsOfCalls(calls, "unix", names),
	};
};
