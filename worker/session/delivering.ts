// What a session does elsewhere: each row of its outbox, when its turn comes. Any of them may come twice.

import { brief } from "../../cards/plain.ts";
import { inQuotes } from "../../domain/line.ts";
import { limitsOf } from "../../domain/run-limits.ts";
import { actorName } from "../../words/actors.ts";
import { planBrief } from "../../words/plan.ts";
import type { Listed } from "../contracts/values/listed.ts";
import { byType } from "../durable/by-type.ts";
import { objectOf, workspaceOf } from "../durable/places.ts";
import { recordingOf } from "../recording/whole.ts";
import type { Core, SessionOutbox } from "./core.ts";
import { targetsText } from "./erasure/request.ts";
import { tellIndex } from "./indexing.ts";
import { participants } from "./participants.ts";
import { sendAnswer } from "./prompt/sending.ts";
import { runsOf } from "./run/settling.ts";
import * as mailing from "./show/mailing.ts";
import * as shown from "./show/posted.ts";
import * as posting from "./show/posting.ts";
import { stampHead } from "./show/stamping.ts";
import { planView, requester, sessionState, tellingPlan } from "./show/views.ts";
import type { PlanRow } from "./tables/plan/plans.ts";

export const deliver = byType<SessionOutbox, [core: Core], Promise<void>>({
	thread: ({ name }, core) => posting.openThread(core, name),
	root: (_row, core) => posting.postRoots(core),
	card: async ({ plan }, core) => {
		await posting.postRoots(core);
		const row = core.store.plans.get(plan) as PlanRow;
		mailing.mailPlan(core, row);
		await posting.postCards(core, row);
	},
	notice: ({ key, notice }, core) => posting.postNotice(core, key, notice),
	head: ({ key, head }, core) => posting.postHead(core, key, head),
	relay: ({ message }, core) => posting.postRelay(core, message),
	mail: (row, core) => mailing.deliverMail(core, row, Date.now()),
	tell: (row, core) => posting.tellOne(core, row),
	unsay: (row, core) => posting.unsay(core, row),
	"sign-head": (_row, core) => shown.signSessionHead(core, Date.now()),
	stamp: ({ count, attempt }, core) => stampHead(core, count, attempt),
	dispatch: ({ plan, endpoint }, core) => dispatch(core, core.store.plans.get(plan) as PlanRow, endpoint),
	cancel: async ({ plan, endpoint, by }, core) =>
		await objectOf(core.env.ENDPOINT, endpoint).cancel(plan, by),
	runs: async (planned, core) => await objectOf(core.env.CLIENT, core.self().client).countRuns(planned),
	unused: async ({ once }, core) =>
		await objectOf(core.env.CLIENT, core.self().client).giveBackStanding(once),
	erase: ({ run, records }, core) => recordingOf(core.env, run).erase(records),
	"end-shares": async (_row, core) => {
		if (core.store.shared.is()) await objectOf(core.env.SHARES, core.self().id).endAll("erased");
	},
	"read-again": async ({ awaited }, core) =>
		await workspaceOf(core.env.WORKSPACE, awaited.place.workspace).readAgain(core.self().id, awaited),
	prompt: ({ run, prompt }, core) => posting.postPrompt(core, run, prompt),
	answer: ({ run, prompt }, core) => sendAnswer(core, run, prompt, Date.now()),
	"drop-answer": async ({ run, prompt, endpoint }, core) =>
		await objectOf(core.env.ENDPOINT, endpoint).dropAnswer(run, prompt),
	listed: (_row, core) => list(core),
	index: (_row, core) => tellIndex(core),
});

/**
 * The plan into the endpoint's queue, and every step's recording made ready meanwhile: an agent that is quicker than
 * that keeps its records until its recording takes them. Whether the endpoint still is the approved one is judged
 * when it asks for the grant.
 */
const dispatch = async (core: Core, row: PlanRow, endpoint: string): Promise<void> => {
	const { id, client, snapshot } = core.self();
	const limits = limitsOf(snapshot.policy);
	const { key } = core.store.endpointKeys.all().find((one) => one.endpoint === endpoint) as { key: string };
	const about = { session: id, client, endpoint, key, plan: row.id, digest: row.digest, limits };
	const times = {
		approvedAt: row.decided_at ?? 0,
		notBefore: core.store.rulings.of(row.id)?.from ?? row.plan.notBefore ?? 0,
		runBy: row.run_by ?? 0,
	};
	const queued = { plan: row.id, session: id, ...times };
	await Promise.all([
		objectOf(core.env.ENDPOINT, endpoint).enqueue(queued),
		...runsOf(core, row, endpoint).map((run) =>
			objectOf(core.env.RECORDING, run.id).prepare({ run: run.id, ...about }),
		),
	]);
};

/** How the session went, once all of its plans are over. */
const itWent = (core: Core): Pick<Listed, "outcome" | "went"> => {
	const did = doneIn(core);
	const telling = tellingPlan(core);
	if (telling?.state !== "finished") return { outcome: null, went: did };
	const { state, runs, outcome } = planView(core, telling);
	return { outcome, went: did ?? planBrief(state, runs) };
};

/** What was done, in quotes, as who closed it said; null: it isn't closed, or they said nothing. */
const doneIn = (core: Core): string | null => {
	if (core.self().closed_at === null) return null;
	const body = core.store.events.ofKinds("session.closed").at(-1)?.body;
	return body?.kind === "session.closed" && body.did ? inQuotes(brief(body.did, 100)) : null;
};

/** Tells the client how this session is now. */
const list = async (core: Core): Promise<void> => {
	const { id, client, request, opened_at, closed_at, ticket, taken_by, snapshot, ...self } = core.self();
	const { plans } = core.store;
	const unfinished = plans.unfinished();
	const open = unfinished.filter((plan) => plan.state === "open");
	const where = new Set(unfinished.flatMap(({ plan }) => plan.endpoints.map((one) => one.id)));
	const shown = snapshot.endpoints.filter((one) => where.has(one.id));
	const listed = {
		session: id,
		request,
		requester: actorName({ ...self.requester, name: requester(core).name }),
		people: participants(core),
		state: sessionState(core),
		ticket,
		takenBy: taken_by && actorName(taken_by),
		asker: self.requester.person,
		taker: taken_by?.person ?? null,
		machines: [...new Set(plans.all().flatMap(({ plan }) => plan.endpoints.map(({ name }) => name)))],
		openedAt: opened_at,
		closedAt: closed_at,
		...itWent(core),
		erasures: core.store.erasures.open().map((asked) => ({
			erasure: asked.id,
			eraser: asked.by.person,
			eraserAccount: asked.by.identity,
			by: actorName(asked.by),
			what: targetsText(core, asked.targets),
			reason: asked.reason,
			expires: asked.expires,
		})),
		pending: open.map((row) => ({
			plan: row.id,
			proposer: row.plan.proposedBy,
			proposerAccount: row.proposer.identity,
			...(row.escalated !== null && { escalated: true }),
			changes: row.plan.words.changes,
			endpoints: row.plan.endpoints.map((one) => one.name),
			decideBy: row.decide_by,
		})),
	};
	await objectOf(core.env.CLIENT, client).sessionChanged(
		listed,
		shown.map(({ id, online, quarantined, held, disk }) => ({ id, online, quarantined, held, disk })),
		snapshot.version,
	);
};
