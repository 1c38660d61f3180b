// Where a path leads: into the registry, to files, or to something of PowerShell's own. And whose it is.
import { type Does, effect } from "./effect.ts";

/** How a command treats the item that a path names. */
export type Act = "change" | "delete" | "move";

export const isRegistry = (path: string): boolean =>
	/^["']?(?:(?:Microsoft\.PowerShell\.Core\\)?Registry::|(?:HKLM|HKCU|HKCR|HKU|HKCC|HKEY_[A-Z_]+):?(?:\\|$))/i.test(
		path,
	);

/** Provider drives that hold no files. */
const drive = /^(?:Microsoft\.PowerShell\.(?:Core|Security)\\)?([A-Za-z]\w+):/;

/** What an act on this path touches; null: the text doesn't say which. `detail`: a value of a registry key. */
export const onItem = (act: Act, path: string | null, detail: string | null = null, among = false): Does => {
	if (path === null) return [effect(act === "delete" ? "delete-item" : "change-item")];
	if (isRegistry(path)) {
		const target = detail === null ? path : `${path}, ${detail}`;
		return [effect(act === "delete" ? "registry-delete" : "registry", target, among), ...userPlaces(path)];
	}
	const [, name = ""] = drive.exec(path) ?? [];
	const own = drives.get(name.toLowerCase());
	if (own) return own(path);
	if (name !== "" && !/^FileSystem$/i.test(name))
		return [effect(act === "delete" ? "delete-item" : "change-item", path, among)];
	return onFile(act === "change" ? "write" : act, path, among);
};

/** Other drives than those of files: what a change there means. */
const drives = new Map<string, (path: string) => Does>([
	["env", (path) => (harmlessVariable(path.slice(4).replace(/^[\\/]/, "")) ? [] : [effect("unknown", path)])],
	[
		"variable",
		(path) => (harmlessPreference(path.slice(9).replace(/^[\\/]/, "")) ? [] : [effect("unseen", path)]),
	],
	["function", (path) => [effect("unseen", path)]],
	["alias", (path) => [effect("unseen", path)]],
	["cert", (path) => [effect("certificate", path)]],
	["wsman", (path) => [effect("setting", path)]],
	["iis", (path) => [effect("setting", path)]],
	["ad", (path) => [effect("account", path)]],
]);

/** What only the step's own process sees, and what no program takes code from. */
export const harmlessVariable = (name: string): boolean =>
	!/^$|[*?[]/.test(name) &&
	!/^(?:PATH|PATHEXT|COMSPEC|SystemRoot|PSModulePath|LD_\w+|DYLD_\w+|GCONV_PATH|BASH_ENV|ENV|SHELLOPTS|BASHOPTS|IFS|OPTIND|HISTCMD|S?RANDOM|PS4|PROMPT_COMMAND|PAGER|\w*_PAGER|EDITOR|VISUAL|BROWSER|LESS\w*|GIT_\w+|PYTHON\w*|PERL\w*|RUBY\w*|NODE_\w+|JAVA_\w+|_JAVA_\w+|JDK_\w+|CLASSPATH|COR_\w+|CORECLR_\w+|COMPLUS_\w+|DOTNET_\w+|GLIBC_\w+|MALLOC_\w+|TAR_OPTIONS|RSYNC_\w+|SSH_\w+|SUDO_\w+|MAKE\w*|XDG_\w+|HOME|TMPDIR|CDPATH|FPATH|INPUTRC|ZDOTDIR|WGETRC|CURL_HOME|OPENSSL_\w+|GREP_OPTIONS|TERMINFO\w*|PSExecutionPolicyPreference)$/i.test(
		name,
	);

/** A variable of PowerShell's own that changes what commands do. */
export const harmlessPreference = (name: string): boolean =>
	!/^(?:(?:global|script|local|private):)?(?:PSDefaultParameterValues|ExecutionContext|PSModuleAutoLoadingPreference|WhatIfPreference)$/i.test(
		name,
	);

/** What this command reads or sets is of the account that runs it. */
export const ofAccount = (command: string): Does => [effect("user-places", command)];

/** Windows checks every package that this class lists, and repairs it:
 * https://learn.microsoft.com/previous-versions/windows/desktop/msiprov/win32-product */
export const onProducts = (): Does => [effect("software", "what Win32_Product lists, by repairing it")];

/** Whether a class, or one that a text names, lists packages: itself, by what it derives from (`CIM_Product`), or in parts. */
export const namesProducts = (text: string): boolean =>
	/(?:win32|cim)_(?:product|(?:\w*software(?:element|feature)|logicalelement|managedsystemelement)\w*)(?!\w)/i.test(
		text.replaceAll("`", ""),
	);

/** A file or device that is written or deleted. */
export const onFile = (what: "write" | "delete" | "move", path: string | null, among = false): Does => {
	if (path === null) return [effect(what)];
	if (/^(?:\/dev\/(?:null|stdout|stderr|tty|fd\/\d+)|nul|con)$/i.test(path)) return [];
	if (/^\/dev\/(?:tcp|udp)\//.test(path)) return [effect("send", path)];
	if (/^(?:\/dev\/|\\\\[.?]\\(?:PhysicalDrive|[A-Z]:$))/i.test(path)) return [effect("disk", path)];
	return [effect(what, path, among), ...userPlaces(path)];
};

/** HKCU, `~`, the folders and the name of a user: of the account that the step runs as. */
export const userPlaces = (path: string): Does => {
	const [found] =
		/HKCU:?(?=\\|$)|HKEY_CURRENT_USER|^~(?=[\\/]|$)|\$\{?HOME\b\}?|\$\{?env:(?:USERPROFILE|USERNAME|(?:LOCAL)?APPDATA|HOME(?:PATH)?|OneDrive)\b\}?|%(?:USERPROFILE|USERNAME|(?:LOCAL)?APPDATA|HOMEPATH|OneDrive)%/i.exec(
			path,
		) ?? [];
	return found === undefined ? [] : [effect("user-places", found.replace(/:$/, ""))];
};
