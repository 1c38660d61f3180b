// One sentence for every kind of event, to follow the name of who did it; shared by the page and the text export.
import { quoted } from "../domain/line.ts";
import type { ErasureTarget } from "../protocol/erasure.ts";
import type { Place, SessionEvent, SessionEventBody, SessionEventKind } from "../protocol/events.ts";
import { shortDigest } from "../protocol/plan.ts";
import { count, size } from "../words/amounts.ts";
import { reportText } from "../words/doubts.ts";
import { refusalNote } from "../words/refusals.ts";
import { hearings, threadPlaces } from "../words/states.ts";
import { utc } from "../words/times.ts";
import { type Tone, verdict } from "./tone.ts";
import type { Names } from "./transcript/names.ts";

/** `does` follows the actor's name; `quote` is what was said, verbatim, possibly many lines. */
export type Sentence = { does: string; quote?: string; tone: Tone };

/** `{ kind: "erased" }` events say why; an event whose own payload was struck out says only that. */
export const sentence = (event: SessionEvent, names: Names): Sentence =>
	event.body === null
		? { does: `(${event.kind}: erased)`, tone: "quiet" }
		: (table[event.body.kind] as (body: SessionEventBody, names: Names) => Sentence)(event.body, names);

const table = {
	"session.opened": ({ request, source, original, for: whom }) => ({
		does: whom
			? `opened a session for ${whom.name}, who asked`
			: original && source === "shortcut"
				? `opened a session with what ${original.author.name} wrote`
				: "asked",
		quote: request,
		tone: "quiet",
	}),
	"thread.opened": ({ thread, place, heard }) => ({
		does: `opened the session's thread ${threadPlaces[thread]} (${placed(place)})${heard ? `: ${hearings[heard]} there` : ""}`,
		tone: "quiet",
	}),
	"thread.heard": ({ place, heard }) => ({
		does: `noted of the thread in ${placed(place)}: from now on ${hearings[heard]} there`,
		tone: heard === "whole" ? "quiet" : "check",
	}),
	"session.taken": () => ({ does: "took the session", tone: "quiet" }),
	"ticket.set": ({ ticket }) => ({
		does: ticket === null ? "took the ticket's number off" : `noted the ticket ${ticket}`,
		tone: "quiet",
	}),
	"message.said": ({ text }) => ({ does: "said", quote: text, tone: "quiet" }),
	"message.attached": ({ attached }) => ({
		does:
			"attachment" in attached
				? `attached ${attached.attachment.name}`
				: `attached ${attached.missing.name}, which is not recorded: ${attached.missing.reason}`,
		tone: "quiet",
	}),
	"message.edited": ({ text }) => ({ does: "edited a message, which now says", quote: text, tone: "quiet" }),
	"message.deleted": ({ author }) => ({
		does: `deleted a message${author === undefined ? "" : ` of ${author}`}; what it said stays in this record`,
		tone: "quiet",
	}),
	"plan.proposed": ({ plan }, names) => ({ does: `proposed ${names.plan(plan)}`, tone: "quiet" }),
	"card.shown": ({ plan, digest }, names) => ({
		does: `showed the card of ${names.plan(plan)} in the thread (card ${shortDigest(digest)})`,
		tone: "quiet",
	}),
	"vote.cast": ({ plan, verdict: said, reason }, names) => ({
		does: `${said === "approve" ? "approved" : "denied"} ${names.plan(plan)}`,
		...(reason ? { quote: reason } : {}),
		tone: said === "approve" ? "good" : "bad",
	}),
	"attempt.refused": ({ plan, action, refusal }, names) => ({
		does: `${tried(action)}${plan ? ` on ${names.plan(plan)}` : ""} — refused: ${refusalNote(refusal)}`,
		tone: "check",
	}),
	"question.asked": ({ plan, text }, names) => ({
		does: `asked about ${names.plan(plan)}`,
		quote: text,
		tone: "quiet",
	}),
	"plan.decided": ({ plan, outcome }, names) => ({
		does: `${names.plan(plan)} is ${outcome}`,
		tone: outcome === "approved" ? "good" : outcome === "denied" ? "bad" : "quiet",
	}),
	"plan.unheard": ({ plan, endpoint }, names) => ({
		does: `nothing more was heard of ${names.endpoint(endpoint)}: how ${names.plan(plan)} went there is not known`,
		tone: "check",
	}),
	"plan.undelivered": ({ plan, endpoint, because }, names) => ({
		does: `${names.plan(plan)} was not run on ${names.endpoint(endpoint)}: ${undelivered[because]}`,
		tone: "check",
	}),
	"plan.accepted": ({ plan, runtime }, names) => ({
		does: `took ${names.plan(plan)} (${runtime})`,
		tone: "quiet",
	}),
	"plan.refused": ({ plan, grant, reason, code }, names) => ({
		does: `refused ${refusedGrant[grant](names.plan(plan))}: ${quoted(reason)} (${code})`,
		tone: "bad",
	}),
	"cancel.asked": ({ plan }, names) => ({ does: `cancelled ${names.plan(plan)}`, tone: "check" }),
	"run.started": ({ run }, names) => ({ does: `started ${names.step(run)}`, tone: "live" }),
	"run.ended": (body, names) => ended(body, names),
	integrity: ({ run, reason }, names) => ({
		does: `kept records of ${names.run(run)} out: ${reason}`,
		tone: "bad",
	}),
	"head.signed": ({ head }) => ({
		does: `signed the head of this record: ${count(head.count)} events, ${head.link} (key ${head.keyId})`,
		tone: "quiet",
	}),
	"link.issued": ({ to }, names) => ({ does: `gave a personal link to ${names.person(to)}`, tone: "quiet" }),
	"erasure.asked": ({ targets, reason, expires }, names) => ({
		does: `asked to have erased: ${targets.map((target) => erasable(target, names)).join("; ")}; without a confirmation by ${utc(expires)} nothing is`,
		quote: reason,
		tone: "check",
	}),
	"erasure.ended": ({ how }) => ({ does: `${endings[how]}: nothing was erased`, tone: "quiet" }),
	erased: ({ what, reason, asked }, names) => ({
		does: `erased ${erasable(what, names)}${asked ? `, as ${asked.by.name} had asked at ${utc(asked.at)}` : ""}`,
		quote: reason,
		tone: "check",
	}),
	"session.closed": () => ({ does: "closed the session", tone: "quiet" }),
} satisfies {
	[Kind in SessionEventKind]: (body: Extract<SessionEventBody, { kind: Kind }>, names: Names) => Sentence;
};

