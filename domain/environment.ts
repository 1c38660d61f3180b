// The facts of an environment snapshot by name: where each is shown, and with what it is compared. A name that isn't here, from
// another version of the agent, is a fact of the shell.
import type { DriftScope } from "../protocol/record/drift.ts";

export type Group = "shell" | "account" | "system" | "network";

export type FactKind = {
	group: Group;
	scope: DriftScope;
	/** How telling a change of it is: 1 the most. */
	rank: number;
	/** Its value lists things, with `; ` between: the name of one of them. */
	each?: string;
};

/** What a fact says that the agent could not learn; the reason follows. */
export const untold = "can't tell: ";

const [none, between] = ["none", "; "];
/** A fact that lists things. */
export const listed = (things: string[]): string => (things.length === 0 ? none : things.join(between));
/** The things that it lists; null: the agent couldn't learn them. */
export const entriesIn = (value: string): string[] | null => {
	if (value.startsWith(untold)) return null;
	return value === none ? [] : value.split(between);
};

/** What follows an entry of a list of which the machine couldn't say in time whether it belongs there, as on a busy machine. */
export const unanswered = { late: " (no answer)", unasked: " (not looked at: others give no answer)" };

/** The entry without that; null: it is known. */
export const unknownEntry = (entry: string): string | null => {
	const mark = Object.values(unanswered).find((one) => entry.endsWith(one));
	return mark === undefined ? null : entry.slice(0, -mark.length);
};

/** Why a fact that is shown is not compared. */
const noise: Record<string, string> = {
	"ExecutionPolicy read at": "the time of reading",
	"Last boot": "computed from the clock; the boot id tells of a restart",
	"Logged on": "people come and go",
	launcher: "follows from whom the step runs as",
};

/** Whether a change of this fact says nothing. */
export const isNoise = (name: string): boolean => Object.hasOwn(noise, name) || leftOut.test(name);
/** Of a variable whose value was too long to be recorded. */
const leftOut = / left out$/;

/** Why a variable of the process is not compared, by its name in upper case. */
const noisyVariables: Record<string, string> = {
	CAISEY_RUN: "names the run",
	BASH_ENV: "a file that the agent makes for each run",
	...each("the state of the shell that started the agent", "_ PWD OLDPWD SHLVL"),
	...each(
		"new at each start of the agent's service",
		"INVOCATION_ID JOURNAL_STREAM SYSTEMD_EXEC_PID MANAGERPID NOTIFY_SOCKET WATCHDOG_PID WATCHDOG_USEC",
	),
	...each(
		"new in each login session",
		"SSH_AUTH_SOCK SSH_CLIENT SSH_CONNECTION SSH_TTY XDG_SESSION_ID DBUS_SESSION_BUS_ADDRESS WINDOWID SESSIONNAME CLIENTNAME LOGONSERVER",
	),
	PATH: "compared entry by entry",
};

function each(reason: string, names: string): Record<string, string> {
	return Object.fromEntries(names.split(" ").map((name) => [name, reason]));
}

/** A plan's own secrets are variables of that plan's steps alone. */
const ofPlan = /^CAISEY_SECRET_/;

export const isNoisyVariable = (name: string): boolean =>
	Object.hasOwn(noisyVariables, name.toUpperCase()) || ofPlan.test(name);

const of = (group: Group, scope: DriftScope, rank: number, ...names: string[]) =>
	names.map((name): [string, FactKind] => [name, { group, scope, rank }]);
const lists = (group: Group, scope: DriftScope, rank: number, names: Record<string, string>) =>
	Object.entries(names).map(([name, one]): [string, FactKind] => [name, { group, scope, rank, each: one }]);

const kinds = new Map<string, FactKind>([
	...of("shell", "shell", 1, "ExecutionPolicy", "Language mode"),
	...of("shell", "shell", 4, "PSVersion", "PSEdition", "PSVersionTable"),
	...of("shell", "shell", 5, "Code page", "Culture", "UI culture", "Shell process"),
	...lists("shell", "shell", 4, { "Profile files, not loaded": "Profile file" }),
	...of("shell", "shell", 5, "Modules available"),
	...of("account", "account", 2, "Integrity level", "Runs as SYSTEM", "sudo"),
	...of("account", "account", 5, "umask", "Limits"),
	...of("account", "account", 9, "launcher"),
	...of("system", "machine", 1, "SELinux", "AppArmor"),
	...of("system", "machine", 3, "Pending restart", "Domain"),
	...of("system", "machine", 4, "Distribution", "Windows build"),
	...lists("system", "machine", 4, { Updates: "Update" }),
	...of("system", "machine", 4, "Packages"),
	...of("system", "machine", 5, "ANSI code page", "OEM code page"),
	...of("system", "machine", 9, "Last boot", "Logged on"),
	...lists("network", "shell", 3, { "PATH entries missing": "Missing PATH entry" }),
	...of("network", "shell", 3, "Proxy (environment)"),
	...of("network", "account", 3, "Proxy (Internet settings)"),
	...of("network", "machine", 3, "Proxy (WinHTTP)"),
]);

/** Each scope's, beside the one that counts. */
const policies = /^ExecutionPolicy (?:MachinePolicy|UserPolicy|Process|CurrentUser|LocalMachine)$/;
const unlisted: FactKind = { group: "shell", scope: "shell", rank: 6 };
const policy: FactKind = { group: "shell", scope: "shell", rank: 1 };

/** Whether this version knows what a fact of that name is. */
export const isFact = (name: string): boolean =>
	kinds.has(name) || Object.hasOwn(noise, name) || policies.test(name);

export const factKind = (name: string): FactKind =>
	kinds.get(name) ?? (policies.test(name) ? policy : unlisted);
