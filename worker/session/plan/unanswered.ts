// Proposals whose answers were lost, as this object restarted meanwhile: they go on, unchecked, and the card says so.
import type { Core } from "../core.ts";
import { visitBy } from "../door.ts";
import { record } from "../record.ts";
import { unasked } from "./preflight.ts";
import { propose } from "./proposing.ts";

export const onTime = (core: Core, now: number): void => {
	const { snapshot } = core.self();
	for (const intent of core.store.proposals.overdue(now)) {
		const visit = visitBy(intent.by, snapshot, now);
		const endpoints = snapshot.endpoints.filter(({ id }) => intent.draft.endpoints.includes(id));
		const answer = propose(core, intent, visit, unasked(endpoints));
		if (answer.ok) continue;
		const { refusal } = answer;
		core.change(() =>
			record(core, now, visit.actor, { kind: "attempt.refused", plan: null, action: "propose", refusal }),
		);
	}
};

export const nextTime = (core: Core): number | null =>
	core.store.session.read() ? core.store.proposals.nextDue() : null;
