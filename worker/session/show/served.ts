// The card that someone who decides was shown for them alone, on platforms that show each person their own.
import { utf8 } from "../../../protocol/bytes.ts";
import type { AboutPlan } from "../../contracts/session.ts";
import { sha256Hex } from "../../keys/crypto.ts";
import { type Core, worker } from "../core.ts";
import { visitBy } from "../door.ts";
import { judge } from "../plan/rules.ts";
import { record } from "../record.ts";

/** Texts of one plan's card: each change of it is another one for each who decides. */
export const mostServed = 200;

/** Records it as it was served, once for each text. Only who may decide now is shown it. `card`: its JSON, exactly. */
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
	const digest = sha256Hex(utf8(card));
	const before = core.store.served.of(plan);
	if (before.length >= mostServed || before.includes(digest)) return;
	const { ref } = pressed;
	core.change(() => {
		core.store.served.keep(plan, [...before, digest]);
		record(core, now, worker, { kind: "card.served", plan, ref, to: person.id, digest, card });
	});
};
