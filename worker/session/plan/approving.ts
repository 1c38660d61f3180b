// What follows once a plan is approved, by votes or without: its runs, its times, its way to the endpoints.
import { opensAt } from "../../../domain/policy/hours.ts";
import { jurisdictionOf, newId } from "../../../protocol/ids.ts";
import { runBy } from "../../../protocol/plan/plan.ts";
import type { RuledBy } from "../../../protocol/plan/standing.ts";
import type { Mention } from "../../../protocol/read/view.ts";
import type { Snapshot } from "../../contracts/values/snapshot.ts";
import { type Core, worker } from "../core.ts";
import { record } from "../record.ts";
import { proposer, requester } from "../show/views.ts";
import type { PlanRow } from "../tables/plan/plans.ts";
import { tellTurn } from "./ending.ts";
import { askForSecrets, dispatchAll } from "./secrets.ts";

/** `by`: as people read it. `also`: who hears of it besides requester and proposer. */
type Approved = { by: string; also?: Mention[]; ruled?: RuledBy | null };

/** Inside a transaction. */
export const approve = (
	core: Core,
	row: PlanRow,
	{ by, also = [], ruled = null }: Approved,
	{ policy, version }: Snapshot,
	now: number,
): void => {
	const planned = Math.max(now, row.plan.notBefore ?? 0);
	const opens = opensAt(policy.hours, planned);
	const ends = ruled?.by === "standing" ? ruled.until : Number.POSITIVE_INFINITY;
	const last = Math.min((opens ?? planned) + row.plan.runWithin * 1000, ends);
	// Where no hour is found, it can't start: the time to start is over when it begins.
	const from = opens ?? last;
	const otherwise = from !== planned || last !== runBy(row.plan, now);
	core.store.plans.decide(row.id, "approved", now, last, version);
	if (ruled || otherwise) core.store.rulings.keep({ plan: row.id, ruled, from: otherwise ? from : null });
	const runs = row.plan.endpoints.map(({ id }) => prepareRuns(core, row, id));
	record(core, now, worker, { kind: "plan.decided", plan: row.id, outcome: "approved", runs });
	if (otherwise) record(core, now, worker, { kind: "plan.timed", plan: row.id, from, runBy: last });
	for (const { id } of row.plan.endpoints) core.store.deliveries.add(row.id, id);
	const decided = core.store.plans.get(row.id) ?? row;
	if (row.plan.secrets.length > 0) askForSecrets(core, decided);
	else dispatchAll(core, decided);
	tellTurn(core, "approved", decided, [requester(core), proposer(core, row), ...also], by);
};

/** The ids of an endpoint's runs, in the order of the steps. */
const prepareRuns = (core: Core, row: PlanRow, endpoint: string): string[] =>
	row.plan.steps.map(({ phase }, step) => {
		const id = newId("run", jurisdictionOf(row.id));
		core.store.runs.add({ id, plan: row.id, endpoint, step, phase });
		return id;
	});
