// Which session an intent is about: by its thread, by its id, or by the card that was pressed.
import type * as Intent from "../../bots/intent.ts";
import { PlanId, SessionId } from "../../protocol/ids.ts";
import { type Answer, refuse } from "../../protocol/refusal.ts";
import { workspaceOf } from "../durable/places.ts";
import type { Env } from "../env.ts";
import { keptAs } from "./kept.ts";
import type { Refusals, Wanted } from "./refusals.ts";

type OnCard = Intent.OnPlan | Intent.Vote | Intent.Ask;

export const finding = (env: Env, { notHeard, tried, astray }: Refusals) => ({
	/** The session whose thread this is, where what happens there is that session's. */
	heardAt: async (intent: Wanted, what: string) => {
		const { workspace, channel, thread } = intent.place;
		const found = await workspaceOf(env.WORKSPACE, workspace).sessionIn(channel, thread);
		if (!found) return refuse({ code: "no-thread" });
		return found.lost ? notHeard(intent, what, found.session) : { ok: true as const, ...found };
	},
	/** A session that is named by its id, as buttons name it, has to have a thread in the conversation in which it is named. */
	namedAt: async (intent: Wanted, what: string, id: string): Promise<Answer<{ session: string }>> => {
		const { workspace, channel } = intent.place;
		const tied = SessionId.safeParse(id).success
			? await workspaceOf(env.WORKSPACE, workspace).tied(id, channel)
			: null;
		if (tied) return tied.lost ? notHeard(intent, what, id) : { ok: true, session: id };
		const refusal = { code: "wrong-place" } as const;
		await tried(intent, what, refusal, id);
		return refuse(refusal);
	},
	/** Asks the session whose card was pressed. */
	onCard: async <I extends OnCard, T>(
		intent: I,
		what: string,
		then: (session: string, intent: I, ofPlan: boolean) => Promise<Answer<T>>,
	): Promise<Answer<T>> => {
		const found = await sessionOfPlan(env, intent);
		if (!found) return astray(intent, what);
		if (found.lost) return notHeard(intent, what, found.session);
		return then(found.session, keptAs(intent, found), found.ofPlan);
	},
});
export type Finding = ReturnType<typeof finding>;

/** The session of the conversation in which a plan's card was pressed: its thread, or the card's own message. */
const sessionOfPlan = async (env: Env, { by, place, plan, ref }: OnCard) => {
	if (!PlanId.safeParse(plan).success) return null;
	const { workspace, channel, thread } = place;
	const press = { channel, thread, message: ref.message, plan, by: by.identity };
	return workspaceOf(env.WORKSPACE, workspace).sessionOfCard(press);
};
