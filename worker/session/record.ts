// Records an event of a session: the only way into its chain. Everything that follows events hangs here.

import type { Actor } from "../../protocol/people.ts";
import type { SessionEventBody, SessionEventKind } from "../../protocol/record/events.ts";
import { type Core, type Recorded, refreshList } from "./core.ts";
import { relayMessage } from "./talk/relaying.ts";

/** Appends one event to the chain and tells all who listen, in the same transaction; returns its number. */
export const record = (core: Core, at: number, by: Actor, body: SessionEventBody): number => {
	const seq = core.store.events.append(at, by, body);
	for (const hear of listeners) hear(core, { seq, body });
	return seq;
};

/** The client's list of sessions learns the newest state. */
const list = (core: Core, { body }: Recorded): void => {
	if (changesList[body.kind]) refreshList(core);
};

/** They hear of every event, inside its transaction. For work elsewhere they put an outbox row. */
const listeners: ((core: Core, recorded: Recorded) => void)[] = [relayMessage, list];

const changesList = {
	"session.opened": true,
	"session.taken": true,
	"session.closed": true,
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
	"approver.unreached": false,
	"question.asked": false,
	"secrets.entered": true,
	"vote.cast": true,
	"attempt.refused": false,
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
	"prompt.expired": false,
	integrity: true,
	"head.signed": false,
	"link.issued": false,
	"erasure.asked": false,
	"erasure.ended": false,
	erased: true,
} satisfies Record<SessionEventKind, boolean>;
