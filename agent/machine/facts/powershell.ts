// What PowerShell tells of itself when the agent asks it once, and what of it the agent looks up anew for each run: profile files
// and modules. No profile is loaded, neither by the question nor by a step.
import { access, readdir } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { listed } from "../../../domain/environment.ts";
import { hex, utf8 } from "../../../protocol/bytes.ts";
import { sha256 } from "../../home/keys.ts";
import { type Root, registryValue } from "../../windows/registry.ts";
import type { Account } from "../account.ts";
import { patient } from "../patience.ts";
import { asAgent, type Facts, told } from "./told.ts";

/** Where this PowerShell looks for profiles and modules. */
export type Folders = { profiles: string[]; modules: string[] };

/** The policies' own cmdlet without its module, whose files a policy may keep from loading. */
const policyCmdlet =
	"Microsoft.PowerShell.Security, Version=3.0.0.0, Culture=neutral, PublicKeyToken=31bf3856ad364e35";

/** One line each, `name=value`: no cmdlet that a policy could keep away, and each line on its own, since a restricted language mode
 * refuses some. */
export const question = [
	`try { Import-Module -Assembly ([Reflection.Assembly]::Load('${policyCmdlet}')) } catch { }`,
	"foreach ($one in $PSVersionTable.GetEnumerator()) { 'table ' + $one.Key + '=' + ($one.Value -join ', ') }",
	"'ExecutionPolicy=' + (Get-ExecutionPolicy)",
	"foreach ($one in Get-ExecutionPolicy -List) { 'ExecutionPolicy ' + $one.Scope + '=' + $one.ExecutionPolicy }",
	"'Language mode=' + $ExecutionContext.SessionState.LanguageMode",
	"'Culture=' + ($PSCulture, 'invariant')[!$PSCulture]",
	"'UI culture=' + ($PSUICulture, 'invariant')[!$PSUICulture]",
	"'Code page=' + [Console]::OutputEncoding.CodePage",
	"'Shell process=' + (8 * [IntPtr]::Size) + '-bit on a ' + (32 + 32 * [Environment]::Is64BitOperatingSystem) + '-bit system'",
	"foreach ($one in 'AllUsersAllHosts', 'AllUsersCurrentHost', 'CurrentUserAllHosts', 'CurrentUserCurrentHost') { 'profile=' + $PROFILE.$one }",
	"'modules=' + $env:PSModulePath",
].join("; ");

/** Null: it did not answer as a PowerShell does. */
export const answerOf = (lines: string[]): { version: string; facts: Facts; folders: Folders } | null => {
	const pairs = lines.flatMap((line) => {
		const at = line.indexOf("=");
		return at < 0 ? [] : [[line.slice(0, at), line.slice(at + 1)] as const];
	});
	const of = (name: string) => pairs.filter(([key]) => key === name).map(([, value]) => value);
	const table = pairs.flatMap(([key, value]) =>
		key.startsWith("table ") ? [[key.slice(6), value] as const] : [],
	);
	const version = table.find(([key]) => key === "PSVersion")?.[1];
	if (!version) return null;
	const edition = table.find(([key]) => key === "PSEdition")?.[1];
	return {
		version,
		facts: {
			PSVersion: version,
			...(edition ? { PSEdition: edition } : {}),
			PSVersionTable: table
				.map((pair) => pair.join(" "))
				.sort()
				.join("; "),
			...Object.fromEntries(asked.map((name) => [name, of(name)[0] ?? refused])),
			...Object.fromEntries(pairs.filter(([key]) => key.startsWith("ExecutionPolicy "))),
		},
		folders: {
			profiles: of("profile").filter(Boolean),
			modules: (of("modules")[0] ?? "").split(delimiter).filter(Boolean),
		},
	};
};
const asked = ["ExecutionPolicy", "Language mode", "Culture", "UI culture", "Code page", "Shell process"];
const refused = "can't tell: PowerShell did not answer that";

/** What every account of the machine would be told. */
const ofMachine =
	/^(?:PSVersion|PSEdition|PSVersionTable|Shell process|ExecutionPolicy (?:MachinePolicy|LocalMachine|read at))$/;

