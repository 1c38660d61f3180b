// The journal: which plans were accepted, and how far each of their runs came. Its rows are never deleted, which is
// what makes execution at most once. Callers wrap changes in the store's transactions.
import { z } from "zod";
import { Journalled } from "../../protocol/wire.ts";
import type { Store } from "./store.ts";

/** waiting → started → ended → settled (the Worker has all of it); started → lost (the agent died) → ended. One that the
 * Worker rejects is over once it is ended or lost, and its records stay in the spool. */
const RunState = z.enum(["waiting", "started", "lost", "ended", "settled"]);
const RunRow = z.object({
	run: z.string(),
	plan: z.string(),
	digest: z.string(),
	state: RunState,
	/** The number of the last record. */
	last: z.int(),
	stdout: z.int(),
	stderr: z.int(),
	lost_because: z.enum(["agent-restarted", "endpoint-restarted"]).nullable(),
	rejected: z.string().nullable(),
	/** The command of a plan that restarts the machine. */
	restarts: z.int().transform((flag) => flag === 1),
	/** How it ended, as JSON, while the restart is awaited. */
	awaiting: z.string().nullable(),
	/** Whether its plan can go on after a restart: it declares one, and did not go on yet. */
	goes_on: z.int().transform((flag) => flag === 1),
});
const PlanRow = z.object({ bytes: z.instanceof(Uint8Array) });
export type RunRow = z.infer<typeof RunRow>;

/** The number of a run's last record, and the bytes of its streams until now. */
export type Progress = Pick<RunRow, "last" | "stdout" | "stderr">;

export type Journal = ReturnType<typeof openJournal>;

const runColumns =
	"run, plan, digest, state, last, stdout, stderr, lost_because, rejected, restarts, awaiting, bytes IS NOT NULL AS goes_on";
const over = "(state = 'settled' OR (rejected IS NOT NULL AND state IN ('ended', 'lost')))";
const unfinished = `SELECT plan, CASE WHEN EXISTS (SELECT 1 FROM runs WHERE runs.plan = plans.plan
	AND state IN ('waiting', 'started')) THEN 'running' ELSE 'ended' END AS state FROM plans`;

