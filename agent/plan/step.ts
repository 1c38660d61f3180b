// One step of a plan: recorded from its context to its end, its process started once or not at all.
import type { Plan, Step } from "../../protocol/plan/plan.ts";
import type { RunEnd } from "../../protocol/record/records.ts";
import { type Capture, cantAsk, openCapture } from "../capture/capture.ts";
import { words } from "../commands/failure.ts";
import type { Disk } from "../home/disk.ts";
import type { Sealing, Secrets } from "../home/sealing.ts";
import type { Settings } from "../home/settings.ts";
import { troubleOf } from "../home/trouble.ts";
import { hasGroups, isGated, type Launch, prepareLaunch, startProcess } from "../process/launch.ts";
import { type Output, openOutput } from "../process/output.ts";
import { passage } from "../process/passage.ts";
import { removeScript } from "../process/script-file.ts";
import { cancelled, watchProcess } from "../process/watch.ts";
import { gatherContext } from "../record/context.ts";
import type { Recording } from "../record/recording.ts";
import { type MaskedRecording, maskedRecording } from "../secrets/recording.ts";
import type { Deadline } from "./deadline.ts";
import { type Input, openInput } from "./input.ts";
import { whenOver } from "./over.ts";
import { type Asking, openAsking, type Questions } from "./questions.ts";
import { awaitRestart, restartFollows } from "./restart.ts";
import { openAnswer } from "./secrets.ts";

export type StepDeps = {
	settings: Settings;
	endpoint: string;
	/** The folder for short-lived named pipes. */
	pipes: string;
	/** The folder for what PowerShell loads. */
	hosts: string;
	/** The folder for scripts that run. */
	scripts: string;
	runtime: string;
	/** Of those folders. */
	disk: Pick<Disk, "giveWay">;
	/** Those of all steps that run. */
	questions: Questions;
	/** Aborted with the canceller's name. */
	cancel: AbortSignal;
	/** The plan's secrets, as far as they are known. */
	secrets: Secrets;
	/** The secrets that people entered for questions of the plan's steps: masked in those after them, too. */
	answered: Set<string>;
	/** Opens secrets; null: a disk without room for its key. */
	sealing: Sealing | null;
	/** The plan's. */
	digest: string;
	/** By when the plan's first process must start. */
	deadline: Deadline;
	/** The plans after this one may start. */
	begun: () => void;
	/** The machine is about to restart: the agent may end without waiting for the plan. */
	resting: () => void;
};

/** Runs one step and records it, end included. */
export const runStep = async (
	deps: StepDeps,
	plan: Plan,
	step: Step,
	run: string,
	plainly: Recording,
): Promise<RunEnd> => {
	const recording = maskedRecording(plainly, [...deps.secrets.values(), ...deps.answered]);
	await roomIn(recording, deps);
	const remove = () => removeScript(deps.scripts, run);
	const making = makeReady(() => prepare(deps, plan, step, run, recording), deps.disk, remove);
	const ready = await inTime(making, deps, remove);
	await roomIn(recording, deps);
	const { end, startedAt, at } = await startAndWatch(deps, plan, run, recording, ready).finally(remove);
	const durationMs = startedAt === null || end.outcome === "not-started" ? null : at - startedAt;
	if (restartFollows(plan, step, end)) {
		deps.resting();
		await awaitRestart(recording, { end, durationMs }, deps.settings, deps.cancel);
	}
	recording.end(end, durationMs);
	return end;
};

const noSpace = "This machine's disk is full, so the agent could not record the start.";
const tooLate: RunEnd = { outcome: "skipped", because: "run-by-passed" };

type Ready = {
	launch: Launch;
	output: Output;
	gathered: Awaited<ReturnType<typeof gatherContext>>;
	capture: Capture;
	asking: Asking;
	input: Input;
};
type StepEnd = { end: RunEnd; startedAt: number | null; at: number };

/** What can't be recorded doesn't run: waits for a spool with room or a Worker that listens, while it is not too late. */
const roomIn = async (recording: Recording, { cancel, deadline, begun }: StepDeps): Promise<void> => {
	const { promise, resolve } = Promise.withResolvers<void>();
	const check = () => {
		if (recording.mayStart() || cancel.aborted) resolve();
	};
	const stops = [recording.onRoom(check), deadline.onPassed(resolve)];
	cancel.addEventListener("abort", check, { once: true });
	check();
	// The plans after it needn't wait for this one's recording.
	if (!recording.hasRoom()) begun();
	await promise;
	for (const stop of stops) stop();
};

/** What was made ready; null: the plan was over first, and what comes later is let go. A file server that is gone never answers. */
const inTime = async (
	making: Promise<Ready | string>,
	{ cancel, deadline }: StepDeps,
	afterwards: () => void,
): Promise<Ready | string | null> => {
	const { over, forget } = whenOver(cancel, deadline);
	const ready = await Promise.race([making, over.then(() => null)]);
	forget();
	if (ready === null) void making.then(letGo).finally(afterwards);
	return ready;
};

const letGo = (ready: Ready | string | null): void => {
	if (ready === null || typeof ready === "string") return;
	letGoOf(ready.output);
	ready.input.stdin?.close();
	ready.capture.letGo();
};

const letGoOf = (output: Output): void => {
	output.handedOver();
	output.destroy();
};

const nameOf = (plan: Plan, endpoint: string): string =>
	plan.endpoints.find(({ id }) => id === endpoint)?.name ?? "this endpoint";

