// An approved plan on its way to an endpoint: never delivered, accepted, or refused by the agent.
import { quoted } from "../../../domain/line.ts";
import type { DiskState } from "../../../protocol/record/records.ts";
import { undeliveredBecause } from "../../../words/because.ts";
import { diskRefusal, diskTrouble } from "../../../words/disk.ts";
import type { RefusedGrant, SentAway, Undelivered } from "../../contracts/values/grant.ts";
import { agentActor, type Core, lag, refresh, soonLag, worker } from "../core.ts";
import { isOver } from "../judging.ts";
import { allOver } from "../prompt/asking.ts";
import { record } from "../record.ts";
import type { PlanRow } from "../tables/plan/plans.ts";
import { against } from "./against.ts";
import { nameOf, runsOf, settle, tellBoth } from "./settling.ts";

/** After a grant, the endpoint may have been online: it asked for the plan once more, so it says that it has not run it. */
const whyNot = ({ plan, secrets }: PlanRow, state: "queued" | "granted", because: Undelivered): string => {
	if (because !== "run-by-passed") return undeliveredBecause[because];
	if (plan.secrets.length > 0 && secrets === null)
		return "no one entered the secret that it needs before it had to be run";
	return state === "granted"
		? "it had not confirmed the plan before it had to be run"
		: undeliveredBecause[because];
};

/** The plan runs nothing more on this endpoint. */
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
	const why = whyNot(row, state, because);
	core.change(() => {
		core.store.deliveries.set(plan, endpoint, "undelivered", why);
		core.store.sealed.drop(plan, endpoint);
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
		core.store.sealed.drop(plan, endpoint);
		if (core.store.plans.get(plan)?.state === "approved") core.store.plans.setState(plan, "running");
		record(core, now, agentActor(nameOf(core, plan, endpoint)), {
			kind: "plan.accepted",
			plan,
			endpoint,
			runtime,
		});
		refresh(core, plan, soonLag);
	});
};

/** The cards of plans that wait or run show how the endpoint is now. */
export const follow = (core: Core, endpoint: string): void =>
	core.change(() => {
		for (const { id, plan } of core.store.plans.unfinished())
			if (plan.endpoints.some((one) => one.id === endpoint))
				core.put(`card:${id}`, "chat", { type: "card", plan: id }, Date.now() + lag);
	});

/** Follows why no one knows. */
export const mayHaveRun =
	"so the change may or may not have run. Check that machine before you propose it again";

/** `event`: as it is recorded; an endpoint that was sent away is one that is heard no more. */
const lost = {
	"record-lost": {
		state: "record-lost",
		text: `this machine lost its record of the plan, ${mayHaveRun}`,
		event: { because: "record-lost" },
	},
	removed: {
		state: "unheard",
		text: `it was removed before it reported how this ended, ${mayHaveRun}`,
		event: {},
	},
	blocked: {
		state: "unheard",
		text: `two machines share its key, and neither reported how this ended, ${mayHaveRun}`,
		event: {},
	},
} as const satisfies Record<SentAway | "record-lost", object>;

/** The agent is back without a plan that it had, or may have had. */
export const recordLost = (core: Core, plan: string, endpoint: string, now: number): void =>
	giveUp(core, plan, endpoint, "record-lost", now);

/** The endpoint was removed or blocked, and its agent is not heard. */
export const sentAway = (core: Core, plan: string, endpoint: string, why: SentAway, now: number): void =>
	giveUp(core, plan, endpoint, why, now);

/** No one waits for the plan there any more. Late records still count. */
const giveUp = (core: Core, plan: string, endpoint: string, why: keyof typeof lost, now: number): void => {
	const row = core.store.plans.get(plan);
	const state = core.store.deliveries.get(plan, endpoint)?.state;
	if (!row || (state !== "granted" && state !== "accepted")) return;
	if (runsOf(core, row, endpoint).every((run) => isOver(core, run))) return;
	const { text, event, state: unheard } = lost[why];
	core.change(() => {
		core.store.deliveries.set(plan, endpoint, unheard, text);
		core.store.sealed.drop(plan, endpoint);
		record(core, now, worker, { kind: "plan.unheard", plan, endpoint, ...event });
		for (const run of runsOf(core, row, endpoint)) allOver(core, run.id, now);
		settle(core, plan);
	});
};

/** The endpoint's disk takes nothing more, or does again: what runs there waits, and people hear of it once of each plan. */
export const disk = (core: Core, plan: string, endpoint: string, state: DiskState): void => {
	const row = core.store.plans.get(plan);
	const delivery = core.store.deliveries.get(plan, endpoint);
	if (!row || !delivery || delivery.disk === state) return;
	core.change(() => {
		core.store.deliveries.setDisk(plan, endpoint, state);
		refresh(core, plan);
		const once = `disk:${plan}:${endpoint}`;
		const waits =
			delivery.state === "accepted" && runsOf(core, row, endpoint).some((run) => !isOver(core, run));
		if (state === "room" || !waits || core.store.once.before(once)) return;
		core.store.once.remember(once, state);
		tellBoth(core, once, "disk", row, diskTrouble[state], { endpoints: [nameOf(core, plan, endpoint)] });
	});
};

/** The agent says that it refused a grant and ran nothing. False if the plan isn't of this session. */
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
		if (grant !== "expected") return tellStray(core, row, endpoint, grant, reason);
		core.store.sealed.drop(plan, endpoint);
		core.store.deliveries.set(
			plan,
			endpoint,
			"refused",
			diskRefusal(code) ?? `it says that it refused the plan: ${quoted(reason)}`,
		);
		tellBoth(core, once, "refused-by-agent", row, reason, {
			endpoints: [nameOf(core, plan, endpoint)],
			outcomes: against(core, row, endpoint),
		});
		settle(core, plan);
	});
	return true;
};

/** Once for each endpoint and kind; the transcript keeps every one. */
const tellStray = (
	core: Core,
	row: PlanRow,
	endpoint: string,
	kind: RefusedGrant["grant"],
	reason: string,
): void => {
	const key = `stray:${kind}:${endpoint}`;
	if (core.store.once.before(key)) return;
	core.store.once.remember(key, row.id);
	tellBoth(core, key, "stray-grant", row, reason, {
		endpoints: [nameOf(core, row.id, endpoint)],
		outcomes: [],
	});
};
