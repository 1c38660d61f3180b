// Proposals whose answers were lost, as this object restarted meanwhile: they go on, unchecked, and the card says so.
import type { Refusal } from "../../../protocol/refusal.ts";
import { refusalText } from "../../../words/refusals.ts";
import type { Proposed } from "../../contracts/values/proposed.ts";
import { textsOfDraft } from "../../contracts/values/scan.ts";
import { scansOf } from "../../durable/scans.ts";
import { logged } from "../../log.ts";
import { scanned } from "../../scan.ts";
import type { Core } from "../core.ts";
import { type Visit, visitBy } from "../door.ts";
import { record } from "../record.ts";
import { mention, notice } from "../show/views.ts";
import { unasked } from "./preflight.ts";
import { propose, watched } from "./proposing.ts";

/** One that breaks is dropped: it would break each time, and hold up all that comes after it. */
export const onTime = async (core: Core, now: number): Promise<void> => {
	for (const once of core.store.proposals.overdue(now))
		try {
			const intent = core.store.proposals.get(once);
			if (intent) await goOn(core, intent, now);
		} catch (error) {
			logged(error);
			core.change(() => core.store.proposals.drop(once));
		}
};

/** Its scans are as good as those that the door sent: they aren't kept, and this object answers others between two pieces. */
const goOn = async (core: Core, intent: Proposed, now: number): Promise<void> => {
	const scans = await scanned(...textsOfDraft(intent.draft));
	// Meanwhile it may have come again.
	if (!core.store.proposals.has(intent.once)) return;
	const { snapshot } = core.self();
	const visit = visitBy(intent.by, snapshot, now, scansOf(scans));
	const endpoints = snapshot.endpoints.filter(({ id }) => intent.draft.endpoints.includes(id));
	// The answer of a client that was asked was lost, too.
	const asked = snapshot.standing ? { ruled: null } : null;
	const answer = propose(core, intent, visit, unasked(endpoints), asked);
	if (answer.ok) void watched(core, answer.plan);
	else refused(core, intent, visit, answer.refusal);
};

/** No dialog is open any more that could say so. */
const refused = (
	core: Core,
	{ once, draft }: Proposed,
	{ actor, person, now }: Visit,
	refusal: Refusal,
): void =>
	core.change(() => {
		record(core, now, actor, { kind: "attempt.refused", plan: null, action: "propose", refusal });
		if (!person) return;
		const said = notice(core, "unproposed", [mention(core)(person)], "Caisey", null, refusalText(refusal));
		core.put(`unproposed:${once}`, "private", {
			type: "tell",
			key: `unproposed:${once}`,
			identities: person.identities,
			notice: { ...said, changes: draft.words.changes },
		});
	});

export const nextTime = (core: Core): number | null =>
	core.store.session.read() ? core.store.proposals.nextDue() : null;