/** Everything but the process itself; a text says why it can't be prepared. Where the disk takes nothing more, it is prepared in the
 * agent's own space. */
const makeReady = async (
	make: () => Promise<Ready | string>,
	disk: StepDeps["disk"],
	removeFirst: () => void,
): Promise<Ready | string> => {
	try {
		return await make();
	} catch (thrown) {
		if (!disk.giveWay(thrown)) return unprepared(thrown);
	}
	removeFirst();
	return make().catch(unprepared);
};

const unprepared = (thrown: unknown): string =>
	troubleOf(thrown) === "full"
		? `This machine's disk is full, so the agent could not prepare the process: ${words(thrown)}`
		: `The agent could not prepare the process: ${words(thrown)}`;

const prepare = async (
	deps: StepDeps,
	plan: Plan,
	step: Step,
	run: string,
	recording: MaskedRecording,
): Promise<Ready | string> => {
	const { endpoint, pipes, hosts, scripts, settings, runtime, secrets } = deps;
	const where = nameOf(plan, endpoint);
	const prepared = await prepareLaunch(plan, step, run, { scripts, where, secrets });
	if (typeof prepared === "string") return prepared;
	const asking = openAsking(askingOf(deps, plan, run, recording));
	const graceMs = settings.outputGraceMs;
	const watching = { pipes, hosts, recording, graceMs, ask: asking.ask, input: plan.input };
	const capture = await openCapture(watching, prepared);
	const silent = cantAsk(capture, plan);
	if (silent !== null) return silent;
	const launch = { ...prepared, runner: capture.runner, env: { ...prepared.env, ...capture.env } };
	const input = await openInput(plan, pipes, launch.account).catch((thrown: unknown) => {
		capture.letGo();
		throw thrown;
	});
	const opening = openOutput(pipes, launch.account.become, input.heard(recording));
	try {
		const [output, gathered] = await Promise.all([opening, gatherContext(launch, runtime)]);
		return { launch, output, gathered, capture, asking, input };
	} catch (thrown) {
		capture.letGo();
		input.stdin?.close();
		void opening.then(letGoOf, () => {});
		throw thrown;
	}
};

const askingOf = (
	{ questions, settings, sealing, endpoint, digest, answered }: StepDeps,
	plan: Plan,
	run: string,
	{ learn, event }: MaskedRecording,
): Parameters<typeof openAsking>[0] => ({
	...{ questions, run, plan, answerMs: settings.answerMs },
	note: (text) => event({ type: "note", v: 1, text }),
	open:
		sealing &&
		((question, sealed) =>
			openAnswer(sealing, { plan: plan.id, digest, endpoint, session: plan.session, run, question }, sealed)),
	learn: (value) => {
		answered.add(value);
		learn(value);
	},
});

const startAndWatch = async (
	{ settings, cancel, deadline, begun }: StepDeps,
	plan: Plan,
	run: string,
	recording: MaskedRecording,
	ready: Ready | string | null,
): Promise<StepEnd> => {
	const unstarted = (end: RunEnd) => ({ end, startedAt: null, at: 0 });
	if (typeof ready === "string") return unstarted({ outcome: "not-started", reason: ready });
	if (ready === null || cancel.aborted || deadline.passed()) {
		letGo(ready);
		return unstarted(cancel.aborted ? cancelled(cancel) : tooLate);
	}
	const { launch, output, gathered, capture, asking, input } = ready;
	deadline.meet();
	recording.event(gathered.context);
	if (gathered.unanswered !== null)
		recording.event({
			type: "note",
			v: 1,
			text: `${gathered.unanswered} gives no answer, so the record doesn't know which program the command calls.`,
		});
	if (launch.file) {
		const { path, bytes, sha256 } = launch.file;
		recording.event({ type: "script", v: 1, path, bytes, sha256 });
	}
	if (!hasGroups(launch))
		recording.event({
			type: "note",
			v: 1,
			text: "No setpriv here: the process has no supplementary groups.",
		});
	if (launch.account.become && !isGated(launch.account))
		recording.event({
			type: "note",
			v: 1,
			text: "No /proc here: the agent doesn't compare as whom the process runs.",
		});
	if (input.note !== null) recording.event({ type: "note", v: 1, text: input.note });
	capture.announce();
	if (!recording.starting()) {
		letGo(ready);
		return unstarted({ outcome: "not-started", reason: noSpace });
	}
	const startedAt = performance.now();
	const child = attempt(() => startProcess(launch, output, input.stdin));
	begun();
	if (typeof child === "string") {
		output.destroy();
		input.stdin?.close();
		capture.letGo();
		return unstarted({ outcome: "not-started", reason: child });
	}
	const asked = { account: launch.account, grouped: launch.launcher.length > 0, withinMs: settings.gateMs };
	const pass = (one: typeof child, isOver: () => boolean) => passage(one, asked, isOver);
	const watched = { settings, recording, run, timeLimit: plan.stepTimeLimit, cancel, asking, pass };
	capture.started(output);
	const stopAnswering = input.answer({ recording, output, asking }, child.pid, run);
	const ended = await watchProcess(watched, child, output);
	stopAnswering();
	await capture.ended(ended.end);
	return { ...ended, startedAt };
};

/** A value, or in words why it failed: `spawn` throws if, say, the environment is too large. */
const attempt = <T>(make: () => T): T | string => {
	try {
		return make();
	} catch (thrown) {
		return words(thrown);
	}
};
