// Processes of a simulated machine: they write as their command says, take their time, and end, if they are left alone.
import { EventEmitter } from "node:events";
import type { Looked } from "../../../../agent/preflight/check.ts";
import type { Sink } from "../../../../agent/process/gate.ts";
import type { Launch } from "../../../../agent/process/launch.ts";
import type { Plan, Step } from "../../../../protocol/plan/plan.ts";
import type { PreflightAnswer } from "../../../../protocol/plan/preflight.ts";
import type { Stream } from "../../../../protocol/record/records.ts";
import { deployment } from "../world/deployment.ts";
import { type Execution, hostOf } from "../world/machines.ts";
import { world } from "../world/world.ts";

export const startFifos = (): void => {};
export const findShell = (): string => "/bin/sh";
export const noShell = (): string => "no shell";
/** They run as the agent does. */
export const passage = async () => ({ user: null, stopped: null });
export const hasGroups = (): boolean => true;
export const processesOf = (): number[] => [];
export const runMark = "CAISEY_RUN";

/** Its commands read nothing. */
export const tellsReaders = (): boolean => false;
export const openStdin = async (): Promise<never> => {
	throw new Error("no command here reads");
};

let newest = 1_000;
const runs = new Map<number, { execution: Execution; kill: () => void }>();

/** Ends the process at once. */
export const endTree = async (pid: number): Promise<number[]> => {
	runs.get(pid)?.kill();
	return [];
};

type Prepared = Launch & { run: string; plan: string };
export const prepareLaunch = async (plan: Plan, step: Step, run: string): Promise<Prepared> => ({
	shell: plan.shell,
	shellPath: "/bin/sh",
	command: step.command,
	account: { name: "root", id: "0", groups: ["root"], elevated: true, home: "/root", become: null },
	launcher: [],
	cwd: "/root",
	env: {},
	secrets: {},
	runner: null,
	run,
	plan: plan.id,
});

/** Its commands are no PowerShell. */
export const openCapture = async () => ({
	runner: null,
	announce: () => {},
	started: () => {},
	ended: async () => {},
	letGo: () => {},
});

/** They have no PowerShell. */
export const cantAsk = (): null => null;
export const isGated = (): boolean => false;

/** All of them parse, and nothing ever changes. */
export const lookAt = async (_folders: object, { steps }: Pick<Plan, "steps">): Promise<Looked> => ({
	state: "checked",
	steps: steps.map(() => ({ parsed: true, problems: [], names: [], effects: [] })),
});
export const checkSteps = async (
	_folders: object,
	{ steps }: Pick<Plan, "steps">,
): Promise<PreflightAnswer> => ({
	state: "checked",
	steps: steps.map(() => ({ parsed: true, problems: [], names: [], effects: [], cut: false })),
});

type Output = { write: (stream: Stream, bytes: Uint8Array) => void; end: () => void };

/** It reads while there is room, and keeps what waits in the pipe. */
export const openOutput = async (_folder: string, _owner: null, sink: Sink) => {
	const ended = Promise.withResolvers<boolean>();
	let waiting: [Stream, Uint8Array][] = [];
	let over = false;
	let thrownAway = false;
	const pump = () => {
		while (waiting.length > 0 && (thrownAway || sink.hasRoom())) {
			const [stream, bytes] = waiting.shift() as [Stream, Uint8Array];
			if (!thrownAway) sink.output(stream, bytes);
		}
		if (over && waiting.length === 0) ended.resolve(false);
	};
	const stop = sink.onRoom(pump);
	return {
		stdio: ["pipe", "pipe"],
		write: (stream: Stream, bytes: Uint8Array) => {
			waiting.push([stream, bytes]);
			pump();
		},
		end: () => {
			over = true;
			pump();
		},
		handedOver: () => {},
		isHeld: () => ended.promise,
		discard: () => {
			thrownAway = true;
			pump();
		},
		destroy: () => {
			stop();
			waiting = [];
			ended.resolve(false);
		},
	};
};

/** `echo` some pieces of output, then exit: `say 3 in 400 exit 0`. */
export const startProcess = ({ command, run, plan }: Prepared, output: Output) => {
	const { time, chance } = world();
	const host = hostOf(deployment().machines, time.life());
	const execution: Execution = {
		...{ run, plan, command, at: time.now(), end: "running" as const, code: null },
		wrote: { stdout: [], stderr: [] },
	};
	host.executions.push(execution);
	const pid = ++newest;
	world().note(`  ${host.name} starts ${run}`);
	const [, pieces = "0", within = "0", code = "0"] = /say (\d+) in (\d+) exit (\d+)/.exec(command) ?? [];
	const child = Object.assign(new EventEmitter(), { pid });
	const end = (how: Execution["end"], code: number | null, signal: string | null) => {
		if (execution.end !== "running") return;
		execution.end = how;
		execution.code = code;
		output.end();
		child.emit("exit", code, signal);
	};
	runs.set(pid, { execution, kill: () => time.after(5, null, () => end("killed", null, "SIGTERM")) });
	const say = (left: number) => {
		if (execution.end !== "running") return;
		if (left === 0) return end("exited", Number(code), null);
		const stream = chance.one(["stdout", "stdout", "stderr"] as const);
		const bytes = Buffer.from(`${left} of ${run} ${"x".repeat(chance.below(200))}\n`);
		execution.wrote[stream].push(...bytes);
		output.write(stream, bytes);
		time.after(Number(within) / Number(pieces), null, () => say(left - 1));
	};
	time.after(1, `${host.name}: ${run} begins`, () => say(Number(pieces)));
	return child;
};
