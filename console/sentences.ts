// One sentence for every kind of event, to follow the name of who did it; shared by the page and the text export.
import { inQuotes, named, quoted } from "../domain/line.ts";
import { type RunVerdict, runVerdict } from "../domain/verdict.ts";
import type { Drift } from "../protocol/record/drift.ts";
import type { ErasureTarget } from "../protocol/record/erasure.ts";
import type {
	SessionEvent,
	SessionEventBody,
	SessionEventKind,
	ThreadKind,
} from "../protocol/record/events.ts";
import { actorName } from "../words/actors.ts";
import { unconfirmedText } from "../words/amendments.ts";
import { count, outputText } from "../words/amounts.ts";
import { undeliveredBecause } from "../words/because.ts";
import { escalated, inPlaceOf } from "../words/deputies.ts";
import { diskRefusal } from "../words/disk.ts";
import { reportText } from "../words/doubts.ts";
import { driftSummary, latestOf, sinceOf } from "../words/drift.ts";
import { askedWhere, type KnownPlace, saidWhere, shownWhere, threadPlace } from "../words/places.ts";
import { answeredText, choicesText, unansweredBecause, unopenedText } from "../words/prompts.ts";
import { refusalNote } from "../words/refusals.ts";
import { limitText } from "../words/run-limits.ts";
import { hearings } from "../words/states.ts";
import { utc } from "../words/times.ts";
import { unpostedBecause } from "../words/unposted.ts";
import { cardTable } from "./card-sentences.ts";
import { rulingTable } from "./ruling-sentences.ts";
import { type Sentence, sessionTable, type Told } from "./session-sentences.ts";
import { verdict } from "./tone.ts";
import type { Names } from "./transcript/names.ts";
import { tried } from "./tried.ts";

export type { Sentence };

/** Content that was erased from an event, or from another, is gone from the sentence, too. */
export const sentence = (event: SessionEvent, names: Names): Sentence =>
	event.body === null
		? { does: "this entry was erased", tone: "quiet" }
		: (table[event.body.kind] as Told<SessionEventBody>)(event.body, names, event.actor);

