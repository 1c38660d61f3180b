// A run's start, with how its environment differs from that of earlier runs on its endpoint.
import type { RunReport } from "../../contracts/values/recording.ts";
import { objectOf } from "../../durable/places.ts";
import type { Core } from "../core.ts";

/** Asks the endpoint's object, which knows the runs of all sessions. Nothing is asked about a run that has started already, nor by
 * other reports. */
export const compared = async (
	core: Core,
	run: string,
	report: RunReport,
	now: number,
): Promise<RunReport> => {
	const row = report.type === "started" ? core.store.runs.get(run) : null;
	const plan = row && core.store.plans.get(row.plan)?.plan;
	if (report.type !== "started" || !plan || row.started_at !== null) return report;
	const { context } = report;
	const place = { run, session: core.self().id, plan: row.plan, step: row.step };
	const found = { ...place, heard: now, runAs: plan.runAs, context };
	return { ...report, drift: await objectOf(core.env.ENDPOINT, row.endpoint).compare(found) };
};
