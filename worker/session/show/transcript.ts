// A session as the console reads it.

import { startOf } from "../../../domain/line.ts";
import { fromUtf8 } from "../../../protocol/bytes.ts";
import { calledAs } from "../../../protocol/plan/script.ts";
import { withoutSecret } from "../../../protocol/prompt.ts";
import type {
	TranscriptHeader,
	TranscriptPlan,
	TranscriptQuestion,
	TranscriptRun,
	TranscriptThread,
} from "../../../protocol/read/transcript-source.ts";
import { actorName } from "../../../words/actors.ts";
import { answerText } from "../../../words/prompts.ts";
import { everyKey, type Keys } from "../../keys/published.ts";
import type { Core } from "../core.ts";
import { type JudgedRun, judgedRuns } from "../judging.ts";
import { approvalsOf } from "../plan/approvals.ts";
import { awaitsSecrets } from "../plan/awaiting.ts";
import { nameOf } from "../run/settling.ts";
import type { PlanRow } from "../tables/plan/plans.ts";
import { samePlace } from "../talk/threads.ts";
import { insideOf } from "./inside.ts";
import { rulesOf } from "./rules.ts";
import { endpointViews, ranIn, readingOf, sessionState, ticketView } from "./views.ts";

/** `current`: the Worker's key as it is now. */
export const transcriptHeader = async (core: Core, current: Keys): Promise<TranscriptHeader> =>
	headerWith(core, await everyKey(core, current));

/** Nothing can happen in between. `last`: the number of the last event. */
export const transcriptMoment = async (
	core: Core,
	current: Keys,
): Promise<{ header: TranscriptHeader; runs: TranscriptRun[]; last: number }> => {
	const keys = await everyKey(core, current);
	return {
		header: headerWith(core, keys),
		runs: transcriptRuns(core),
		last: core.store.events.head().count,
	};
};

const headerWith = (core: Core, workerKeys: Keys): TranscriptHeader => {
	const self = core.self();
	const threads = transcriptThreads(core);
	const given = standingsGiven(core);
	return {
		session: self.id,
		client: self.snapshot.name,
		request: self.request,
		requester: self.requester.name,
		askedBy: actorName(self.requester),
		askedIn: self.opened_by ? null : (threads.find(({ kind }) => kind === "own")?.called ?? null),
		openedAt: self.opened_at,
		state: sessionState(core),
		ticket: ticketView(core),
		threads,
		...(self.snapshot.policy.approval === "passkey" && { approval: "passkey" as const }),
		people: self.snapshot.people,
		...(self.snapshot.deputies && { deputies: self.snapshot.deputies }),
		plans: core.store.plans.all().map((row) => transcriptPlan(core, row, given.get(row.id)?.length ?? 0)),
		workerKeys,
		endpointKeys: core.store.endpointKeys.all(),
		erasures: core.store.erasures.open(),
		questions: transcriptQuestions(core),
	};
};

const transcriptQuestions = (core: Core): TranscriptQuestion[] =>
	core.store.events.ofKinds("prompt.asked").flatMap(({ seq, body }) => {
		if (body?.kind !== "prompt.asked") return [];
		const row = core.store.prompts.get(body.run, body.asked.id);
		if (!row) return [];
		const { plan, run, state, answer, answered_by, because } = row;
		const by = answered_by && { person: answered_by.person, name: actorName(answered_by) };
		const said = answer && answerText(body.asked, withoutSecret(answer));
		const text = startOf(body.asked.text, mostOfQuestion);
		const place = core.store.promptPlaces.get(run, body.asked.id);
		return [{ ...{ seq, plan, run, kind: body.asked.kind, text, place }, ...{ state, by, said, because } }];
	});
const mostOfQuestion = 300;

/** As the events say; skips one about a thread that doesn't exist. */
const transcriptThreads = (core: Core): TranscriptThread[] => {
	const threads: TranscriptThread[] = [];
	for (const { at, body } of core.store.events.ofKinds("thread.opened", "thread.heard")) {
		if (body?.kind === "thread.opened")
			threads.push({
				kind: body.thread,
				place: body.place,
				called: body.called ?? null,
				heard: body.heard ? [{ how: body.heard, at }] : [],
			});
		if (body?.kind === "thread.heard")
			threads
				.find(({ place }) => samePlace(place, body.place))
				?.heard.push({ how: body.heard, at: body.since ?? at });
	}
	return threads;
};

