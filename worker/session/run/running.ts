// From the approval to the last run's end: grants, what agents and recordings report.
import { quoted } from "../../../domain/line.ts";
import { grantBytes, grantMessage } from "../../../protocol/grant.ts";
import type { RunContext } from "../../../protocol/records.ts";
import type { GrantAnswer, RefusedGrant, Undelivered } from "../../contracts/values/grant.ts";
import type { Ended, Progress } from "../../contracts/values/recording.ts";
import type { Snapshot } from "../../contracts/values/snapshot.ts";
import { sign, workerKey } from "../../keys/crypto.ts";
import { agentActor, type Core, refresh, worker } from "../core.ts";
import { integrityKey } from "../judging.ts";
import { whyNoGrant } from "../plan/rules.ts";
import { record } from "../record.ts";
import type { PlanRow } from "../tables/plans.ts";
import type { RunRow } from "../tables/runs.ts";
import { against, excerptOf, nameOf, runsOf, seen, settle, tellAnew, tellBoth } from "./settling.ts";

/** Signs that this endpoint may run this plan, once, for this challenge. Policy and clock are judged again here. */
export const grant = async (
	core: Core,
	ask: { plan: string; endpoint: string; challenge: string },
	snapshot: Snapshot,
	now: number,
): Promise<GrantAnswer> => {
	const { keyId } = await workerKey(core.env);
	const row = core.store.plans.get(ask.plan);
	const delivery = core.store.deliveries.get(ask.plan, ask.endpoint);
	const endpoint = snapshot.endpoints.find((one) => one.id === ask.endpoint);
	if (!row || !delivery || (delivery.state !== "queued" && delivery.state !== "granted"))
		return { ok: false, because: "policy" };
	if (now < (row.plan.notBefore ?? 0)) return { ok: false, because: "too-early" };
	const votes = core.store.votes.of(row.id);
	// Gone from the set-up, or enrolled anew: it is no longer what was approved.
	const standing = endpoint ? whyNoGrant(row, votes, endpoint, snapshot, now) : "policy";
	const because = endpoint?.quarantined ? "quarantined" : standing;
	if (because) {
		undelivered(core, ask.plan, ask.endpoint, because, now);
		return { ok: false, because };
	}
	core.change(() => core.store.deliveries.set(ask.plan, ask.endpoint, "granted", null));
	const bytes = grantBytes({
		v: 1,
		keyId,
		plan: row.id,
		digest: row.digest,
		endpoint: ask.endpoint,
		challenge: ask.challenge,
		runs: runsOf(core, row, ask.endpoint).map((run) => run.id),
		startWithin: (row.run_by ?? now) - now,
		approvals: votes
			.filter((vote) => vote.verdict === "approve")
			.map((vote) => ({ by: vote.actor.label ?? vote.actor.name, at: vote.at })),
		proofs: [],
	});
	return { ok: true, plan: row.bytes, grant: bytes, signature: await sign(core.env, grantMessage(bytes)) };
};

const sentence: Record<Undelivered, string> = {
	"run-by-passed": "it was not online before the plan had to be run",
	cancelled: "the plan was cancelled before it was delivered",
	policy: "what was approved is no longer allowed by the client's policy",
	quarantined: "it is quarantined, since its key was used twice at once",
};

/** After a grant, the endpoint may have been online: it asked for the plan once more, so it says that it has not run it. */
const whyNot = (state: "queued" | "granted", because: Undelivered): string =>
	state === "granted" && because === "run-by-passed"
		? "it had not confirmed the plan before it had to be run"
		: sentence[because];

