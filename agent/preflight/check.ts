// Checks the steps of a plan on this machine without running anything of them.
import { resolve } from "node:path";
import type { Plan, Shell, Step } from "../../protocol/plan/plan.ts";
import type { PreflightAnswer } from "../../protocol/plan/preflight.ts";
import { isCompiling, type PowerShell } from "../capture/compile.ts";
import { words } from "../commands/failure.ts";
import { accountOf, launcherOf } from "../machine/account.ts";
import { environmentFor } from "../machine/environment.ts";
import { noShell } from "../process/launch.ts";
import { findShell } from "../process/shells.ts";
import { bounded } from "./bounded.ts";
import { findCmd } from "./cmd/cmd.ts";
import type { Found, Where } from "./found.ts";
import { programAt } from "./name.ts";
import { findPosix } from "./posix/posix.ts";
import { type Folders, findInPowerShell } from "./powershell/find.ts";
import { rootModules } from "./powershell/root-module.ts";
import { whyUnlooked } from "./unlooked.ts";

export type Checked = Pick<Plan, "shell" | "runAs" | "cwd" | "steps">;

type Unable = Extract<PreflightAnswer, { state: "unable" }>;
/** All that was found. */
export type Looked = { state: "checked"; steps: Found[] } | Unable;

/** What fits into a plan. */
export const checkSteps = async (
	folders: Folders,
	asked: Checked,
	withinMs: number,
): Promise<PreflightAnswer> => {
	const looked = await lookAt(folders, asked, withinMs, { background: true });
	return looked.state === "checked" ? (bounded(looked.steps) ?? unable("failed", null)) : looked;
};

/** Never throws; takes no longer than this, in ms, or until `over` is aborted. */
export const lookAt = async (
	folders: Folders,
	asked: Checked,
	withinMs: number,
	how: Pick<Where, "background"> & Partial<Pick<Where, "over">> = {},
): Promise<Looked> => {
	const time = AbortSignal.timeout(Math.ceil(withinMs));
	const over = how.over ? AbortSignal.any([time, how.over]) : time;
	try {
		over.throwIfAborted();
		return await Promise.race([look(folders, asked, { ...how, over }), whenAborted(over)]);
	} catch (thrown) {
		return over.aborted ? tooSlow(folders, asked) : unable("failed", words(thrown));
	}
};

/** The first check in PowerShell may wait for the agent's host. */
export const tooSlow = ({ hosts }: Pick<Folders, "hosts">, { shell }: Pick<Checked, "shell">): Unable => {
	const prepares = (shell === "pwsh" || shell === "powershell") && isCompiling(hosts, shell);
	return unable("too-slow", prepares ? "still preparing PowerShell, which takes a minute" : null);
};

type How = Pick<Where, "over" | "background">;

const look = async (folders: Folders, asked: Checked, how: How): Promise<Looked> => {
	const where = await whereOf(asked, how);
	if (typeof where === "string") return unable("failed", where);
	const shell = await programAt(asked.shell, where.shellPath, how.over, "shell");
	const found = await finders[asked.shell](asked.steps, where, folders);
	return { state: "checked", steps: found.map((one) => ({ ...one, names: [shell, ...one.names] })) };
};

/** A file server that is gone never answers. */
const whenAborted = (over: AbortSignal): Promise<never> =>
	new Promise((_, reject) => over.addEventListener("abort", () => reject(over.reason), { once: true }));

/** One result for each step. Throws where it can't be found, or not in time. */
type Finder = (steps: Step[], where: Where, folders: Folders) => Promise<Found[]>;

/** One after the other. */
const each =
	(find: (text: string, where: Where) => Promise<Found>): Finder =>
	async (steps, where) => {
		const found: Found[] = [];
		for (const { command } of steps) {
			where.over.throwIfAborted();
			found.push(await find(command, where));
		}
		return found;
	};

/** All in one start. */
const powershell =
	(shell: PowerShell): Finder =>
	async (steps, where, folders) => {
		const texts = steps.map(({ command }) => command);
		const found = await findInPowerShell(folders, shell, texts, where);
		const all: Found[] = [];
		for (const one of found)
			all.push({ ...one, names: [...one.names, ...(await rootModules(one.names, where.over))] });
		return all;
	};

const finders = {
	sh: each(findPosix),
	bash: each(findPosix),
	cmd: each(findCmd),
	pwsh: powershell("pwsh"),
	powershell: powershell("powershell"),
} as const satisfies Record<Shell, Finder>;

const unable = (because: Unable["because"], detail: string | null): Unable => ({
	state: "unable",
	because,
	detail: detail?.toWellFormed().slice(0, 300).toWellFormed() ?? null,
});

/** A text says why it can't be known. */
const whereOf = async ({ shell, runAs, cwd }: Checked, how: How): Promise<Where | string> => {
	const account = await accountOf(runAs, "This endpoint");
	if (typeof account === "string") return account;
	const folder = resolve(cwd ?? account.home);
	const why = await whyUnlooked(account, folder);
	if (why !== null) return why;
	const shellPath = findShell(shell);
	if (!shellPath) return noShell(shell);
	const env = environmentFor(account, "", shell);
	return { shell, shellPath, account, launcher: launcherOf(account), cwd: folder, env, ...how };
};
