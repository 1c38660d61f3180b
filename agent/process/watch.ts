// Watches a step's process until it has ended and its output is read; ends it on a time limit or cancel.
import { setTimeout as delay } from "node:timers/promises";
import type { Unanswered } from "../../protocol/prompt.ts";
import type { RunEnd } from "../../protocol/record/records.ts";
import { words } from "../commands/failure.ts";
import type { Settings } from "../home/settings.ts";
import type { Asking } from "../plan/questions.ts";
import type { Recording } from "../record/recording.ts";
import { letGoOfJob } from "./jobs.ts";
import type { StepProcess } from "./launch.ts";
import { recordLeft } from "./left.ts";
import type { Output } from "./output.ts";
import type { Passed } from "./passage.ts";
import { processesOf } from "./processes.ts";
import { endTree } from "./tree.ts";

/** `at` is when it ended, by performance.now(). */
export type Ended = { end: RunEnd; at: number };

export type Watched = {
	settings: Settings;
	recording: Recording;
	run: string;
	/** Seconds. */
	timeLimit: number;
	/** Aborted with the canceller's name. */
	cancel: AbortSignal;
	asking: Pick<Asking, "expired" | "close">;
	/** Whether the process may go on, as whom it became. `isOver`: it must not any more. */
	pass: (child: StepProcess, isOver: () => boolean) => Promise<Passed>;
};

export const watchProcess = (watched: Watched, child: StepProcess, output: Output): Promise<Ended> =>
	watch(watched, child, output).finally(() => letGoOfJob(watched.run));

const watch = async (watched: Watched, child: StepProcess, output: Output): Promise<Ended> => {
	const { recording } = watched;
	const exited = exitOf(child);
	if (child.pid === undefined) {
		output.destroy();
		return exited;
	}
	const limits = limitsOf(watched);
	let over = false;
	void limits.reached.then(() => {
		over = true;
	});
	const passed = await Promise.race([
		watched.pass(child, () => over),
		exited.then(() => null),
		limits.reached.then(() => null),
	]);
	if (passed?.user) recording.event(passed.user);
	if (passed?.stopped?.held) {
		limits.clear();
		// It may not read that it must stop.
		child.kill("SIGKILL");
		const { at } = await exited;
		output.destroy();
		return {
			end: { outcome: "not-started", reason: `${passed.stopped.reason} Nothing of the step ran.` },
			at,
		};
	}
	recording.event({ type: "started", v: 1, pid: child.pid });
	if (passed?.stopped) {
		recording.event({ type: "note", v: 1, text: `${passed.stopped.reason} The agent ended it at once.` });
		child.kill("SIGKILL");
	}
	const first = await Promise.race([exited, limits.reached]);
	limits.clear();
	watched.asking.close(whyUnanswered("at" in first ? null : first));
	if ("at" in first) {
		await readRest(watched, output);
		await noteLeft(watched, child.pid);
		return first;
	}
	await endTree(child.pid, watched.run, watched.settings.killGraceMs);
	const at = performance.now();
	await readRest(watched, output);
	await noteLeft(watched, child.pid);
	output.destroy();
	return { end: first, at };
};

export const cancelled = (cancel: AbortSignal): RunEnd => ({
	outcome: "cancelled",
	by: String(cancel.reason),
});

/** A child that outlived the process may hold the output open: it is then not waited for. What is about to end gets the same
 * moment as what `noteLeft` looks for: else the output would be held by a process that isn't seen there any more. */
const readRest = async ({ recording, settings }: Watched, output: Output): Promise<void> => {
	if (!(await output.isHeld(settings.outputGraceMs)) || !(await output.isHeld(endingMs))) return;
	recording.event({ type: "output-held", v: 1, graceMs: settings.outputGraceMs });
	output.discard();
};

/** What the process started and left running, or what could not be ended. What is about to end gets a moment for it. */
const noteLeft = async ({ recording, run }: Watched, root: number): Promise<void> => {
	if (processesOf(root, run).length === 0) return;
	await delay(endingMs);
	recordLeft(recording, processesOf(root, run));
};
const endingMs = 250;

const exitOf = (child: StepProcess): Promise<Ended> =>
	new Promise((resolve) => {
		const end = (how: RunEnd) => resolve({ end: how, at: performance.now() });
		child.once("error", (error) => end({ outcome: "not-started", reason: words(error) }));
		child.once("exit", (code, signal) =>
			end(signal ? { outcome: "signalled", signal } : { outcome: "exited", code: code ?? 0 }),
		);
	});

/** `end`: why the agent ends the process; null: it ended by itself. */
const whyUnanswered = (end: RunEnd | null): Unanswered => {
	if (end?.outcome === "cancelled") return "cancelled";
	return end?.outcome === "timed-out" ? "limit" : "ended";
};

/** A question whose time has passed ends the step, too: by the signal that its tree gets. */
const limitsOf = ({ timeLimit, cancel, asking }: Watched) => {
	const { promise: reached, resolve } = Promise.withResolvers<RunEnd>();
	const timer = setTimeout(() => resolve({ outcome: "timed-out" }), timeLimit * 1000);
	const onCancel = () => resolve(cancelled(cancel));
	cancel.addEventListener("abort", onCancel);
	if (cancel.aborted) onCancel();
	void asking.expired.then(() => resolve({ outcome: "signalled", signal: "SIGTERM" }));
	const clear = () => {
		clearTimeout(timer);
		cancel.removeEventListener("abort", onCancel);
	};
	return { reached, clear };
};