/** Nothing more is run on this endpoint by this plan. */
export const undelivered = (
	core: Core,
	plan: string,
	endpoint: string,
	because: Undelivered,
	now: number,
): void => {
	const row = core.store.plans.get(plan);
	const state = core.store.deliveries.get(plan, endpoint)?.state;
	if (!row || (state !== "queued" && state !== "granted")) return;
	core.change(() => {
		const why = whyNot(state, because);
		core.store.deliveries.set(plan, endpoint, "undelivered", why);
		record(core, now, worker, { kind: "plan.undelivered", plan, endpoint, because });
		if (because !== "cancelled") {
			const some = { endpoints: [nameOf(core, plan, endpoint)], outcomes: against(core, row, endpoint) };
			tellBoth(core, `undelivered:${plan}:${endpoint}`, "undelivered", row, why, some);
		}
		settle(core, plan);
	});
};

/** The agent has the plan in its journal: it is never offered again. */
export const accepted = (core: Core, plan: string, endpoint: string, runtime: string, now: number): void => {
	const state = core.store.deliveries.get(plan, endpoint)?.state;
	if (state !== "queued" && state !== "granted") return;
	core.change(() => {
		core.store.deliveries.set(plan, endpoint, "accepted", runtime);
		if (core.store.plans.get(plan)?.state === "approved") core.store.plans.setState(plan, "running");
		record(core, now, agentActor(nameOf(core, plan, endpoint)), {
			kind: "plan.accepted",
			plan,
			endpoint,
			runtime,
		});
		refresh(core, plan);
	});
};

/** The agent says that it refused a grant and ran nothing by it. False where the plan is not of this session. */
export const refusedByAgent = (
	core: Core,
	plan: string,
	endpoint: string,
	refused: RefusedGrant,
	now: number,
): boolean => {
	const row = core.store.plans.get(plan);
	if (!row) return false;
	const { n, grant, code, reason } = refused;
	const once = `refused:${plan}:${endpoint}:${n}`;
	const state = core.store.deliveries.get(plan, endpoint)?.state;
	const awaited = state === "queued" || state === "granted";
	if (grant === "expected" ? !awaited : core.store.once.before(once)) return true;
	core.change(() => {
		core.store.once.remember(once, grant);
		const refusal = { kind: "plan.refused", plan, endpoint, grant, code, reason } as const;
		record(core, now, agentActor(nameOf(core, plan, endpoint)), refusal);
		if (grant !== "expected") return tellStray(core, row, endpoint, reason);
		core.store.deliveries.set(
			plan,
			endpoint,
			"refused",
			`it says that it refused the plan: ${quoted(reason)}`,
		);
		tellBoth(core, once, "refused-by-agent", row, reason, {
			endpoints: [nameOf(core, plan, endpoint)],
			outcomes: against(core, row, endpoint),
		});
		settle(core, plan);
	});
	return true;
};

/** Once of each endpoint, however often it says so: the transcript keeps all of it. */
const tellStray = (core: Core, row: PlanRow, endpoint: string, reason: string): void => {
	const key = `stray:${endpoint}`;
	if (core.store.once.before(key)) return;
	core.store.once.remember(key, row.id);
	tellBoth(core, key, "stray-grant", row, reason, {
		endpoints: [nameOf(core, row.id, endpoint)],
		outcomes: [],
	});
};

/** A run's process is about to start: its recording holds the context. */
export const runStarted = (core: Core, run: string, context: RunContext, at: number, now: number): void => {
	const row = core.store.runs.get(run);
	if (!row || row.started_at !== null) return;
	core.change(() => {
		core.store.runs.start(run, at, context);
		record(core, now, agentActor(nameOf(core, row.plan, row.endpoint)), {
			kind: "run.started",
			run,
			context,
		});
		refresh(core, row.plan);
		seen(core, row);
	});
};

/** How far a run's output is; shown, not recorded: the recording itself is the record. */
export const progressed = (core: Core, run: string, progress: Progress): void => {
	const row = core.store.runs.get(run);
	// A recording's parts report by themselves: an earlier one may be late.
	const known = row ? row.stdout + row.stderr : 0;
	if (!row || row.ended_at !== null || progress.stdout + progress.stderr < known) return;
	core.change(() => {
		core.store.runs.progress(run, progress);
		core.put(`card:${row.plan}`, "chat", { type: "card", plan: row.plan });
		seen(core, row);
	});
};

