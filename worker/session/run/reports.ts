// What recordings report of their runs: one handler for each kind of report.
import type { RunReport } from "../../contracts/values/recording.ts";
import { byType } from "../../durable/by-type.ts";
import { agentActor, type Core, refresh, soonLag, worker } from "../core.ts";
import { stop } from "../plan/cancelling.ts";
import { allOver, asked, over, unopened } from "../prompt/asking.ts";
import { record } from "../record.ts";
import { shownOf } from "../show/cut.ts";
import { unheardBecause } from "../tables/deliveries.ts";
import type { PlanRow } from "../tables/plan/plans.ts";
import type { RunRow } from "../tables/runs.ts";
import { seen, tellAnew } from "./against.ts";
import { excerptOf, nameOf, runsOf, settle, tellBoth } from "./settling.ts";

type Handler<Type extends RunReport["type"]> = (
	report: Extract<RunReport, { type: Type }>,
	run: string,
	core: Core,
	now: number,
) => void;

/** A run's process is about to start: its recording holds the context. */
const started: Handler<"started"> = ({ context, at, drift }, run, core, now) => {
	const row = core.store.runs.get(run);
	if (!row || row.started_at !== null) return;
	core.change(() => {
		core.store.runs.start(run, at, now, context, drift ?? null);
		record(core, now, agentActor(nameOf(core, row.plan, row.endpoint)), {
			kind: "run.started",
			run,
			context,
		});
		if (drift) record(core, now, worker, { kind: "run.drift", run, drift });
		refresh(core, row.plan, soonLag);
		seen(core, row);
	});
};

/** How far a run's output is; shown, not recorded: the recording itself is the record. */
const progressed: Handler<"progressed"> = ({ progress }, run, core) => {
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

/** What the person at the machine was told or asked, or chose; shown, not recorded: the recording itself is the record. */
const person: Handler<"person"> = ({ seen: told }, run, core) => {
	const row = core.store.runs.get(run);
	if (!row || row.ended_at !== null) return;
	core.change(() => {
		core.store.runs.setPerson(run, {
			...told,
			who: told.who && shownOf(told.who),
			by: told.by && shownOf(told.by),
			because: told.because && shownOf(told.because),
			offered: [...new Set(told.offered)],
		});
		refresh(core, row.plan);
	});
};

/** A run is over, its recording complete and its head signed. */
const ended: Handler<"ended"> = ({ ended }, run, core, now) => {
	const row = core.store.runs.get(run);
	if (!row || row.ended_at !== null) return;
	const late = unheardBecause(core.store.deliveries.get(row.plan, row.endpoint)) !== null;
	core.change(() => {
		const isErased = row.erased !== null || row.partly !== null;
		core.store.runs.end(run, now, ended, isErased ? null : ended.progress);
		allOver(core, run, now);
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

/** After we had given it up, the endpoint came back with everything: the people who waited hear how it really went. */
const tellLate = (core: Core, run: RunRow): void => {
	const row = core.store.plans.get(run.plan) as PlanRow;
	if (runsOf(core, row, run.endpoint).some((one) => one.ended_at === null)) return;
	core.store.deliveries.set(run.plan, run.endpoint, "accepted", null);
	tellBoth(core, `late:${run.plan}:${run.endpoint}`, "finished", row, excerptOf(core, row));
};

/** It put out more than policy allows. */
const limited: Handler<"limited"> = ({ limit }, run, core, now) => {
	const row = core.store.runs.get(run);
	const plan = row && core.store.plans.get(row.plan);
	if (!plan || row.ended_at !== null || row.rejected !== null) return;
	core.change(() => stop(core, plan, run, limit, now));
};

/** A recording rejected records that contradict stored ones: once a run, since its agent then stops. */
const integrity: Handler<"integrity"> = ({ reason }, run, core, now) => {
	const row = core.store.runs.get(run);
	if (!row || row.rejected !== null) return;
	const wasOver = ["finished", "cancelled"].includes(core.store.plans.get(row.plan)?.state ?? "");
	core.change(() => {
		core.store.runs.reject(run, reason);
		allOver(core, run, now);
		record(core, now, worker, { kind: "integrity", run, reason });
		settle(core, row.plan);
		// The people who heard how it went hear that this is no longer true.
		if (wasOver) tellAnew(core, row.plan, `doubted:${run}`);
	});
};

/** Takes a report of a run; a repeat changes nothing. */
export const takeReport = byType<RunReport, [run: string, core: Core, now: number], void>({
	asked: ({ asked: question, place }, run, core, now) => asked(core, run, question, place ?? null, now),
	unopened: (report, run, core, now) => unopened(core, run, report, now),
	"asked-out": ({ prompt, unanswered }, run, core, now) => over(core, run, prompt, unanswered, now),
	started,
	progressed,
	person,
	ended,
	limited,
	integrity,
});
