// The card that someone who decides was shown for them alone, on platforms that show each person their own.
import { utf8 } from "../../../protocol/bytes.ts";
import type { AboutPlan } from "../../contracts/session.ts";
import { sha256Hex } from "../../keys/crypto.ts";
import { type Core, worker } from "../core.ts";
import { visitBy } from "../door.ts";
import { judge } from "../plan/rules.ts";
import { record } from "../record.ts";
import { placeOf } from "../tables/plan/served.ts";

/** Cards of one plan that are kept of each person: a machine that comes and goes makes another one each time. */
export const mostServed = 50;

/** Records it as it was served, unless it's what they were served last in that message; that there were more than are kept, once.
 * Only who may decide now is shown it. `card`: its JSON, exactly. */
export const served = async (
	core: Core,
	{ by, plan, pressed, card }: AboutPlan & { card: string },
	at: number,
): Promise<void> => {
	if (!core.store.session.read()) return;
	const { snapshot, person, now } = visitBy(by, await core.snapshot(), at);
	const row = core.store.plans.get(plan);
	if (!row || !pressed || !person) return;
	if (!judge(row, core.store.votes.of(row.id), person, snapshot, now).ok) return;
	const [{ ref }, to] = [pressed, person.id];
	const digest = sha256Hex(utf8(card));
	const before = core.store.served.of(plan, to);
	const { kept, last, over } = before;
	if (over || last[placeOf(ref)] === digest) return;
	core.change(() => {
		if (kept >= mostServed) {
			core.store.served.keep(plan, to, { ...before, over: true });
			record(core, now, worker, { kind: "card.unkept", plan, to, kept });
			return;
		}
		core.store.served.keep(plan, to, { kept: kept + 1, last: { ...last, [placeOf(ref)]: digest }, over });
		record(core, now, worker, { kind: "card.served", plan, ref, to, digest, card });
	});
};
