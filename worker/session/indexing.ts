// The search index learns of what a session says and of its runs, once it has a moment: no one waits for that.
import type { SessionEventKind } from "../../protocol/record/events.ts";
import type { Indexed, IndexedRun } from "../contracts/values/search.ts";
import { indexOf, monthOf } from "../search/places.ts";
import type { Core, Recorded } from "./core.ts";
import { participants } from "./participants.ts";
import type { RunRow } from "./tables/runs.ts";

/** In ms: what follows closely is told at once. */
const lag = 1_500;

/** Inside the event's transaction. */
export const index = (core: Core, { body, joins }: Recorded): void => {
	// What is erased is found no longer, whatever else waits to be told.
	if (body.kind === "erased") core.put("erased", "erased", { type: "index" });
	else if (tells[body.kind] || joins) core.put("index", "index", { type: "index" }, Date.now() + lag);
	// It makes way for a run at once.
	if (body.kind === "run.started") core.put("run", "run", { type: "index" });
};

/** Harmless to repeat. */
export const tellIndex = async (core: Core): Promise<void> => {
	const told = indexed(core);
	await indexOf(core.env, told.client, monthOf(told.openedAt)).told(told);
};

export const indexed = (core: Core): Indexed => {
	const { id, client, request, opened_at } = core.self();
	const struck = core.store.events
		.ofKinds("erased")
		.flatMap(({ body }) => (body?.kind === "erased" ? [body.what] : []));
	return {
		...{
			session: id,
			client,
			people: participants(core),
			request,
			openedAt: opened_at,
			words: true,
			again: false,
		},
		last: core.store.events.head().count,
		struck: struck.flatMap((what) => ("seq" in what ? [what.seq] : [])),
		runs: core.store.runs
			.all()
			.filter(hasRecording)
			.map((run) => ({
				...ofRun(core, run),
				struck: struck.flatMap((what) => ("records" in what && what.run === run.id ? what.records : [])),
			})),
	};
};

const ofRun = (core: Core, run: RunRow): Omit<IndexedRun, "struck"> => {
	const plan = core.store.plans.get(run.plan);
	return {
		run: run.id,
		endpoint: plan?.plan.endpoints.find(({ id }) => id === run.endpoint)?.name ?? run.endpoint,
		over: run.ended_at !== null || plan?.state === "finished" || plan?.state === "cancelled",
		size: run.stdout + run.stderr,
		erased: run.erased !== null,
	};
};

/** Asked for nothing, a recording would be created. */
const hasRecording = ({ started_at, stdout, stderr, summary }: RunRow): boolean =>
	started_at !== null || stdout + stderr > 0 || summary !== null;

/** Which events say something that may be searched, or change what there is of a run. */
const tells = {
	"session.opened": true,
	"session.taken": false,
	"session.handed": false,
	"session.closed": true,
	"session.reopened": false,
	"ticket.set": true,
	"thread.opened": false,
	"thread.heard": false,
	"thread.unopened": false,
	"message.said": true,
	"message.attached": true,
	"message.edited": true,
	"message.deleted": false,
	"plan.proposed": true,
	"card.shown": false,
	"card.served": false,
	"card.unkept": false,
	"card.mailed": false,
	"approver.unreached": false,
	"plan.escalated": false,
	"question.asked": true,
	"plan.ruled": false,
	"plan.timed": false,
	"standing.given": false,
	"secrets.entered": false,
	"vote.cast": true,
	"vote.proved": false,
	"attempt.refused": false,
	"attempts.counted": false,
	"plan.decided": false,
	"plan.undelivered": false,
	"plan.accepted": false,
	"plan.refused": true,
	"plan.unheard": true,
	"cancel.asked": false,
	"run.started": true,
	"run.drift": false,
	"run.ended": true,
	"prompt.asked": true,
	"prompt.answered": true,
	"prompt.cleared": false,
	"prompt.rejected": false,
	"prompt.unopened": false,
	"prompt.expired": true,
	"run.stopped": true,
	integrity: true,
	"head.signed": false,
	"head.stamped": false,
	"link.issued": false,
	"erasure.asked": true,
	"erasure.ended": false,
	erased: true,
} satisfies Record<SessionEventKind, boolean>;
