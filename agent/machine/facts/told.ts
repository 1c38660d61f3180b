// What can't be learned is said, with the reason, and never left out.
import { untold } from "../../../domain/environment.ts";
import { words } from "../../commands/failure.ts";

export type Facts = Record<string, string>;
/** How each fact is learned, by its name. */
export type Questions = Record<string, () => string | Promise<string>>;

/** What would be the agent's account's in the place of the logged-on user's of Windows. */
export const asAgent = `${untold}asked as the agent's account`;

export const told = async (questions: Questions): Promise<Facts> =>
	Object.fromEntries(
		await Promise.all(Object.entries(questions).map(async ([name, ask]) => [name, await answer(ask)])),
	);

const answer = async (ask: () => string | Promise<string>): Promise<string> => {
	try {
		return await ask();
	} catch (thrown) {
		return untold + words(thrown);
	}
};
