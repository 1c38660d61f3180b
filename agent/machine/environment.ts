// The environment that a step's process gets, and what of it may be recorded.

import { secretName, secretValue } from "../../domain/secrets.ts";
import type { Shell } from "../../protocol/plan/plan.ts";
import type { RunContext } from "../../protocol/record/records.ts";
import { runMark } from "../process/processes.ts";
import type { Account } from "./account.ts";

export type Environment = Record<string, string>;

/** The agent's own environment without its own settings; for another user only what is not the agent's account's. */
export const environmentFor = (
	account: Account,
	run: string,
	shell: Shell,
	own = process.env,
): Environment => {
	if (account.session !== undefined)
		return { ...sharedOf(forShell(shell, account.desktop ?? {})), [runMark]: run };
	const env: Environment = { ...account.desktop };
	for (const [name, value] of Object.entries(forShell(shell, own)))
		if (value !== undefined && !name.startsWith("CAISEY_") && (!account.become || isShared(name)))
			env[name] = value;
	if (account.become) Object.assign(env, loginVariables(account, account.become.shell));
	env[runMark] = run;
	return env;
};

/** The part of the agent's environment that a shell gets. PowerShell 7 puts its own module folders into PSModulePath and hands
 * them down; Windows PowerShell would then load modules that it can't (even Get-ExecutionPolicy's).
 * https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_psmodulepath */
export const forShell = (shell: Shell, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv => {
	const name = Object.keys(env).find((one) => /^psmodulepath$/i.test(one));
	if (shell !== "powershell" || name === undefined) return env;
	const { [name]: path = "", ...rest } = env;
	const folders = path.split(";").filter((folder) => folder !== "" && !ofPowerShell7.test(folder));
	return folders.length === 0 ? rest : { ...rest, [name]: folders.join(";") };
};

const ofPowerShell7 =
	/[\\/](?:PowerShell(?:[\\/][^\\/]+)?|Microsoft\.PowerShell[^\\/]*_[^\\/]+)[\\/]Modules[\\/]?$/i;

/** By name, with what looks secret left out: such a value never leaves the endpoint. */
export const recordedEnvironment = (env: Environment): RunContext["env"] =>
	Object.entries(env)
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([name, value]) => {
			const masked = secretName(name) || secretValue(value) !== null;
			return { name, value: masked ? "" : value, masked };
		});

const sharedOf = (env: NodeJS.ProcessEnv): Environment =>
	Object.fromEntries(
		Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
	);

const isShared = (name: string): boolean => /^(?:PATH|LANG|LC_\w+|TZ)$/.test(name);

const loginVariables = ({ name, home }: Account, shell: string): Environment => ({
	HOME: home,
	USER: name,
	LOGNAME: name,
	SHELL: shell,
});
