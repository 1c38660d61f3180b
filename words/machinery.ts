// Which entries of a transcript are bookkeeping, and their names where several share one line.
import type { SessionEventBody, SessionEventKind } from "../protocol/record/events.ts";
import type { RefusalCode } from "../protocol/refusal.ts";
import { count, list } from "./amounts.ts";

/** In a few words, what happened behind the scenes; null for what belongs to the matter, which is never folded away. */
export const machineryOf = (body: SessionEventBody): string | null => {
	if (body.kind === "attempt.refused" && slips.has(body.refusal.code)) return "incomplete request sent back";
	if (body.kind === "run.drift" && body.drift.changes.length > 0) return null;
	return kinds[body.kind];
};

/** `Behind the scenes: card shown, record signed · 3 entries` */
export const machineryTitle = (what: string[]): string =>
	`Behind the scenes: ${list([...new Set(what)])} · ${count(what.length)} ${what.length === 1 ? "entry" : "entries"}`;

const kinds = {
	"session.opened": null,
	"thread.opened": "thread opened",
	"thread.heard": "listening changed",
	"thread.unopened": null,
	"session.taken": null,
	"session.handed": null,
	"ticket.set": null,
	"message.said": null,
	"message.attached": null,
	"message.edited": null,
	"message.deleted": null,
	"plan.proposed": null,
	"card.shown": "card shown",
	"card.served": "card shown",
	"card.unkept": null,
	"card.mailed": "card mailed",
	"vote.cast": null,
	"vote.proved": null,
	"attempt.refused": null,
	"attempts.counted": null,
	"approver.unreached": null,
	"plan.escalated": null,
	"question.asked": null,
	"plan.decided": null,
	"plan.ruled": null,
	"plan.timed": null,
	"standing.given": null,
	"secrets.entered": null,
	"plan.unheard": null,
	"plan.undelivered": null,
	"plan.accepted": "plan delivered",
	"plan.refused": null,
	"cancel.asked": null,
	"run.started": null,
	"run.drift": "environment compared",
	"run.ended": null,
	"prompt.asked": null,
	"prompt.answered": null,
	"prompt.cleared": null,
	"prompt.rejected": null,
	"prompt.unopened": null,
	"prompt.expired": null,
	"run.stopped": null,
	integrity: null,
	"head.signed": "record signed",
	"head.stamped": "record witnessed",
	"link.issued": "personal link given",
	"erasure.asked": null,
	"erasure.ended": null,
	erased: null,
	"session.closed": null,
	"session.reopened": null,
} as const satisfies Record<SessionEventKind, string | null>;

/** Refusals of incomplete dialogs and messages. Every other refusal belongs to the matter, also of a field with a value that
 * no one types by mistake. */
const slips: ReadonlySet<RefusalCode> = new Set([
	"empty-request",
	"empty-command",
	"shell-missing",
	"for-whom",
	"which-person",
]);
