// Types, properties and methods of .NET that a step names: which only read or compute, and what the others do.
import type { EffectKind } from "../../../protocol/plan/effects.ts";
import { type Does, effect } from "../effect.ts";
import { ofAccount, onFile, onItem, userPlaces } from "../places.ts";

const set = (text: string): Set<string> => new Set(text.toLowerCase().split(/\s+/).filter(Boolean));

/** https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_type_accelerators: values alone. */
const types = set(`
	string char int int16 int32 int64 long short byte sbyte uint16 uint32 uint64 uint ulong ushort double single float decimal bool boolean
	datetime datetimeoffset timespan version guid uri regex xml array hashtable ordered pscustomobject psobject object void switch switchparameter math
	convert environment console bigint ipaddress net.ipaddress mailaddress cultureinfo globalization.cultureinfo nullable semver io.path bitconverter
	text.encoding text.stringbuilder text.regularexpressions.regex text.regularexpressions.regexoptions datetimekind dayofweek
	stringcomparison stringsplitoptions stringcomparer environment+specialfolder environmentvariabletarget net.securityprotocoltype io.searchoption
	net.servicepointmanager net.dns net.networkinformation.networkinterface security.principal.windowsidentity
	security.principal.windowsprincipal security.principal.windowsbuiltinrole security.principal.securityidentifier
	security.principal.ntaccount diagnostics.stopwatch random system io.file io.directory io.fileinfo io.directoryinfo io.driveinfo
	runtime.interopservices.runtimeinformation runtime.interopservices.osplatform management.automation.psobject
	management.automation.pscustomobject consolecolor linq.enumerable globalization.numberstyles security.cryptography.sha256
	security.cryptography.md5 collections.arraylist collections.hashtable collections.queue collections.stack
	management.automation.semanticversion timezoneinfo microsoft.win32.registry diagnostics.process web.httputility net.webutility`);

/** Made with nothing but values. */
const plainNew = set(`
	psobject pscustomobject object datetime timespan version guid uri regex random text.stringbuilder system.object string
	net.webclient net.ipaddress security.principal.windowsprincipal security.principal.securityidentifier security.principal.ntaccount
	io.fileinfo io.directoryinfo io.driveinfo diagnostics.stopwatch management.automation.psobject management.automation.pscustomobject
	text.utf8encoding text.asciiencoding text.unicodeencoding xml.xmldocument hashtable array collections.arraylist collections.hashtable`);

