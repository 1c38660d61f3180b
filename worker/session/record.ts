// Records an event of a session: the only way into its chain. Everything that follows events hangs here.

import type { Actor } from "../../protocol/people.ts";
import type { SessionEventBody, SessionEventKind } from "../../protocol/record/events.ts";
import { type Core, type Recorded, refreshList } from "./core.ts";
import { index } from "./indexing.ts";
import { takesPart } from "./participants.ts";
import { relayMessage } from "./talk/relaying.ts";

/** Appends one event to the chain and tells all who listen, in the same transaction; returns its number. */
export const record = (core: Core, at: number, by: Actor, body: SessionEventBody): number => {
	const seq = core.store.events.append(at, by, body);
	const joins = takesPart(core, by, body);
	for (const hear of listeners) hear(core, { seq, by, body, joins });
	return seq;
};

/** The client's list of sessions learns the newest state. */
const list = (core: Core, recorded: Recorded): void => {
	if (changesList[recorded.body.kind] || recorded.joins) refreshList(core);
};

/** They hear of every event, inside its transaction. For work elsewhere they put an outbox row. */
const listeners: ((core: Core, recorded: Recorded) => void)[] = [relayMessage, list, index];

const changesList = {
	"session.opened": true,
	"session.taken": true,
	"session.handed": true,
	"session.closed": true,
	"session.reopened": true,
	"ticket.set": true,
	"thread.opened": false,
	"thread.heard": false,
	"thread.unopened": false,
	"message.said": false,
	"message.attached": false,
	"message.edited": false,
	"message.deleted": false,
	"plan.proposed": true,
	"card.shown": false,
	"card.served": false,
	"card.unkept": false,
	"card.mailed": false,
	"approver.unreached": false,
	"plan.escalated": true,
	"question.asked": false,
	"plan.ruled": true,
	"plan.timed": true,
	"standing.given": false,
	"secrets.entered": true,
	"vote.cast": true,
	"vote.proved": false,
	"attempt.refused": false,
	"attempts.counted": false,
	"plan.decided": true,
	"plan.undelivered": true,
	"plan.accepted": true,
	"plan.refused": true,
	"plan.unheard": true,
	"cancel.asked": true,
	"run.started": true,
	"run.drift": false,
	"run.ended": true,
	"prompt.asked": false,
	"prompt.answered": false,
	"prompt.cleared": false,
	"prompt.rejected": false,
	"prompt.unopened": false,
	"prompt.expired": false,
	"run.stopped": true,
	integrity: true,
	"head.signed": false,
	"head.stamped": false,
	"link.issued": false,
	"erasure.asked": true,
	"erasure.ended": true,
	erased: true,
} satisfies Record<SessionEventKind, boolean>;
