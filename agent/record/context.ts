// What is recorded of a run before its process starts.
import { shellArgv } from "../../protocol/plan/invocation.ts";
import { eventBytes, maxRecordBytes, type RunContext } from "../../protocol/record/records.ts";
import { agentVersion } from "../home/version.ts";
import { type Environment, recordedEnvironment } from "../machine/environment.ts";
import { machineFacts } from "../machine/facts/facts.ts";
import { factsFor, freshFacts } from "../machine/facts/powershell.ts";
import { asAgent } from "../machine/facts/told.ts";
import { bootId, operatingSystem } from "../machine/machine.ts";
import { resolveExecutable } from "../process/executable.ts";
import { hasGroups, type Launch } from "../process/launch.ts";
import { describeShell, type ShellFacts } from "../process/shells.ts";

/** `unanswered`: where the command's program may be, but nothing answers; null: it is known, or can't be. */
type Gathered = { context: RunContext; unanswered: string | null };

export const gatherContext = async (launch: Launch, runtime: string): Promise<Gathered> => {
	const { shell, shellPath, command, file, runner, account, cwd, env, secrets } = launch;
	const [known, executable, boot, found] = await Promise.all([
		shellFacts(launch),
		file || account.session !== undefined ? null : resolveExecutable(shell, command, cwd, env),
		bootId(),
		machineFacts(launch),
	]);
	const context = fitting({
		type: "context",
		v: 1,
		runtime,
		agentVersion,
		user: {
			name: account.name,
			id: account.id,
			groups: hasGroups(launch) ? account.groups : [],
			elevated: account.elevated,
		},
		cwd,
		shell: {
			name: shell,
			path: shellPath,
			sha256: known.sha256,
			version: known.version,
			argv: shellArgv(shell, shellPath, command, file, runner),
		},
		executable: typeof executable === "string" ? null : executable,
		os: operatingSystem(),
		locale: account.session === undefined ? localeOf(env) : asAgent,
		timeZone: env.TZ || Intl.DateTimeFormat().resolvedOptions().timeZone,
		bootId: boot,
		facts: { ...known.facts, ...found, ...ownFacts(launch) },
		env: [...recordedEnvironment(env), ...Object.keys(secrets).map(unshown)],
		capture: "plain",
	});
	return { context, unanswered: typeof executable === "string" ? executable : null };
};

/** As it told them, and what of it may differ at each run. */
const shellFacts = async ({ shell, shellPath, account }: Launch): Promise<ShellFacts> => {
	const known = await describeShell(shell, shellPath);
	const fresh = known.folders ? await freshFacts(known.folders, account) : {};
	return { ...known, facts: { ...factsFor(account, known.facts), ...fresh } };
};

const unshown = (name: string): RunContext["env"][number] => ({ name, value: "", masked: true });

const ownFacts = ({ launcher }: Launch): Record<string, string> => ({
	...(process.platform === "win32" ? {} : { umask: process.umask().toString(8).padStart(4, "0") }),
	...(launcher.length > 0 ? { launcher: launcher.join(" ") } : {}),
});

const localeOf = (env: Environment): string => {
	if (process.platform === "win32") return Intl.DateTimeFormat().resolvedOptions().locale;
	return env.LC_ALL || env.LC_CTYPE || env.LANG || "C";
};

/** A record holds 512 KiB: of an environment larger than that, the longest values are left out, marked. */
const fitting = (context: RunContext): RunContext => {
	const env = context.env.map((variable) => ({ ...variable }));
	const fit = { ...context, env };
	while (eventBytes(fit).length > maxRecordBytes) {
		const longest = env.reduce((a, b) => (b.value.length > a.value.length ? b : a));
		fit.facts[`${longest.name} left out`] = `${longest.value.length} characters, too long to be recorded`;
		Object.assign(longest, { value: "", masked: true });
	}
	return fit;
};
