// A proposal as it comes: its endpoints are asked what its steps are there, then it becomes a plan.
import type { Propose } from "../../../bots/intent.ts";
import type { Answer } from "../../../protocol/refusal.ts";
import type { Core } from "../core.ts";
import { atDoor } from "../door.ts";
import { askAll } from "./preflight.ts";
import { begin, propose, watched } from "./proposing.ts";

export const takeProposal = async (core: Core, intent: Propose): Promise<Answer<{ plan: string }>> => {
	const answer = await checked(core, intent);
	if (answer.ok) void watched(core, answer.plan);
	return answer;
};

/** Meanwhile, all may change: so it is judged before and after. */
const checked = async (core: Core, intent: Propose): Promise<Answer<{ plan: string }>> => {
	const wish = { by: intent.by, action: "propose" };
	const begun = await atDoor(core, wish, (visit) => begin(core, intent, visit));
	if (!begun.ok || !("ask" in begun)) return begun;
	const preflight = await askAll(core, begun.ask);
	return atDoor(core, wish, (visit) => propose(core, intent, visit, preflight));
};