/** A run is over, its recording complete and its head signed. */
export const runEnded = (core: Core, run: string, ended: Ended, now: number): void => {
	const row = core.store.runs.get(run);
	if (!row || row.ended_at !== null) return;
	const late = core.store.deliveries.get(row.plan, row.endpoint)?.state === "unheard";
	core.change(() => {
		core.store.runs.progress(run, ended.progress);
		core.store.runs.end(run, now, ended);
		record(core, now, agentActor(nameOf(core, row.plan, row.endpoint)), {
			kind: "run.ended",
			run,
			end: ended.summary.end,
			stdout: ended.progress.stdout,
			stderr: ended.progress.stderr,
			summary: ended.summary,
			agrees: ended.agrees,
			head: ended.head,
			found: ended.found,
		});
		settle(core, row.plan);
		if (late) tellLate(core, row);
		else seen(core, row);
	});
};

/** After we had given it up, the endpoint came back and told all of it: who waited learns how it really went. */
const tellLate = (core: Core, run: RunRow): void => {
	const row = core.store.plans.get(run.plan) as PlanRow;
	if (runsOf(core, row, run.endpoint).some((one) => one.ended_at === null)) return;
	core.store.deliveries.set(run.plan, run.endpoint, "accepted", null);
	tellBoth(core, `late:${run.plan}:${run.endpoint}`, "finished", row, excerptOf(core, row));
};

/** Beyond the time that all steps may take, in ms, for an endpoint to deliver what it has. */
const patience = 15 * 60_000;

const unheard =
	"nothing more was heard of it, so it may have run or not; look there before it is proposed again";

/** When an endpoint that was granted a plan is no longer waited for. */
const givenUpAt = (row: PlanRow): number =>
	(row.run_by ?? 0) + row.plan.steps.length * row.plan.stepTimeLimit * 1000 + patience;

const unfinished = (core: Core) =>
	core.store.plans
		.all()
		.filter((row) => (row.state === "approved" || row.state === "running") && row.run_by !== null);

/** Endpoints of which nothing more was heard: the outcome is unknown, and nobody waits for ever. Late records still count. */
export const onTime = (core: Core, now: number): void => {
	for (const row of unfinished(core).filter((plan) => now >= givenUpAt(plan))) {
		// Nobody told us what became of it, and by now no grant would be given.
		for (const { endpoint, state } of core.store.deliveries.of(row.id))
			if (state === "queued") undelivered(core, row.id, endpoint, "run-by-passed", now);
		core.change(() => {
			for (const { endpoint, state } of core.store.deliveries.of(row.id)) {
				const open = runsOf(core, row, endpoint).some((run) => run.ended_at === null);
				if (!open || (state !== "accepted" && state !== "granted")) continue;
				core.store.deliveries.set(row.id, endpoint, "unheard", unheard);
				record(core, now, worker, { kind: "plan.unheard", plan: row.id, endpoint });
			}
			settle(core, row.id);
		});
	}
};

export const nextTime = (core: Core): number | null => {
	if (!core.store.session.read()) return null;
	const due = unfinished(core).map(givenUpAt);
	return due.length > 0 ? Math.min(...due) : null;
};

/** Records that contradict what is stored were kept out of a recording: told once of each run, as its agent stops then. */
export const integrity = (core: Core, run: string, reason: string, now: number): void => {
	const row = core.store.runs.get(run);
	if (!row || core.store.once.before(integrityKey(run))) return;
	const wasOver = ["finished", "cancelled"].includes(core.store.plans.get(row.plan)?.state ?? "");
	core.change(() => {
		core.store.once.remember(integrityKey(run), reason);
		record(core, now, worker, { kind: "integrity", run, reason });
		settle(core, row.plan);
		// Who was told how it went learns that this does not hold any more.
		if (wasOver) tellAnew(core, row.plan, `doubted:${run}`);
	});
};
