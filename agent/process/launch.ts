// What a step's process starts with, or why it can't start.
import { type ChildProcess, spawn } from "node:child_process";
import { stat } from "node:fs/promises";
import { invocationOf, type Runner } from "../../protocol/plan/invocation.ts";
import type { Plan, Step } from "../../protocol/plan/plan.ts";
import { words } from "../commands/failure.ts";
import { type Account, accountOf, launcherOf } from "../machine/account.ts";
import { type Environment, environmentFor } from "../machine/environment.ts";
import { endJobOf, joinJobOf, letGoOfJob, openJobOf } from "./jobs.ts";
import type { Output } from "./output.ts";
import { runMark } from "./processes.ts";
import { type Written, writeScript } from "./script-file.ts";
import { findShell } from "./shells.ts";
import type { Stdin } from "./stdin.ts";

export type Launch = {
	shell: Plan["shell"];
	shellPath: string;
	command: string;
	/** Where the script is, if the step is one; it is removed when the step ends. */
	file?: Written;
	account: Account;
	/** Goes before the shell to become another user; else empty. */
	launcher: string[];
	cwd: string;
	env: Environment;
	/** What runs the step inside its shell, so that the agent sees more; null: nothing does. */
	runner: Runner | null;
};

/** A text says why the step can't start. `scripts`: the agent's folder for them. */
export const prepareLaunch = async (
	plan: Plan,
	step: Step,
	run: string,
	scripts: string,
): Promise<Launch | string> => {
	const account = await accountOf(plan.runAs);
	if (typeof account === "string") return account;
	const shellPath = findShell(plan.shell);
	if (!shellPath) return noShell(plan.shell);
	const cwd = plan.cwd ?? account.home;
	const env = environmentFor(account, run, plan.shell);
	const launcher = launcherOf(account);
	const base = { shell: plan.shell, shellPath, command: step.command, runner: null };
	const launch = { ...base, account, launcher, cwd, env };
	const problem = await problemWith(cwd);
	if (problem) return problem;
	const { script } = step;
	return script ? { ...launch, file: writeScript(scripts, run, { ...step, script }, account) } : launch;
};

export const noShell = (shell: string): string => `This endpoint has no ${shell} on its agent's PATH.`;

/** Whether the process has the account's supplementary groups: a plain change of user id drops them. */
export const hasGroups = ({ account, launcher }: Pick<Launch, "account" | "launcher">): boolean =>
	!account.become || launcher.length > 0;

/** Starts it in its own session and process group, so that the agent can end it with everything it starts. `stdin`: its input;
 * null: an empty one. */
export const startProcess = (launch: Launch, output: Output, stdin: Stdin | null = null): ChildProcess => {
	const { program, args, verbatim } = invocationOf(launch);
	const options = {
		cwd: launch.cwd,
		env: launch.env,
		detached: process.platform !== "win32",
		windowsHide: true,
		windowsVerbatimArguments: verbatim,
		...(hasGroups(launch) ? {} : identityOf(launch.account)),
	};
	let child: ChildProcess | undefined;
	const run = launch.env[runMark] ?? "";
	try {
		if (process.platform === "win32") openJobOf(run);
		child = spawn(program, args, { ...options, stdio: [stdin?.fd ?? "ignore", ...output.stdio] });
		if (process.platform === "win32" && child.pid !== undefined) joinJobOf(run, child.pid);
		return child;
	} catch (thrown) {
		// Nothing runs that the agent could not end.
		child?.once("error", () => {}).kill("SIGKILL");
		endJobOf(run);
		letGoOfJob(run);
		throw thrown;
	} finally {
		output.handedOver(child);
		stdin?.handedOver();
	}
};

const identityOf = ({ become }: Account) => (become ? { uid: become.uid, gid: become.gid } : {});

const problemWith = async (cwd: string): Promise<string | undefined> => {
	try {
		if ((await stat(cwd)).isDirectory()) return undefined;
		return `The working directory ${cwd} isn't a directory.`;
	} catch (thrown) {
		return `The working directory ${cwd} can't be used: ${words(thrown)}`;
	}
};