export const openJournal = ({ db }: Store) => {
	const insertPlan = db.prepare(
		"INSERT INTO plans (plan, digest, accepted_at, boot) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
	);
	const insertRun = db.prepare("INSERT INTO runs (run, plan, step, state) VALUES (?, ?, ?, 'waiting')");
	const rise = db.prepare("UPDATE risen SET count = count + 1 RETURNING count");
	const setState = db.prepare("UPDATE runs SET state = ? WHERE run = ?");
	const setStarted = db.prepare("UPDATE runs SET state = 'started' WHERE run = ? AND state = 'waiting'");
	const setProgress = db.prepare("UPDATE runs SET last = ?, stdout = ?, stderr = ? WHERE run = ?");
	const setLost = db.prepare(
		`UPDATE runs SET state = 'lost', lost_because = CASE WHEN ? =
			(SELECT boot FROM plans WHERE plans.plan = runs.plan) THEN 'agent-restarted' ELSE 'endpoint-restarted' END
			WHERE state = 'started' OR (state = 'waiting' AND rejected IS NOT NULL)`,
	);
	const setRestart = db.prepare("UPDATE plans SET bytes = ? WHERE plan = ?");
	const setRestarts = db.prepare("UPDATE runs SET restarts = 1 WHERE run = ?");
	const setAwaiting = db.prepare("UPDATE runs SET awaiting = ? WHERE run = ?");
	const goOn = db.prepare("UPDATE plans SET boot = ?, bytes = NULL WHERE plan = ?");
	const planBytes = db.prepare("SELECT bytes FROM plans WHERE plan = ?");
	const runsOf = db.prepare("SELECT run FROM runs WHERE plan = ? ORDER BY step");
	const oneRun = db.prepare(`SELECT ${runColumns} FROM runs JOIN plans USING (plan) WHERE run = ?`);
	const runsIn = db.prepare(
		`SELECT ${runColumns} FROM runs JOIN plans USING (plan)
			WHERE state = ? AND rejected IS NULL ORDER BY plans.rowid, step`,
	);
	const planRow = db.prepare("SELECT told FROM plans WHERE plan = ?");
	const unreported = db.prepare(`${unfinished} WHERE told = 0 ORDER BY rowid`);
	const settledPlans = db.prepare(
		`SELECT plan FROM plans WHERE told = 0 AND NOT EXISTS
			(SELECT 1 FROM runs WHERE runs.plan = plans.plan AND NOT ${over})`,
	);
	const setReported = db.prepare("UPDATE plans SET told = 1 WHERE plan = ?");
	const unsettled = db.prepare(`SELECT 1 FROM runs WHERE plan = ? AND NOT ${over} LIMIT 1`);
	const setRejected = db.prepare("UPDATE runs SET rejected = ? WHERE run = ?");
	const allRejected = db.prepare(
		`SELECT ${runColumns} FROM runs JOIN plans USING (plan) WHERE rejected IS NOT NULL ORDER BY plans.rowid, step`,
	);
	const someOpen = db.prepare(
		`SELECT 1 FROM runs WHERE NOT ${over} AND plan NOT IN
			(SELECT plan FROM runs WHERE state = 'started' AND awaiting IS NOT NULL) LIMIT 1`,
	);
	return {
		/** False if the plan is known already: then nothing was changed. */
		accept(plan: string, digest: string, runs: string[], boot: string): boolean {
			if (insertPlan.run(plan, digest, Date.now(), boot).changes === 0) return false;
			for (const [step, run] of runs.entries()) insertRun.run(run, plan, step);
			rise.get();
			return true;
		},
		/** The machine restarts at the end of this run; with the plan's bytes, the rest of it can run then. */
		willRestart(plan: string, bytes: Uint8Array, run: string): void {
			setRestart.run(bytes, plan);
			setRestarts.run(run);
		},
		setAwaiting: (run: string, ended: string) => void setAwaiting.run(ended, run),
		/** Goes on after the restart, once: its bytes and runs. `boot` is the boot id now. */
		resume(plan: string, boot: string): { bytes: Uint8Array; runs: string[] } {
			const { bytes } = PlanRow.parse(planBytes.get(plan));
			goOn.run(boot, plan);
			return { bytes, runs: runsOf.all(plan).map((row) => String(row.run)) };
		},
		/** One more than ever before. */
		rise: (): number => Number(rise.get()?.count),
		knows: (plan: string): boolean => planRow.get(plan) !== undefined,
		/** Whether this run id was ever given to a plan. */
		hasRun: (run: string): boolean => oneRun.get(run) !== undefined,
		run: (run: string): RunRow => RunRow.parse(oneRun.get(run)),
		setState: (run: string, state: z.infer<typeof RunState>) => void setState.run(state, run),
		/** Its process is about to start, for the first time. */
		start(run: string): void {
			if (setStarted.run(run).changes !== 1) throw new Error(`${run} was started before`);
		},
		setProgress: (run: string, { last, stdout, stderr }: Progress) =>
			void setProgress.run(last, stdout, stderr, run),
		/** The Worker takes no more of its records, and why. */
		reject: (run: string, reason: string) => void setRejected.run(reason, run),
		rejected: (): RunRow[] => allRejected.all().map((row) => RunRow.parse(row)),
		/** Whether the Worker lacks records that it may still take. A plan that awaits a restart goes on after it. */
		isBehind: (): boolean => someOpen.get() !== undefined,
		/** After a restart: everything that had started is lost. `boot` is the boot id now. */
		loseStarted: (boot: string) => void setLost.run(boot),
		runsIn: (state: z.infer<typeof RunState>): RunRow[] => runsIn.all(state).map((row) => RunRow.parse(row)),
		/** Plans that the Worker was not yet told are finished. */
		open: (): Journalled[] => unreported.all().map((row) => Journalled.parse(row)),
		/** Whether the Worker has every record of a plan that was accepted, or wants no more of them. */
		isFinished: (plan: string): boolean => unsettled.get(plan) === undefined,
		/** Those of the open plans of which it has every record. */
		finished: (): string[] => settledPlans.all().map((row) => String(row.plan)),
		setReported: (plan: string) => void setReported.run(plan),
	};
};
