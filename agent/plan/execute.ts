// Runs one accepted plan: its steps in order, each with its own recording.
import type { Plan } from "../../protocol/plan/plan.ts";
import type { RunEnd } from "../../protocol/record/records.ts";
import type { Secrets } from "../home/sealing.ts";
import { askPerson } from "../person/person.ts";
import { openRecording, type Recording, type RecordingDeps } from "../record/recording.ts";
import type { Deadline } from "./deadline.ts";
import { whenOver } from "./over.ts";
import { fateOf } from "./skip.ts";
import { runStep, type StepDeps } from "./step.ts";
import type { Turn } from "./turns.ts";

export type Accepted = {
	ok: true;
	plan: Plan;
	digest: string;
	runs: string[];
	deadline: Deadline;
	turn: Turn;
	/** The plan's secrets; none after a restart of the machine. */
	secrets: Secrets;
	/** The step that it begins with; later than the first one after a restart. */
	from?: number;
};

export type ExecuteDeps = RecordingDeps &
	Omit<
		StepDeps,
		"cancel" | "deadline" | "begun" | "resting" | "secrets" | "questions" | "digest" | "answered"
	>;
/** What changed on this machine since the plan was proposed, in words; null: nothing. `over` is aborted when no one waits for it. */
type Changed = (plan: Plan, over: AbortSignal) => Promise<string | null>;

/** Resolves when every step has ended or was skipped. `cancel` is aborted with the canceller's name. */
export const executePlan = async (
	deps: ExecuteDeps & Pick<StepDeps, "questions"> & { changed: Changed },
	{ plan, digest, runs, deadline, turn, secrets, from = 0 }: Accepted,
	cancel: AbortSignal,
	resting: () => void,
): Promise<void> => {
	const ends: RunEnd[] = [];
	const answered = new Set<string>();
	const within = { ...deps, cancel, deadline, begun: turn.taken, resting, secrets, digest, answered };
	await orEnd(turn.come, cancel, deadline);
	/** Names last: the person may have an hour, and other plans go on meanwhile. */
	const whyNothing = async (recording: Recording): Promise<string | null> => {
		if (plan.person) turn.taken();
		const unasked = await askPerson(within, plan, recording);
		if (unasked) return unasked;
		const over = new AbortController();
		const changed = await orEnd(deps.changed(plan, over.signal), cancel, deadline);
		over.abort();
		return changed ?? null;
	};
	/** Why nothing of the plan runs. */
	let stopped: string | null = null;
	for (const [index, step] of plan.steps.entries()) {
		const run = runs[index];
		if (run === undefined) throw new Error("a step without a run");
		if (index < from || deps.journal.run(run).state !== "waiting") continue;
		const recording = openRecording(deps, { run, plan: plan.id, digest });
		const tooLate = !cancel.aborted && deadline.passed();
		const fate = tooLate ? "run-by-passed" : fateOf(plan, index, ends, cancel.aborted);
		if (fate === "run" && index === 0) stopped = await whyNothing(recording);
		if (fate === "run" && !stopped) {
			ends.push(await runStep(within, plan, step, run, recording));
			continue;
		}
		const end = unstarted(fate, stopped);
		recording.end(end, null);
		ends.push(end);
	}
};

/** On a machine that changed, checks after don't run either. */
const unstarted = (fate: ReturnType<typeof fateOf>, stopped: string | null): RunEnd =>
	fate === "run" || (stopped && fate === "failed-check")
		? { outcome: "not-started", reason: stopped ?? "" }
		: { outcome: "skipped", because: fate };

/** What is over waits for nothing: the plan before it may hang. */
const orEnd = async <T>(
	what: Promise<T>,
	cancel: AbortSignal,
	deadline: Deadline,
): Promise<T | undefined> => {
	const { over, forget } = whenOver(cancel, deadline);
	const first = await Promise.race([what, over.then(() => undefined)]);
	forget();
	return first;
};