/** By plan. */
const standingsGiven = ({ store }: Core) =>
	Map.groupBy(
		store.events
			.ofKinds("standing.given")
			.flatMap(({ body }) => (body?.kind === "standing.given" ? [body] : [])),
		({ plan }) => plan,
	);

const transcriptPlan = (core: Core, row: PlanRow & { bytes: Uint8Array }, given: number): TranscriptPlan => ({
	plan: row.plan,
	text: fromUtf8(row.bytes),
	digest: row.digest,
	state: row.state,
	proposer: actorName(row.proposer),
	proposerAccount: row.proposer.identity,
	votes: core.store.votes.of(row.id).map((vote) => ({
		name: vote.actor.name,
		...(vote.actor.roles && { roles: vote.actor.roles }),
		surface: vote.actor.surface,
		verdict: vote.verdict,
		at: vote.at,
		reason: vote.reason,
		...(vote.for && { for: vote.for }),
		...(vote.unconfirmed && { unconfirmed: vote.unconfirmed }),
	})),
	...(row.escalated !== null && { escalated: true }),
	...rulesIn(core, row, given),
	secretsWanted: awaitsSecrets(row),
	secretsAsked: core.store.prompts
		.of(row.id)
		.filter(({ state, asked }) => state === "open" && asked.kind === "secret")
		.map(({ run, id, endpoint, asked, until }) => ({
			...{ run, question: id, endpoint: nameOf(core, row.id, endpoint) },
			...{ text: asked.text, until },
		})),
	machines: endpointViews(core, row).map(
		({ name, os, loggedOn, agentUser, clockAhead, online, lastSeen, held, blocked, undelivered, disk }) => ({
			...{ name, os, loggedOn, agentUser, clockAhead },
			...{ online, lastSeen, held, blocked, undelivered, disk },
		}),
	),
});

const rulesIn = (
	core: Core,
	row: PlanRow,
	given: number,
): Pick<TranscriptPlan, "ruled" | "from" | "rules" | "standable" | "given"> => {
	const { ruled, from, standable, groupsLeft, unread } = rulesOf(core, row);
	return {
		...(ruled && { ruled }),
		...(from !== null && { from }),
		rules: { groupsLeft, unread },
		standable,
		...(standable && { given }),
	};
};

/** Every run, endpoint by endpoint in the order of the steps. */
export const transcriptRuns = (core: Core): TranscriptRun[] => {
	const found = new Map(
		core.store.plans
			.all()
			.flatMap((row) => judgedRuns(core, row).map((one) => transcriptRun(core, row, one)))
			.map((run) => [run.run, run]),
	);
	return core.store.runs.ids().flatMap((id) => found.get(id) ?? []);
};

const transcriptRun = (core: Core, row: PlanRow, { run, judged }: JudgedRun): TranscriptRun => ({
	...judged,
	run: run.id,
	plan: run.plan,
	step: run.step,
	phase: run.phase,
	command: calledAs(row.plan.steps[run.step] ?? { command: "" }),
	endpoint: {
		id: run.endpoint,
		name: row.plan.endpoints.find((one) => one.id === run.endpoint)?.name ?? run.endpoint,
	},
	by: { name: row.proposer.name, label: row.proposer.label, surface: row.proposer.surface },
	approvals: approvalsOf(core, row),
	startedAt: run.start_heard,
	agentStartedAt: run.started_at,
	context: run.context,
	drift: run.drift,
	stdout: run.stdout,
	stderr: run.stderr,
	left: run.found?.left ?? 0,
	...(run.found?.held && { held: true }),
	inside: insideOf(run),
	reading: readingOf(run),
	ran: ranIn(row, run),
	lastRecord: run.summary ? run.summary.records + 1 : 0,
	summary: run.summary,
	agrees: run.agrees,
	head: run.head,
	erased: run.erased !== null || run.partly !== null,
});