/** What was told to the agent's account, as far as it is this one's. */
export const factsFor = ({ session }: Pick<Account, "session">, facts: Facts): Facts =>
	session === undefined
		? facts
		: Object.fromEntries(
				Object.entries(facts).map(([name, value]) => [name, ofMachine.test(name) ? value : asAgent]),
			);

/** What may differ at each run, though the program is the same. */
export const freshFacts = ({ profiles, modules }: Folders, account: Account): Promise<Facts> => {
	const own = (question: () => Promise<string>) => (account.session === undefined ? question : () => asAgent);
	return told({
		"Profile files, not loaded": own(() => profileList(profiles.map((path) => ofAccount(path, account)))),
		"Modules available": own(() => moduleList(modules.map((path) => ofAccount(path, account)))),
	});
};

const profileList = async (paths: string[]): Promise<string> => {
	const found: string[] = [];
	for (const path of paths) {
		const answer = await isThere(path);
		if (answer === null) throw new Error("a folder of profiles gives no answer");
		if (answer) found.push(path);
	}
	return listed(found);
};

/** The documents may be on a server. */
const isThere = patient(
	(path) =>
		access(path).then(
			() => true,
			() => false,
		),
	2_000,
);

/** The question was asked as the agent's own account. */
const ofAccount = (path: string, { become, home }: Account): string =>
	become && path.startsWith(homedir()) ? home + path.slice(homedir().length) : path;

/** How many, and a hash of their folders' names and versions. */
const moduleList = async (folders: string[]): Promise<string> => {
	const found = (await Promise.all([...new Set(folders)].map(modulesIn))).flat().sort();
	return `${found.length} (SHA-256 ${hex(sha256(utf8(found.join("\n")))).slice(0, 12)}…)`;
};

const modulesIn = async (folder: string): Promise<string[]> => {
	const names = await readdir(folder).catch(() => []);
	return Promise.all(
		names.map(async (name) => {
			const inside = await readdir(join(folder, name)).catch(() => []);
			return `${name} ${inside
				.filter((one) => /^\d+(?:\.\d+)+$/.test(one))
				.sort()
				.join(" ")}`;
		}),
	);
};

const policies: [key: string, names: string[]][] = [
	[String.raw`SOFTWARE\Policies\Microsoft\Windows\PowerShell`, ["EnableScripts", "ExecutionPolicy"]],
	[
		String.raw`SOFTWARE\Policies\Microsoft\PowerShellCore`,
		["EnableScripts", "ExecutionPolicy", "UseWindowsPowerShellPolicySetting"],
	],
	[String.raw`SOFTWARE\Microsoft\PowerShell\1\ShellIds\Microsoft.PowerShell`, ["ExecutionPolicy"]],
];
const variables = ["PSExecutionPolicyPreference", "__PSLockdownPolicy", "PSModulePath"];

/** Everything that PowerShell reads its policies from: it is asked again as soon as any of it changes. `version` changes whenever a
 * file does. https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_execution_policies */
export const policySources = async (
	shellPath: string,
	version: (path: string) => Promise<string | null>,
): Promise<string> => {
	const files = [dirname(shellPath), ofUser()].map((folder) => join(folder, "powershell.config.json"));
	const roots: Root[] = process.platform === "win32" ? ["HKLM", "HKCU"] : [];
	return JSON.stringify([
		await Promise.all(files.map(version)),
		variables.map((name) => process.env[name] ?? null),
		roots.map((root) => policies.map(([key, names]) => names.map((name) => valueOrTrouble(root, key, name)))),
	]);
};

/** https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_powershell_config: Windows may have put the
 * documents elsewhere. */
const ofUser = (): string => {
	if (process.platform !== "win32")
		return join(process.env.XDG_CONFIG_HOME || join(homedir(), ".config"), "powershell");
	const documents = valueOrTrouble("HKCU", shellFolders, "Personal");
	const path = typeof documents === "string" ? documents : String.raw`%USERPROFILE%\Documents`;
	return join(
		path.replace(/%([^%]+)%/g, (all, name: string) => process.env[name] ?? all),
		"PowerShell",
	);
};
const shellFolders = String.raw`SOFTWARE\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders`;

const valueOrTrouble = (root: Root, key: string, name: string): unknown => {
	try {
		return registryValue(root, key, name);
	} catch (thrown) {
		return String(thrown);
	}
};
