// Proposals whose answers were lost, as this object restarted meanwhile: they go on, unchecked, and the card says so.
import type { Refusal } from "../../../protocol/refusal.ts";
import { refusalText } from "../../../words/refusals.ts";
import type { Proposed } from "../../contracts/values/proposed.ts";
import { logged } from "../../log.ts";
import type { Core } from "../core.ts";
import { type Visit, visitBy } from "../door.ts";
import { record } from "../record.ts";
import { mention, notice } from "../show/views.ts";
import { unasked } from "./preflight.ts";
import { propose, watched } from "./proposing.ts";

/** One that breaks is dropped: it would break each time, and hold up all that comes after it. */
export const onTime = (core: Core, now: number): void => {
	for (const once of core.store.proposals.overdue(now))
		try {
			const intent = core.store.proposals.get(once);
			if (intent) goOn(core, intent, now);
		} catch (error) {
			logged(error);
			core.change(() => core.store.proposals.drop(once));
		}
};

const goOn = (core: Core, intent: Proposed, now: number): void => {
	const { snapshot } = core.self();
	const visit = visitBy(intent.by, snapshot, now);
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