const table = {
	...sessionTable,
	"session.opened": ({ request, source, original, place, called = null, for: whom }, names) => {
		const where = askedWhere({ ...names.place(place), called });
		const how = whom
			? `opened a session${where} for ${actorName(whom)}, who asked`
			: original && source === "shortcut"
				? `opened a session${where} with what ${actorName(original.author)} wrote`
				: `asked${where}`;
		return { does: how, quote: request, tone: "quiet" };
	},
	"thread.opened": ({ thread, place, called = null, heard }, names) => ({
		does: `opened ${opened(thread, { ...names.place(place), called })}${heard ? `: ${hearings[heard]}` : ""}`,
		tone: "quiet",
	}),
	"thread.heard": ({ place, heard, since }, names) => ({
		does: `noticed a change${changedWhere(names.place(place))}: ${since === undefined ? "from now on" : `since ${utc(since)}`} ${hearings[heard]}`,
		tone: heard === "whole" ? "quiet" : "check",
	}),
	"thread.unopened": ({ place, called = null, because, told, thread = "own" }, names) => {
		const there = { ...names.place(place), called };
		const what =
			thread === "own"
				? `the session's thread${askedWhere(there)}`
				: `a thread ${threadPlace(thread, there)}`;
		const who = thread === "own" ? toldOf[told] : toldOwners[told];
		return { does: `couldn't open ${what}: ${unpostedBecause[because]}. ${who}`, tone: "bad" };
	},
	"message.said": ({ text, ref }, names) => ({
		does: `said${saidWhere(names.place(ref))}`,
		quote: text,
		tone: "quiet",
	}),
	"message.attached": ({ attached }) => ({
		does:
			"attachment" in attached
				? `attached ${named(attached.attachment.name)}`
				: `attached ${named(attached.missing.name)}. Caisey didn't record it: ${attached.missing.reason}`,
		tone: "quiet",
	}),
	"message.edited": ({ text, ref }, names) => ({
		does: `edited a message${saidWhere(names.place(ref))}. It now says`,
		quote: text,
		tone: "quiet",
	}),
	"message.deleted": ({ author, ref }, names) => ({
		does: `deleted a message${author === undefined ? "" : ` of ${inQuotes(author)}`}${saidWhere(names.place(ref))}. This transcript keeps what it said`,
		tone: "quiet",
	}),
	"plan.proposed": ({ plan }, names) => ({ does: `proposed ${names.plan(plan)}`, tone: "quiet" }),
	...cardTable,
	"vote.cast": ({ plan, verdict: said, reason, ref, for: whom, unconfirmed }, names) => ({
		does: `${said === "approve" ? "approved" : "denied"} ${names.plan(plan)}${whom ? inPlaceOf(whom) : ""}${ref ? saidWhere(names.place(ref)) : ""}${unconfirmed ? ` (${unconfirmedText[unconfirmed]})` : ""}`,
		...(reason ? { quote: reason } : {}),
		tone: said === "approve" ? "good" : "bad",
	}),
	"vote.proved": ({ plan }, names) => ({
		does: `signed the approval of ${names.plan(plan)} with their passkey`,
		tone: "good",
	}),
	"attempt.refused": ({ plan, action, refusal }, names) => ({
		does: `${tried(action)}${plan ? ` on ${names.plan(plan)}` : ""} — refused: ${refusalNote(refusal)}`,
		tone: "check",
	}),
	"attempts.counted": ({ count }) => ({
		does: `was refused ${count} times by now. Only the first are listed one by one`,
		tone: "check",
	}),
	"approver.unreached": ({ plan, to, because }, names) => ({
		does: `couldn't show ${names.plan(plan)} to ${names.person(to)} directly: ${unpostedBecause[because]}`,
		tone: "bad",
	}),
	"plan.escalated": ({ plan, as, to }, names) => ({
		does: escalated(names.plan(plan), as, to.map(names.person)),
		tone: "check",
	}),
	"question.asked": ({ plan, text }, names) => ({
		does: `asked about ${names.plan(plan)}`,
		quote: text,
		tone: "quiet",
	}),
	"plan.decided": ({ plan, outcome }, names) => ({
		does: decided[outcome](names.plan(plan)),
		tone: outcome === "approved" ? "good" : outcome === "denied" ? "bad" : "quiet",
	}),
	...rulingTable,
	"secrets.entered": ({ plan, names: entered }, names) => ({
		does: `entered ${entered.length === 1 ? "the secret" : "the secrets"} ${entered.join(", ")} for ${names.plan(plan)}, sealed in the browser. This record has no part of ${entered.length === 1 ? "it" : "them"}`,
		tone: "quiet",
	}),
	"plan.unheard": ({ plan, endpoint, because }, names) => ({
		does: `${because ? `learned that ${names.endpoint(endpoint)} lost its record of the plan` : `heard nothing more from ${names.endpoint(endpoint)}`}. No one knows how ${names.plan(plan)} went there`,
		tone: "check",
	}),
	"plan.undelivered": ({ plan, endpoint, because }, names) => ({
		does: `didn't run ${names.plan(plan)} on ${names.endpoint(endpoint)}: ${undeliveredBecause[because]}`,
		tone: "check",
	}),
	"plan.accepted": ({ plan }, names) => ({ does: `accepted ${names.plan(plan)}`, tone: "quiet" }),
	"plan.refused": ({ plan, grant, reason, code }, names) => ({
		does: `rejected ${rejected[grant](names.plan(plan))}: ${diskRefusal(code) ?? `${quoted(reason)} (${named(code)})`}`,
		tone: "bad",
	}),
	"cancel.asked": ({ plan }, names) => ({ does: `cancelled ${names.plan(plan)}`, tone: "check" }),
	"run.started": ({ run }, names) => ({ does: `started ${names.step(run)}`, tone: "live" }),
	"run.drift": ({ run, drift }, names) => ({
		does: drifted(names.judged(run)?.endpoint.name ?? "an endpoint", drift),
		tone: drift.changes.length > 0 ? "check" : "quiet",
	}),
	"run.ended": (body, names) => ended(body, names),
	"prompt.asked": ({ run, asked }, names) => ({
		does: `asked a question while it ran ${names.step(run)}${choicesText(asked)}`,
		quote: asked.text,
		tone: "live",
	}),
	"prompt.answered": ({ run, answer, labels, ref }, names) => ({
		does: `${answeredText(answer, labels)} of ${names.step(run)}${ref ? saidWhere(names.place(ref)) : ""}`,
		...(answer.is === "text" && { quote: answer.text }),
		tone: "quiet",
	}),
	"prompt.cleared": ({ run, ref, for: whom }, names) => ({
		does: `let that text through to ${names.step(run)}${whom ? inPlaceOf(whom) : ""}${ref ? saidWhere(names.place(ref)) : ""}`,
		tone: "good",
	}),
	"prompt.rejected": ({ run, ref }, names) => ({
		does: `kept that text back from ${names.step(run)}${ref ? saidWhere(names.place(ref)) : ""}`,
		tone: "bad",
	}),
	"prompt.unopened": (it, { step }) => ({ does: unopenedText(step(it.run), it.because), tone: "check" }),
	"prompt.expired": ({ run, text, because }, names) => ({
		does: `got no answer to a question of ${names.step(run)}: ${unansweredBecause[because]}`,
		quote: text,
		tone: "check",
	}),
	"run.stopped": ({ run, limit }, names) => ({
		does: `stopped ${names.run(run)}: ${limitText(limit, "this run")}`,
		tone: "bad",
	}),
	integrity: ({ run, reason }, names) => ({
		does: `rejected records of ${names.run(run)}: ${reason}`,
		tone: "bad",
	}),
	"head.signed": ({ head }) => ({
		does: `signed this record up to here: ${count(head.count)} ${head.count === 1 ? "entry" : "entries"}`,
		tone: "quiet",
	}),
	"head.stamped": ({ count: n, by, time }) => ({
		does: `had this record witnessed: ${inQuotes(by)} stamped the signature over ${count(n)} ${n === 1 ? "entry" : "entries"} at ${utc(time)}`,
		tone: "quiet",
	}),
	"link.issued": ({ to }, names, actor) => ({
		does: `asked for a personal link${actor?.person === to ? "" : ` for ${names.person(to)}`}`,
		tone: "quiet",
	}),
	"erasure.asked": ({ targets, reason, expires }, names) => ({
		does: `asked to erase ${targets.map((target) => erasable(target, names)).join("; ")}. Nothing is erased unless someone confirms it by ${utc(expires)}`,
		quote: reason,
		tone: "check",
	}),
	"erasure.ended": ({ how }) => ({ does: `${endings[how]}. Nothing was erased`, tone: "quiet" }),
	erased: ({ what, reason, asked, stays }, names) => ({
		does: `erased ${erasable(what, names)}${stays ? " and what its shell reported" : ""}${asked ? `, as ${actorName(asked.by)} had asked at ${utc(asked.at)}` : ""}`,
		quote: reason,
		tone: "check",
	}),
} satisfies {
	[Kind in SessionEventKind]: Told<Extract<SessionEventBody, { kind: Kind }>>;
};

