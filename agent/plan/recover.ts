// After a restart: running steps get an unknown outcome, waiting ones are skipped, and the spool is delivered.
import { recordLeft } from "../process/left.ts";
import { processesOf } from "../process/processes.ts";
import type { RunRow } from "../record/journal.ts";
import { openRecording, type Recording, type RecordingDeps } from "../record/recording.ts";
import { named } from "./left.ts";

/** Judges what the last process left behind, and opens a recording for all that the Worker does not yet have; on a full disk as
 * soon as there is room, and no plan is accepted before. `resume` goes on with plans that restarted the machine; null: nothing
 * runs. */
export const recover = (deps: RecordingDeps, boot: string, resume: Resume | null): void =>
	deps.disk.owe(() => judge(deps, boot, resume));

type Resume = (interrupted: Interrupted) => void;

/** A plan whose command restarted the machine, as it declares. */
export type Interrupted = Pick<RunRow, "plan" | "digest">;

const judge = (deps: RecordingDeps, boot: string, resume: Resume | null): void => {
	const { store, journal } = deps;
	store.decide(() => journal.loseStarted(boot));
	store.write(() => store.db.exec(dropDelivered));
	for (const row of journal.runsIn("ended")) openRecording(deps, row);
	// Its end record is made when the Worker has said how far it came.
	for (const row of journal.runsIn("lost")) noteSurvivors(deps, openRecording(deps, row), row);
	const lost = journal.runsIn("lost");
	const unknown = new Set(lost.filter(({ awaiting }) => awaiting === null).map(({ plan }) => plan));
	const restarted = lost.filter(
		(row) => resume && row.restarts && row.goes_on && row.lost_because === "endpoint-restarted",
	);
	const goesOn = new Set(restarted.map(({ plan }) => plan));
	for (const row of journal.runsIn("waiting").filter(({ plan }) => !goesOn.has(plan)))
		openRecording(deps, row).end(unknown.has(row.plan) ? afterLost : neverBegun, null);
	for (const row of restarted) resume?.(row);
};

/** No one knows how an earlier step of its plan ended. */
const afterLost = { outcome: "skipped", because: "earlier-step" } as const;
/** Nothing before it failed: the agent only didn't come to it. */
const neverBegun = { outcome: "not-started", reason: "The agent restarted before this step." } as const;

const dropDelivered = "DELETE FROM spool WHERE run IN (SELECT run FROM runs WHERE state = 'settled')";

/** A process may have outlived the agent that started it: it is left alone. What was said of the run before doesn't count any more. */
const noteSurvivors = ({ log }: RecordingDeps, recording: Recording, { run, plan }: RunRow): void => {
	const living = processesOf(null, run);
	const said = [`plan ${plan} ran when the agent last stopped, so its outcome is unknown`];
	log([...said, ...named(living).map((processes) => `Still running: ${processes}`)].join(". "));
	if (living.length === 0) recording.event({ type: "none-left", v: 1 });
	else recordLeft(recording, living);
};
