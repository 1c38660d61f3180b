// What becomes of an approved plan on its way to an endpoint: never delivered, accepted, or refused by the agent.
import { quoted } from "../../../domain/line.ts";
import { undeliveredBecause } from "../../../words/because.ts";
import type { RefusedGrant, Undelivered } from "../../contracts/values/grant.ts";
import { agentActor, type Core, refresh, worker } from "../core.ts";
import { record } from "../record.ts";
import { nameOf, settle, tellBoth } from "./settling.ts";

/** Nothing was run on this endpoint, and nothing will be. */
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
		core.store.deliveries.set(plan, endpoint, "undelivered", undeliveredBecause[because]);
		record(core, now, worker, { kind: "plan.undelivered", plan, endpoint, because });
		if (because !== "cancelled") {
			const some = { endpoints: [nameOf(core, plan, endpoint)] };
			tellBoth(
				core,
				`undelivered:${plan}:${endpoint}`,
				"undelivered",
				row,
				undeliveredBecause[because],
				some,
			);
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

/** The agent found something wrong with a grant, and ran nothing by it. False where the plan is not of this session. */
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
		const turn = grant === "expected" ? "refused-by-agent" : "stray-grant";
		tellBoth(core, once, turn, row, reason, { endpoints: [nameOf(core, plan, endpoint)] });
		if (grant !== "expected") return;
		core.store.deliveries.set(plan, endpoint, "refused", `its agent refused the plan: ${quoted(reason)}`);
		settle(core, plan);
	});
	return true;
};
