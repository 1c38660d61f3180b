// A proposal as it comes: its endpoints are asked what its steps are there, then it becomes a plan.
import type { Answer } from "../../../protocol/refusal.ts";
import type { Proposed } from "../../contracts/values/proposed.ts";
import type { Scan } from "../../contracts/values/scan.ts";
import { objectOf } from "../../durable/places.ts";
import type { Core } from "../core.ts";
import { atDoor, neverOpened } from "../door.ts";
import { askAll, unasked } from "./preflight.ts";
import { begin, planFrom, propose, watched } from "./proposing.ts";
import { standingFor } from "./standing.ts";

export const takeProposal = async (
	core: Core,
	intent: Proposed,
	scans: readonly Scan[],
): Promise<Answer<{ plan: string }>> => {
	const answer = await checked(core, intent, scans);
	if (answer.ok) void watched(core, answer.plan);
	return answer;
};

/** Meanwhile, all may change: so it is judged before and after. */
const checked = async (
	core: Core,
	intent: Proposed,
	scans: readonly Scan[],
): Promise<Answer<{ plan: string }>> => {
	const wish = { by: intent.by, action: "propose", scans };
	const session = core.store.session.read();
	if (!session) return neverOpened;
	const runs = await objectOf(core.env.CLIENT, session.client).runsLeft();
	const begun = await atDoor(core, wish, (visit) => begin(core, intent, { ...visit, runs }));
	if (!begun.ok || "plan" in begun) return begun;
	const { ask, drafted, visit } = begun;
	const preflight = ask ? await askAll(core, ask) : unasked(drafted.endpoints);
	// What becomes no plan needs no run of one.
	const fits = planFrom(core, drafted, visit, preflight).ok;
	const standing = fits ? await standingFor(core, intent, drafted, preflight, visit) : null;
	return atDoor(core, wish, (again) => propose(core, intent, again, preflight, standing));
};
