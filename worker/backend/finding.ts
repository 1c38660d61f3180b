// The session that an intent is about: by its thread, by its id, or by the pressed card.
import type * as Intent from "../../bots/intent.ts";
import { PlanId, SessionId } from "../../protocol/ids.ts";
import type { Place } from "../../protocol/record/events.ts";
import { type Answer, refuse } from "../../protocol/refusal.ts";
import type { AboutPlan, Pressed } from "../contracts/session.ts";
import type { FoundThread } from "../contracts/workspace.ts";
import type { Env } from "../env.ts";
import { lostConversation, toConversationLog, toTranscript, type Unrecorded } from "./door.ts";
import { underFirstId } from "./first-id.ts";
import { workspaceFrom } from "./known.ts";

type OnCard = Intent.OnPlan | Intent.Vote | Intent.Ask;
type OnCardOf = AboutPlan & { pressed: Pressed };

export const finding = (env: Env) => ({
	/** The session whose thread this is, where what happens there is that session's. */
	byThread: async ({
		workspace,
		channel,
		thread,
	}: Place): Promise<({ ok: true } & FoundThread) | Unrecorded | Extract<Answer<object>, { ok: false }>> => {
		const found = await (await workspaceFrom(env, workspace)).sessionIn(channel, thread);
		if (!found) return refuse({ code: "no-thread" });
		return found.lost ? lostConversation(found.session) : { ok: true, ...found };
	},
	/** A session that is named by its id, as buttons name it, has to have a thread in the conversation in which it is named. */
	byId: async (
		{ workspace, channel }: Place,
		id: string,
	): Promise<Answer<{ session: string }> | Unrecorded> => {
		const tied = SessionId.safeParse(id).success
			? await (await workspaceFrom(env, workspace)).tied(id, channel)
			: null;
		if (!tied) return toTranscript({ code: "wrong-place" }, id);
		return tied.lost ? lostConversation(id) : { ok: true, session: id };
	},
	/** Asks the session whose card was pressed. */
	onCard: async <T>(
		intent: OnCard,
		then: (session: string, wish: OnCardOf) => Promise<Answer<T>>,
	): Promise<Answer<T> | Unrecorded> => {
		const found = await sessionOfPress(env, intent);
		if (!found) return toConversationLog({ code: "wrong-place" }, intent.plan);
		if (found.lost) return lostConversation(found.session);
		const { by, plan, place, ref } = underFirstId(intent, found);
		return then(found.session, { by, plan, pressed: { place, ref, ofPlan: found.ofPlan } });
	},
});
export type Finding = ReturnType<typeof finding>;

/** The session of the conversation in which a plan's card was pressed: its thread, or the card's own message. */
const sessionOfPress = async (env: Env, intent: OnCard) => {
	const { by, place, plan, ref } = intent;
	if (!PlanId.safeParse(plan).success) return null;
	const { workspace, channel, thread } = place;
	const editAt = "editAt" in intent ? intent.editAt : undefined;
	const press = { channel, thread, message: ref.message, plan, by: by.identity, editAt };
	return (await workspaceFrom(env, workspace)).sessionOfPress(press);
};
