// What a session does elsewhere: each row of its outbox, when its turn comes. Any of them may come twice.

import { planBrief } from "../../words/plan.ts";
import type { Listed } from "../contracts/values/listed.ts";
import { byType } from "../durable/by-type.ts";
import { objectOf, workspaceOf } from "../durable/places.ts";
import { recordingOf } from "../recording/whole.ts";
import type { Core, SessionOutbox } from "./core.ts";
import { sendAnswer } from "./prompt/sending.ts";
import { runsOf } from "./run/settling.ts";
import * as shown from "./show/posted.ts";
import * as posting from "./show/posting.ts";
import { planView, requester, sessionState, tellingPlan } from "./show/views.ts";
import type { PlanRow } from "./tables/plan/plans.ts";

export const deliver = byType<SessionOutbox, [core: Core], Promise<void>>({
	thread: ({ name }, core) => posting.openThread(core, name),
	root: (_row, core) => posting.postRoots(core),
	card: async ({ plan }, core) => {
		await posting.postRoots(core);
		await posting.postCards(core, core.store.plans.get(plan) as PlanRow);
	},
	notice: ({ key, notice }, core) => posting.postNotice(core, key, notice),
	head: ({ key, head }, core) => posting.postHead(core, key, head),
	relay: ({ message }, core) => posting.postRelay(core, message),
	tell: (row, core) => posting.tellOne(core, row),
	unsay: (row, core) => posting.unsay(core, row),
	"sign-head": (_row, core) => shown.signSessionHead(core, Date.now()),
	dispatch: ({ plan, endpoint }, core) => dispatch(core, core.store.plans.get(plan) as PlanRow, endpoint),
	cancel: async ({ plan, endpoint, by }, core) =>
		await objectOf(core.env.ENDPOINT, endpoint).cancel(plan, by),
	erase: ({ run, records }, core) => recordingOf(core.env, run).erase(records),
	"read-again": async ({ awaited }, core) =>
		await workspaceOf(core.env.WORKSPACE, awaited.place.workspace).readAgain(core.self().id, awaited),
	prompt: ({ run, prompt }, core) => posting.postPrompt(core, run, prompt),
	answer: ({ run, prompt }, core) => sendAnswer(core, run, prompt, Date.now()),
	listed: (_row, core) => list(core),
});

/**
 * The plan into the endpoint's queue, and every step's recording made ready meanwhile: an agent that is quicker than
 * that keeps its records until its recording takes them. Whether the endpoint still is the approved one is judged
 * when it asks for the grant.
 */
const dispatch = async (core: Core, row: PlanRow, endpoint: string): Promise<void> => {
	const { id, client } = core.self();
	const { key } = core.store.endpointKeys.all().find((one) => one.endpoint === endpoint) as { key: string };
	const about = { session: id, client, endpoint, key, plan: row.id, digest: row.digest };
	const times = {
		approvedAt: row.decided_at ?? 0,
		notBefore: row.plan.notBefore ?? 0,
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
	const telling = tellingPlan(core);
	if (telling?.state !== "finished") return { outcome: null, went: null };
	const { state, runs, outcome } = planView(core, telling);
	return { outcome, went: planBrief(state, runs) };
};

/** Tells the client how this session is now. */
const list = async (core: Core): Promise<void> => {
	const { id, client, request, opened_at, closed_at, ticket, taken_by, snapshot } = core.self();
	const { plans } = core.store;
	const unfinished = plans.unfinished();
	const open = unfinished.filter((plan) => plan.state === "open");
	const where = new Set(unfinished.flatMap(({ plan }) => plan.endpoints.map((one) => one.id)));
	const shown = snapshot.endpoints.filter((one) => where.has(one.id));
	const listed = {
		session: id,
		request,
		requester: requester(core).name,
		state: sessionState(core),
		ticket,
		takenBy: taken_by?.name ?? null,
		openedAt: opened_at,
		closedAt: closed_at,
		...itWent(core),
		pending: open.map((row) => ({
			plan: row.id,
			proposer: row.plan.proposedBy,
			changes: row.plan.words.changes,
			endpoints: row.plan.endpoints.map((one) => one.name),
			decideBy: row.decide_by,
		})),
	};
	await objectOf(core.env.CLIENT, client).sessionChanged(
		listed,
		shown.map(({ id, online, held }) => ({ id, online, held })),
	);
};