export const isPlainType = (name: string, made = false): boolean => {
	const bare = name
		.toLowerCase()
		.replace(/^system\./, "")
		.replace(/(?:\[,*\])+$/, "");
	const [, generic, inside = ""] =
		/^(collections\.(?:generic|concurrent|objectmodel|specialized)\.\w+)(?:`\d)?(?:\[([\s\S]*)\])?$/.exec(
			bare,
		) ?? [];
	if (generic !== undefined)
		return inside === "" || inside.split(",").every((one) => isPlainType(one.trim().replace(/^\[|\]$/g, "")));
	const [, optional] = /^nullable\[([\w.]+)\]$/.exec(bare) ?? [];
	if (optional !== undefined) return isPlainType(optional);
	return made ? plainNew.has(bare) : types.has(bare);
};

/** Attributes that check or describe: the blocks in them are judged on their own. */
export const isPlainAttribute = (name: string): boolean =>
	/^(?:CmdletBinding|Parameter|Alias|OutputType|SupportsWildcards|Validate(?:Set|Range|Length|Count|Pattern|NotNull|NotNullOrEmpty|NotNullOrWhiteSpace|Script|Drive|UserDrive)|Allow(?:Null|EmptyString|EmptyCollection)|PSDefaultValue|Diagnostics\.CodeAnalysis\.SuppressMessage(?:Attribute)?)$/i.test(
		name.replace(/^System\.(?:Management\.Automation\.)?/i, ""),
	);

/** Methods that compute, on any object. */
const computing = set(`
	ToString ToLower ToUpper ToLowerInvariant ToUpperInvariant Trim TrimStart TrimEnd Split Substring StartsWith EndsWith Contains
	ContainsKey ContainsValue IndexOf LastIndexOf PadLeft PadRight GetType GetHashCode Equals CompareTo GetEnumerator ToCharArray
	AddDays AddHours AddMinutes AddSeconds AddMilliseconds AddMonths AddYears AddTicks Subtract ToLocalTime ToUniversalTime ToFileTime ToFileTimeUtc
	ToShortDateString ToLongDateString ToShortTimeString ToLongTimeString GetBytes GetString GetValue GetValueNames
	GetSubKeyNames GetAccessRules GetOwner IsInRole GetAddressBytes IsMatch Matches Match GetLength GetUpperBound ToArray TryGetValue
	GetNames Round Clone TotalSeconds Normalize IsNullOrEmpty ToInt32 ToInt64 ToDouble SelectNodes SelectSingleNode GetAttribute
	GetPhysicalAddress GetIPProperties GetHostEntry ToDateTime WaitForExit Refresh Dispose Close`);

/** Also what a property's name may be: its value is read. */
export const isPlainMember = (name: string): boolean =>
	computing.has(name.toLowerCase()) || properties.has(name.toLowerCase());
export const isComputing = (name: string): boolean => computing.has(name.toLowerCase());

const properties = set(`
	Name FullName Length Count Id ProcessName DisplayName Path Status Value Key Keys Values Property Extension BaseName Directory
	DirectoryName LastWriteTime CreationTime Line Message Version Caption SamAccountName Mail IPAddress Address Trim ToString ToUpper
	ToLower GetType Split Handle Description Title`);

/** What a method of some object does, by its name. `base`: what it is called on, as the text has it. */
const methods = new Map<string, EffectKind>([
	...kinds(
		"delete-item",
		"Delete DeleteSubKey DeleteSubKeyTree DeleteValue Remove-Item DeleteTree MoveToRecycleBin EmptyRecycleBin DeleteFile",
	),
	...kinds("process", "Kill Terminate CloseMainWindow"),
	...kinds(
		"download",
		"DownloadFile DownloadString DownloadData DownloadFileAsync DownloadFileTaskAsync OpenRead GetStringAsync GetByteArrayAsync GetAsync GetStreamAsync",
	),
	...kinds("send", "UploadFile UploadString UploadData UploadValues PostAsync PutAsync SendAsync SendMail"),
	...kinds(
		"write",
		"WriteAllText WriteAllBytes WriteAllLines AppendAllText Save CopyTo CreateText AppendText ExtractToDirectory SaveAs CreateSubdirectory",
	),
	...kinds("move", "MoveTo Rename RenameTo"),
	...kinds("restart", "Reboot"),
	...kinds("shutdown", "Win32Shutdown Shutdown Win32ShutdownTracker"),
	...kinds("service-stop", "StopService PauseService"),
	...kinds("service-start", "StartService ResumeService"),
	...kinds("service", "ChangeStartMode"),
	...kinds("software-removal", "Uninstall"),
	...kinds("software", "Install Upgrade"),
	...kinds(
		"change-item",
		"SetValue CreateSubKey Put CommitChanges SetInfo SetPassword SetStringValue SetDWORDValue SetBinaryValue",
	),
	...kinds(
		"permission",
		"SetAccessControl SetSecurityDescriptor TakeOwnerShip ChangeSecurityPermissions SetOwner",
	),
	...kinds(
		"unseen",
		"Invoke InvokeScript InvokeReturnAsIs InvokeCommand NewScriptBlock ShellExecute Exec Run AddScript BeginInvoke InvokeMember InvokeVerb ExpandString LoadFrom Load Navigate",
	),
]);

function kinds(kind: EffectKind, names: string): [string, EffectKind][] {
	return names.split(" ").map((name) => [name.toLowerCase(), kind]);
}

/** `target`: its first argument, if that names what it is about. */
export const doesOfMethod = (name: string, target: string | null, text: string): Does => {
	const kind = methods.get(name.toLowerCase());
	if (kind === undefined || kind === "unseen") return [effect(kind ?? "unknown", text)];
	if (/^Download(?:File)/i.test(name)) return [effect("download", target), effect("write")];
	return [effect(kind, kind === "download" || kind === "send" ? target : null)];
};

type StaticRule = (given: (string | null)[], text: string) => Does;
const none: StaticRule = () => [];
const writes =
	(at: number): StaticRule =>
	(given) =>
		onFile("write", given[at] ?? null);

/** By type and method, in lower case: `io.file delete`. */
const statics = new Map<string, StaticRule>([
	...of(
		"io.file",
		"Exists ReadAllText ReadAllLines ReadAllBytes ReadLines GetAttributes GetLastWriteTime GetCreationTime GetAccessControl OpenText OpenRead",
		none,
	),
	...of("io.file", "Delete", ([path = null]) => onFile("delete", path)),
	...of(
		"io.file",
		"WriteAllText WriteAllLines WriteAllBytes AppendAllText AppendAllLines Create CreateText AppendText OpenWrite Open SetAttributes SetLastWriteTime SetCreationTime Encrypt Decrypt",
		writes(0),
	),
	...of("io.file", "Copy Replace", writes(1)),
	...of("io.file io.directory", "Move", ([from = null, to = null]) => [
		...onFile("move", from),
		...onFile("write", to),
	]),
	...of("io.file", "SetAccessControl", ([path = null]) => [effect("permission", path)]),
	...of(
		"io.directory",
		"Exists GetFiles GetDirectories EnumerateFiles EnumerateDirectories GetLastWriteTime GetCreationTime GetCurrentDirectory GetParent GetLogicalDrives GetAccessControl",
		none,
	),
	...of("io.directory", "Delete", ([path = null]) => onFile("delete", path)),
	...of("io.directory", "CreateDirectory", writes(0)),
	...of(
		"io.path",
		"Combine GetFileName GetFileNameWithoutExtension GetExtension GetDirectoryName GetFullPath GetPathRoot GetTempPath GetRandomFileName ChangeExtension IsPathRooted Join HasExtension GetInvalidFileNameChars",
		none,
	),
	...of("io.path", "GetTempFileName", () => [effect("write")]),
	...of(
		"environment",
		"GetEnvironmentVariable GetEnvironmentVariables ExpandEnvironmentVariables GetCommandLineArgs Exit GetLogicalDrives",
		none,
	),
	...of("environment", "GetFolderPath", ([given = null], text) => {
		const folder = given ?? /SpecialFolder\]::(\w+)/i.exec(text)?.[1];
		return folder === undefined || /^(?:Common|Program|System|Windows|Fonts)/i.test(folder)
			? []
			: ofAccount(folder);
	}),
	...of("environment", "SetEnvironmentVariable", ([name = null, , target], text) => [
		effect("setting", name),
		...(/^user$/i.test(target ?? "") || /EnvironmentVariableTarget\]::User\b/i.test(text)
			? userPlaces("HKCU\\Environment")
			: []),
	]),
	...of("console", "WriteLine Write Beep ReadLine ReadKey Clear ResetColor", none),
	...of("diagnostics.process", "GetProcesses GetProcessesByName GetProcessById GetCurrentProcess", none),
	...of("diagnostics.process", "Start", (_, text) => [effect("unseen", text)]),
	...of("security.principal.windowsidentity", "GetCurrent", none),
	...of("net.networkinformation.networkinterface", "GetAllNetworkInterfaces GetIsNetworkAvailable", none),
	...of("net.dns", "GetHostName GetHostEntry GetHostAddresses", (given, text) =>
		given.every((one) => one !== null) ? [] : [effect("send", text)],
	),
	...of("microsoft.win32.registry", "GetValue", none),
	...of("microsoft.win32.registry", "SetValue", ([key = null, name = null]) => onItem("change", key, name)),
	...of("scriptblock", "Create", (_, text) => [effect("unseen", text)]),
	...of("reflection.assembly", "Load LoadFrom LoadFile LoadWithPartialName UnsafeLoadFrom", (_, text) => [
		effect("unseen", text),
	]),
	...of("activator", "CreateInstance", (_, text) => [effect("unseen", text)]),
	...of("linq.enumerable", "Range Repeat", none),
	...of(
		"timezoneinfo",
		"GetSystemTimeZones FindSystemTimeZoneById ConvertTime ConvertTimeFromUtc ConvertTimeToUtc ConvertTimeBySystemTimeZoneId",
		none,
	),
	...of("web.httputility net.webutility", "UrlEncode UrlDecode HtmlEncode HtmlDecode", none),
]);

function of(types: string, names: string, rule: StaticRule): [string, StaticRule][] {
	return types
		.split(" ")
		.flatMap((type) =>
			names.split(" ").map((name): [string, StaticRule] => [`${type} ${name.toLowerCase()}`, rule]),
		);
}

/** Values whose static methods all compute. */
const values = set(`
	string char int int32 int64 long double single float decimal bool boolean datetime datetimeoffset timespan version guid uri regex math convert bitconverter
	text.encoding text.regularexpressions.regex array bigint ipaddress net.ipaddress enum byte stringcomparer hashtable diagnostics.stopwatch
	security.cryptography.sha256 security.cryptography.md5 runtime.interopservices.runtimeinformation`);

/** `given`: its arguments, null where they are computed. */
export const doesOfStatic = (type: string, method: string, given: (string | null)[], text: string): Does => {
	const bare = type
		.toLowerCase()
		.replace(/^system\./, "")
		.replace(/^management\.automation\.scriptblock$/, "scriptblock");
	if (method.toLowerCase() === "new")
		return isPlainType(bare, true) || /^collections\./.test(bare) ? [] : [effect("unknown", text)];
	const rule = statics.get(`${bare} ${method.toLowerCase()}`);
	if (rule) return rule(given, text);
	return values.has(bare) ? [] : [effect("unknown", text)];
};

/** Static properties that a step may set for its own process. */
export const isOwnSetting = (text: string): boolean =>
	/^\[(?:System\.)?(?:Net\.ServicePointManager\]::(?:SecurityProtocol|Expect100Continue)|Console\]::(?:OutputEncoding|InputEncoding|Title|ForegroundColor|BackgroundColor))$/i.test(
		text,
	);
