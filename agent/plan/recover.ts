// After a restart: what was running is unknown, what was waiting is skipped, and what is spooled is delivered.
import { processesOf } from "../process/processes.ts";
import { openRecording, type Recording, type RecordingDeps } from "../record/recording.ts";

/** Judges what the last process left behind, and opens a recording for all that the Worker does not yet have; on a full disk as
 * soon as there is room, and no plan is accepted before. */
export const recover = (deps: RecordingDeps, boot: string): void => deps.disk.owe(() => judge(deps, boot));

const judge = (deps: RecordingDeps, boot: string): void => {
	const { store, journal } = deps;
	store.decide(() => journal.loseStarted(boot));
	store.write(() => store.db.exec(dropDelivered));
	for (const row of journal.runsIn("ended")) openRecording(deps, row);
	// Its end record is made when the Worker has said how far it came.
	for (const row of journal.runsIn("lost")) noteSurvivors(openRecording(deps, row), row.run);
	for (const row of journal.runsIn("waiting"))
		openRecording(deps, row).end({ outcome: "skipped", because: "earlier-step" }, null);
};

const dropDelivered = "DELETE FROM spool WHERE run IN (SELECT run FROM runs WHERE state = 'settled')";

/** A process may have outlived the agent that started it. */
const noteSurvivors = (recording: Recording, run: string): void => {
	const living = processesOf(null, run);
	if (living.length === 0) return;
	const text = `Still running when the agent came back: process ${living.join(", ")}. It was left alone.`;
	recording.event({ type: "note", v: 1, text });
};
