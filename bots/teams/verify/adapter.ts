// botbuilder, and all that is known of it: it runs one turn. What replaces it replaces this file.
import { type Activity, BotAdapter, TurnContext } from "botbuilder-core";

/** Runs `work` as the turn of what was posted, which is verified by then. Rejects if `work` does. */
export const inTurn = async <T>(posted: object, work: () => Promise<T>): Promise<T> => {
	const turn: { answer?: Awaited<T> } = {};
	await adapter.run(posted, async () => {
		turn.answer = await work();
	});
	if (!("answer" in turn)) throw new Error("a turn without an end");
	return turn.answer;
};

class Adapter extends BotAdapter {
	run(activity: Partial<Activity>, work: () => Promise<void>): Promise<void> {
		return this.runMiddleware(new TurnContext(this, activity), work);
	}
	override sendActivities = never;
	override updateActivity = never;
	override deleteActivity = never;
	override continueConversation = never;
}

/** `connector.ts` alone calls Teams. */
const never = async (): Promise<never> => {
	throw new Error("botbuilder posts nothing here");
};

const adapter = new Adapter();
