// Who took part in a session: they may read it, whatever their role.

import type { Actor } from "../../protocol/people.ts";
import type { SessionEventBody, SessionEventKind } from "../../protocol/record/events.ts";
import type { Readers } from "../contracts/session.ts";
import type { Core } from "./core.ts";

/** What people do in a session. Refused attempts and links don't count. */
const deeds: SessionEventKind[] = [
	"session.opened",
	"session.taken",
	"session.handed",
	"session.closed",
	"session.reopened",
	"ticket.set",
	"message.said",
	"message.attached",
	"plan.proposed",
	"vote.cast",
	"standing.given",
	"question.asked",
	"secrets.entered",
	"cancel.asked",
	"prompt.answered",
	"prompt.cleared",
	"erasure.asked",
];

type Stored = Pick<Core, "store">;

/** The ids of the people who asked for it or did something in it. A session of an earlier version keeps them from now on. */
export const participants = (core: Stored): string[] => {
	const { session, participants: kept } = core.store;
	const known = kept.read();
	if (known !== null || !session.read()) return known ?? [];
	const found = gathered(core);
	kept.keep(found);
	return found;
};

/** Deputies read what nobody decided in time, since they may decide it. */
export const readers = (core: Stored): Readers => ({
	participants: participants(core),
	escalated: core.store.plans
		.unfinished()
		.some(({ state, escalated }) => state === "open" && escalated !== null),
});

/** The same, by its events. */
export const gathered = ({ store }: Stored): string[] => {
	const asker = store.session.read()?.requester.person ?? null;
	return [...new Set([...(asker === null ? [] : [asker]), ...store.events.actorsOf(...deeds)])];
};

/** Inside an event's transaction: whether it is the first thing that its person did here. It is kept that they took part. */
export const takesPart = (core: Stored, by: Actor, body: SessionEventBody): boolean => {
	const known = core.store.participants.read();
	const { person } = by;
	const isNew = person !== null && deeds.includes(body.kind) && known?.includes(person) !== true;
	if (known === null) core.store.participants.keep(gathered(core));
	else if (isNew) core.store.participants.keep([...known, person]);
	return isNew;
};
