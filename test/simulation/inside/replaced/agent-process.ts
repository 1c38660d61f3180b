// Processes of a simulated machine: they write as their command says, take their time, and end, if they are left alone.
import { EventEmitter } from "node:events";
import type { Launch, StepProcess } from "../../../../agent/process/launch.ts";
import type { Output } from "../../../../agent/process/output.ts";
import type { Passed } from "../../../../agent/process/passage.ts";
import type { Stdin } from "../../../../agent/process/stdin.ts";
import type { Plan, Step } from "../../../../protocol/plan/plan.ts";
import type { Stream } from "../../../../protocol/record/records.ts";
import { deployment } from "../world/deployment.ts";
import { type Execution, hostOf } from "../world/machines.ts";
import { perWorld, world } from "../world/world.ts";
import { askChoices } from "./agent-inside.ts";
import { account } from "./agent-machine.ts";
import { pipeOf, readerOf } from "./agent-output.ts";

export const startFifos = (): void => {};
export const findShell = (): string => "/bin/sh";
export const noShell = (): string => "no shell";
/** They run as the agent does. */
export const passage = async (): Promise<Passed> => ({ user: null, stopped: null });
export const hasGroups = (): boolean => true;
export const isGated = (): boolean => false;
export const processesOf = (): number[] => [];
export const runMark = "CAISEY_RUN";

let newest = 1_000;
const kills = perWorld(() => new Map<number, () => void>());

/** Ends the process at once. */
export const endTree = async (pid: number): Promise<number[]> => {
	kills().get(pid)?.();
	return [];
};

export const prepareLaunch = async (
	{ shell }: Pick<Plan, "shell">,
	{ command }: Step,
	run: string,
): Promise<Launch> => ({
	...{ shell, shellPath: "/bin/sh", command, account, launcher: [], cwd: account.home },
	...{ env: { [runMark]: run }, secrets: {}, runner: null },
});

/** Some pieces of output within so many ms, then perhaps a question, then exit: `say 3 in 400 asks text exit 0`. */
const grammar = /^say (\d+) in (\d+)(?: asks (text|choices))? exit (\d+)$/;

export const startProcess = (
	{ command, env }: Launch,
	output: Output,
	stdin: Stdin | null = null,
): StepProcess => {
	const { time, chance } = world();
	const host = hostOf(deployment().machines, time.life());
	const run = env[runMark] ?? "";
	const execution: Execution = {
		...{ run, command, at: time.now(), end: "running" as const, code: null },
		...{ wrote: { stdout: [], stderr: [] }, read: [] },
	};
	host.executions.push(execution);
	const pid = ++newest;
	const pipe = pipeOf(output);
	world().note(`  ${host.name} starts ${run}`);
	const [, pieces = "0", within = "0", kind, code = "0"] = grammar.exec(command) ?? [];
	const child = new EventEmitter();
	const end = (how: Execution["end"], code: number | null, signal: string | null) => {
		if (execution.end !== "running") return;
		execution.end = how;
		execution.code = code;
		pipe.end();
		child.emit("exit", code, signal);
	};
	const kill = () => void time.after(5, null, () => end("killed", null, "SIGTERM"));
	kills().set(pid, kill);
	const write = (stream: Stream, text: string) => {
		const bytes = Buffer.from(text);
		execution.wrote[stream].push(...bytes);
		pipe.write(stream, bytes);
	};
	const got = (word: string | null) => {
		if (execution.end !== "running") return;
		execution.read.push({ word, at: time.now() });
		time.after(20, null, () => end("exited", Number(code), null));
	};
	const ask = () => {
		if (kind === undefined) return end("exited", Number(code), null);
		if (kind === "choices") return askChoices(run, pipe.counts(), got);
		write("stdout", "Which printer? ");
		readerOf(stdin)(got);
	};
	const say = (left: number) => {
		if (execution.end !== "running") return;
		if (left === 0) return ask();
		const stream = chance.one(["stdout", "stdout", "stderr"] as const);
		write(stream, `${left} of ${run} ${"x".repeat(chance.below(200))}\n`);
		time.after(Number(within) / Number(pieces), null, () => say(left - 1));
	};
	time.after(1, `${host.name}: ${run} begins`, () => say(Number(pieces)));
	return Object.assign(child, {
		...{ pid, stdout: null, stderr: null },
		kill: () => {
			kill();
			return true;
		},
	});
};