const drifted = (endpoint: string, drift: Drift): string => {
	const [first] = drift.changes;
	const since = first ? sinceOf(drift, first) : latestOf(drift);
	if (!since) return `noted the environment of ${endpoint}: ${driftSummary(drift)}`;
	const found = `found ${endpoint} ${first ? "changed" : "unchanged"} since ${utc(since.at)}`;
	return first ? `${found}: ${driftSummary(drift)}` : found;
};

/** A person's own chat has no threads. */
const opened = (thread: ThreadKind, place: KnownPlace): string => {
	if (thread !== "own") return `a thread ${threadPlace(thread, place)}`;
	const isChat = place.kind === "personal" || place.kind === "group";
	if (isChat) return `the session${shownWhere({ ...place, thread })}`;
	return `the session's thread${place.called === null ? "" : ` ${threadPlace(thread, place)}`}`;
};

const changedWhere = (place: KnownPlace): string =>
	place.thread === null || place.called === null ? shownWhere(place) : ` ${threadPlace(place.thread, place)}`;

const decided = {
	approved: (plan) => `marked ${plan} as approved`,
	denied: (plan) => `marked ${plan} as denied`,
	expired: (plan) => `closed ${plan}: no one decided in time`,
	cancelled: (plan) => `marked ${plan} as cancelled`,
} as const satisfies Record<
	Extract<SessionEventBody, { kind: "plan.decided" }>["outcome"],
	(plan: string) => string
>;

/** What an erasure takes away, in words. */
export const erasable = (what: ErasureTarget, names: Names): string => {
	if ("seq" in what) return `what event ${what.seq} said`;
	if (!("records" in what)) return `the output of ${names.run(what.run)}`;
	const { records } = what;
	return `${records.length === 1 ? "record" : "records"} ${records.join(", ")} of ${names.run(what.run)}`;
};

const toldOf = {
	there: "The person who asked was told where they asked",
	directly: "The person who asked is told directly",
	not: "The person who asked can't be told in chat",
} as const;
const toldOwners = {
	there: "The owners were told there",
	directly: "The owners are told directly",
	not: "The owners can't be told in chat",
} as const;

const endings = {
	declined: "declined the requested erasure",
	withdrawn: "withdrew the request for an erasure",
	expired: "ended a request for an erasure that no one confirmed in time",
} as const;

const rejected = {
	expected: (plan) => `${plan}. It says that nothing ran`,
	repeated: (plan) => `another permission to run ${plan}. It says that nothing ran again`,
	misdirected: (plan) => `a permission to run ${plan}, which isn't meant for it. It says that nothing ran`,
} as const satisfies Record<
	Extract<SessionEventBody, { kind: "plan.refused" }>["grant"],
	(plan: string) => string
>;

/** Judged with all that is known by now: the event alone holds but the agent's word. */
const ended = (
	{ run: id, stdout, stderr }: Extract<SessionEventBody, { kind: "run.ended" }>,
	names: Names,
): Sentence => {
	const run = names.judged(id);
	const { text, tone } = run ? verdict(run) : noVerdict;
	const verb = run ? verbs[runVerdict(run)] : "reported on";
	const counts = verb === "skipped" ? "" : ` · ${outputText({ stdout, stderr })}`;
	const doubt = run?.doubted ? `. ${reportText(run.endpoint.name, run.doubted)}` : "";
	return { does: `${verb} ${names.step(id)}: ${text}${counts}${doubt}`, tone };
};

/** A step that did not run was not finished. */
const verbs = {
	waiting: "reported on",
	running: "reported on",
	done: "finished",
	"done-but-check": "finished",
	"did-not-work": "finished",
	cancelled: "stopped",
	"not-run": "skipped",
	unknown: "reported on",
} as const satisfies Record<RunVerdict, string>;

const noVerdict = { text: "We don't know: this transcript has no such run", tone: "check" } as const;
