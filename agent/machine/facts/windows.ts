// What Windows tells of itself in its registry and by its own functions.
import { listed } from "../../../domain/environment.ts";
import { codePages } from "../../windows/code-pages.ts";
import { joinedTo } from "../../windows/joined.ts";
import { hasKey, keysIn, registryValue } from "../../windows/registry.ts";
import type { Account } from "../account.ts";
import { withoutCredentials } from "./proxy.ts";
import { asAgent, type Questions } from "./told.ts";

type Whose = Pick<Account, "id" | "integrity" | "session">;

export const windowsFacts = (account: Whose): Questions => ({
	...Object.fromEntries(Object.entries(codePages()).map(([name, page]) => [name, () => page])),
	"Windows build": build,
	...accountFacts(account),
	Domain: joinedTo,
	"Pending restart": pendingRestart,
	Updates: updates,
	"Proxy (WinHTTP)": serviceProxy,
});

/** Those of the account. */
export const accountFacts = ({ id, integrity, session }: Whose): Questions => ({
	"Runs as SYSTEM": () => (id === "S-1-5-18" ? "yes" : "no"),
	"Integrity level": () => levelOf(integrity),
	"Proxy (Internet settings)": session === undefined ? internetProxy : () => asAgent,
});

const version = String.raw`SOFTWARE\Microsoft\Windows NT\CurrentVersion`;

/** `19045.3930 (22H2)`: the last part rises with each month's update. */
const build = (): string => {
	const of = (name: string) => registryValue("HKLM", version, name);
	const release = of("DisplayVersion");
	const number = [of("CurrentBuildNumber") ?? of("CurrentBuild"), of("UBR")].filter((part) => part !== null);
	return `${number.join(".")}${release === null ? "" : ` (${release})`}`;
};

/** https://learn.microsoft.com/windows/win32/secauthz/mandatory-integrity-control */
const levelOf = (sid: string | undefined): string => {
	if (sid === undefined) throw new Error("the token has no integrity level");
	const level = Number(sid.split("-").at(-1));
	return levels.find(([from]) => level >= from)?.[1] ?? "untrusted";
};
const levels = [
	[0x4000, "system"],
	[0x3000, "high"],
	[0x2000, "medium"],
	[0x1000, "low"],
] as const;

const restartMarks = {
	"Windows' servicing": String.raw`SOFTWARE\Microsoft\Windows\CurrentVersion\Component Based Servicing\RebootPending`,
	"Windows Update": String.raw`SOFTWARE\Microsoft\Windows\CurrentVersion\WindowsUpdate\Auto Update\RebootRequired`,
};
const names = String.raw`SYSTEM\CurrentControlSet\Control\ComputerName`;

const pendingRestart = (): string => {
	const renamed = registryValue(
		"HKLM",
		String.raw`SYSTEM\CurrentControlSet\Control\Session Manager`,
		"PendingFileRenameOperations",
	);
	const computer = ["ActiveComputerName", "ComputerName"].map((key) =>
		registryValue("HKLM", `${names}\\${key}`, "ComputerName"),
	);
	const reasons = [
		...Object.entries(restartMarks).flatMap(([reason, key]) => (hasKey("HKLM", key) ? [reason] : [])),
		...(typeof renamed === "string" && renamed !== "" ? ["files to be replaced"] : []),
		...(computer[0] === computer[1] ? [] : ["a new computer name"]),
	];
	return reasons.length > 0 ? `yes: ${reasons.join(", ")}` : "no";
};

const servicing = String.raw`SOFTWARE\Microsoft\Windows\CurrentVersion\Component Based Servicing\Packages`;

/** Read again only when one was added or removed. */
const updates = (): string => {
	const found = keysIn("HKLM", servicing, packages);
	if (!found) throw new Error("this Windows has no list of installed updates");
	packages = found;
	const ids = found.names.flatMap(
		(name) => /^Package_for_(KB\d+|RollupFix)~.*~([\d.]+)$/.exec(name)?.slice(1, 3).join(" ") ?? [],
	);
	return listed([...new Set(ids)].sort());
};
let packages: { changed: string; names: string[] } | undefined;

const internet = String.raw`SOFTWARE\Microsoft\Windows\CurrentVersion\Internet Settings`;

/** The agent's account's own, which browsers, .NET and Windows PowerShell use. */
const internetProxy = (): string => {
	const of = (name: string) => registryValue("HKCU", internet, name);
	const server = of("ProxyEnable") === 1 ? of("ProxyServer") : null;
	const script = of("AutoConfigURL");
	return listed([
		...(typeof server === "string" ? [withoutCredentials(server)] : []),
		...(typeof script === "string" && script !== "" ? [`by script ${withoutCredentials(script)}`] : []),
	]);
};

/** The services', as `netsh winhttp show proxy` shows it: version, count, flags, then each text after its length. */
const serviceProxy = (): string => {
	const settings = registryValue("HKLM", String.raw`${internet}\Connections`, "WinHttpSettings");
	if (!(settings instanceof Uint8Array) || settings.length < 16) return listed([]);
	const number = (at: number) => new DataView(settings.buffer, settings.byteOffset).getUint32(at, true);
	if ((number(8) & 2) === 0) return listed([]);
	return withoutCredentials(new TextDecoder("latin1").decode(settings.subarray(16, 16 + number(12))));
};