/** What an erasure takes away, in words. */
export const erasable = (what: ErasureTarget, names: Names): string => {
	if ("seq" in what) return `what event ${what.seq} said`;
	if (!("records" in what)) return `the output of ${names.run(what.run)}`;
	const { records } = what;
	return `${records.length === 1 ? "record" : "records"} ${records.join(", ")} of ${names.run(what.run)}`;
};

const endings = {
	declined: "declined the erasure that was asked for",
	withdrawn: "withdrew the request for an erasure",
	expired: "ended a request for an erasure that nobody confirmed in time",
} as const;

const placed = ({ workspace, channel, thread }: Place): string => `${workspace}, ${channel}, ${thread}`;

const undelivered = {
	"run-by-passed": "the time to run it had passed",
	cancelled: "it was cancelled",
	policy: "the client's policy no longer allows it",
	quarantined: "the endpoint is quarantined",
} as const;

const refusedGrant = {
	expected: (plan) => `${plan} and ran nothing`,
	repeated: (plan) => `one more grant of ${plan} and ran nothing by it`,
	misdirected: (plan) => `a grant of ${plan}, which is not for it, and ran nothing`,
} as const satisfies Record<
	Extract<SessionEventBody, { kind: "plan.refused" }>["grant"],
	(plan: string) => string
>;

const presses: Record<string, string> = {
	approve: "pressed Approve",
	deny: "pressed Deny",
	ask: "pressed Ask",
	cancel: "pressed Cancel",
	close: "pressed Close",
	take: "pressed Take it",
	ticket: "tried to set the ticket's number",
	vote: "pressed a button",
	propose: "tried to propose a plan",
	draft: "typed a command",
	form: "tried to open the dialog",
	erase: "tried to have something erased",
	"erase: confirm": "tried to confirm an erasure",
	"erase: decline": "tried to decline an erasure",
	"erase: withdraw": "tried to withdraw an erasure",
};

const tried = (action: string): string =>
	Object.hasOwn(presses, action) ? (presses[action] as string) : `tried “${action}”`;

/** Judged with all that is known by now: the event alone holds but the agent's word. */
const ended = (body: Extract<SessionEventBody, { kind: "run.ended" }>, names: Names): Sentence => {
	const { run: id, stdout, stderr, head } = body;
	const run = names.judged(id);
	const { text, tone } = run ? verdict(run) : noVerdict;
	const counts = `stdout ${size(stdout)}, stderr ${size(stderr)}`;
	const doubt = run?.doubted ? `. ${reportText(run.endpoint.name, run.doubted)}` : "";
	return {
		does: `finished ${names.step(id)}: ${text}; ${counts}; record ${head.link.slice(0, 4)}…${head.link.slice(-4)} signed${doubt}`,
		tone,
	};
};

const noVerdict = { text: "We don't know · no such run is in the record", tone: "check" } as const;
