// What a step's process starts with, or why it can't start.
import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import { type EventEmitter, once } from "node:events";
import { Socket } from "node:net";
import { gateArgv, invocationOf, type Runner } from "../../protocol/plan/invocation.ts";
import type { Plan, Step } from "../../protocol/plan/plan.ts";
import { secretsOf, secretVariable, withReferences } from "../../protocol/plan/secret.ts";
import type { Secrets } from "../home/sealing.ts";
import { type Account, accountOf, launcherOf } from "../machine/account.ts";
import { type Environment, environmentFor } from "../machine/environment.ts";
import { startAs } from "../windows/start-as.ts";
import { problemWith } from "./folder.ts";
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
	/** Variables that only the process gets, and no record has. */
	secrets: Environment;
	/** What runs the step inside its shell, so that the agent sees more; null: nothing does. */
	runner: Runner | null;
};

/** A text says why the step can't start. `scripts`: the agent's folder for them. `where`: the endpoint's name. */
export const prepareLaunch = async (
	plan: Plan,
	asked: Step,
	run: string,
	{ scripts, where, secrets }: { scripts: string; where: string; secrets: Secrets },
): Promise<Launch | string> => {
	const account = await accountOf(plan.runAs, where);
	if (typeof account === "string") return account;
	const needed = secretsOf(plan, asked);
	if (!needed.every((name) => secrets.has(name))) return forgotten;
	const step = withReferences(plan, asked);
	const shellPath = findShell(plan.shell);
	if (!shellPath) return noShell(plan.shell);
	const cwd = plan.cwd ?? account.home;
	const env = environmentFor(account, run, plan.shell);
	const launcher = launcherOf(account);
	const base = { shell: plan.shell, shellPath, command: step.command, runner: null };
	const own = Object.fromEntries(needed.map((name) => [secretVariable(name), secrets.get(name) ?? ""]));
	const launch = { ...base, account, launcher, cwd, env, secrets: own };
	const problem = await problemWith(cwd, account);
	if (problem) return problem;
	const { script } = step;
	return script ? { ...launch, file: writeScript(scripts, run, { ...step, script }, account) } : launch;
};

const forgotten =
	"The agent keeps a secret in memory only, and has restarted since it was entered. Propose the plan again.";

/** Where it became another user, and has run nothing yet. `reached`: false where it ended before. */
export type Gate = { reached: Promise<boolean>; open: () => void; shut: () => void };
export type StepProcess = Pick<ChildProcess, "pid" | "kill" | "stdout" | "stderr"> &
	Pick<EventEmitter, "once"> & { gate?: Gate };

export const noShell = (shell: string): string => `This endpoint has no ${shell} on its agent's PATH.`;

/** Without `/proc`, as on macOS, no one could tell at the gate as whom the process waits there. */
export const isGated = ({ become }: Pick<Account, "become">, platform = process.platform): boolean =>
	become !== null && platform !== "darwin";

/** Whether the process has the account's supplementary groups: a plain change of user id drops them. */
export const hasGroups = ({ account, launcher }: Pick<Launch, "account" | "launcher">): boolean =>
	!account.become || launcher.length > 0;

/** Starts it in its own session and process group, so that the agent can end it with everything it starts. One that becomes
 * another user waits at the gate: see passage.ts. `stdin`: its input; null: an empty one. */
export const startProcess = (launch: Launch, output: Output, stdin: Stdin | null = null): StepProcess => {
	const gate = isGated(launch.account) ? gateArgv : [];
	const { program, args, verbatim } = invocationOf({ ...launch, launcher: [...launch.launcher, ...gate] });
	const options = {
		cwd: launch.cwd,
		env: { ...launch.env, ...launch.secrets },
		detached: process.platform !== "win32",
		windowsHide: true,
		windowsVerbatimArguments: verbatim,
		...(hasGroups(launch) ? {} : identityOf(launch.account)),
	};
	let child: StepProcess | undefined;
	const run = launch.env[runMark] ?? "";
	try {
		if (process.platform === "win32") openJobOf(run);
		const fourth = gate.length > 0 ? (["pipe"] as const) : [];
		const stdio: StdioOptions = [stdin?.fd ?? "ignore", ...output.stdio, ...fourth];
		child = startIn(launch) ?? atGate(spawn(program, args, { ...options, stdio }));
		if (process.platform === "win32" && child.pid !== undefined) joinJobOf(run, child.pid);
		return child;
	} catch (thrown) {
		// Nothing runs that the agent could not end.
		child?.once("error", () => {});
		child?.kill("SIGKILL");
		endJobOf(run);
		letGoOfJob(run);
		throw thrown;
	} finally {
		output.handedOver(child);
		stdin?.handedOver();
	}
};

/** On Windows, in a user's session. */
const startIn = (launch: Launch): StepProcess | undefined => {
	const { session } = launch.account;
	if (session === undefined) return undefined;
	const child = startAs({
		...invocationOf(launch),
		session,
		cwd: launch.cwd,
		env: { ...launch.env, ...launch.secrets },
	});
	return Object.assign(child, {
		gate: { reached: child.ready, open: child.go, shut: () => void child.kill() },
	});
};

const atGate = (child: ChildProcess): StepProcess => {
	const gate = child.stdio[3];
	return gate instanceof Socket ? Object.assign(child, { gate: gateOn(gate) }) : child;
};

const gateOn = (socket: Socket): Gate => {
	socket.on("error", () => {});
	const came = once(socket, "data").then(() => true);
	const left = once(socket, "close").then(() => false);
	return {
		reached: Promise.race([came, left]).catch(() => false),
		open: () => void socket.end("go\n"),
		shut: () => void socket.end("stop\n"),
	};
};

const identityOf = ({ become }: Account) => (become ? { uid: become.uid, gid: become.gid } : {});
