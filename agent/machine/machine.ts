// The endpoint's system, its boot, and who is logged on.
import { readFileSync } from "node:fs";
import { arch, hostname, release, type, version } from "node:os";
import type { RunContext } from "../../protocol/record/records.ts";
import { ask } from "./ask.ts";
import { forShell } from "./environment.ts";

export const operatingSystem = (): RunContext["os"] => ({
	platform: process.platform,
	release: release(),
	version: version(),
	arch: arch(),
	hostname: hostname(),
});

/** As people choose it by: `Debian GNU/Linux 13 (trixie)`, `Windows 11 Pro`. */
export const systemName = async (): Promise<string> => {
	if (process.platform === "linux") return linuxName() ?? `Linux ${release()}`;
	if (process.platform === "darwin")
		return `macOS ${(await ask("sw_vers", ["-productVersion"])) ?? release()}`;
	return process.platform === "win32" ? version() : `${type()} ${release()}`;
};

/** Differs after each start of the system; empty: the system doesn't tell. Asked once. */
export const bootId = (): Promise<string> => {
	boot ??= askBootId();
	return boot;
};
let boot: Promise<string> | undefined;

/** The users at the screens, each once. */
export const loggedOn = async (): Promise<string[]> => (await askLoggedOn()) ?? [];

/** The same; null: the system doesn't tell. Windows' `quser` fails, too, where there is no one. */
export const askLoggedOn = async (): Promise<string[] | null> => {
	const windows = process.platform === "win32";
	const told = await ask(windows ? "quser" : "who", []);
	if (told === null) return null;
	const lines = told.split(/\r?\n/);
	const names = windows ? lines.slice(1).map(inQuser) : lines.map(inWho);
	return [...new Set(names.filter(Boolean))];
};

/** `Anna Maria   pts/0   2024-01-12 16:47 (:0)`: the name is what is before the line and the time. */
export const inWho = (line: string): string =>
	/^(.*\S)\s+\S+\s+(?:\d{4}-\d\d-\d\d|[A-Za-z]{3} +\d{1,2}) +\d\d:\d\d/.exec(line)?.[1] ??
	line.split(/\s+/)[0] ??
	"";

/** ` Anna Maria            console             1  Active      none   1/12/2024 4:47 PM`, `>` before one's own: the name has a
 * column of its own, as wide as a name can be. */
export const inQuser = (line: string): string => {
	const column = line.slice(1, 1 + quserColumn);
	return column.endsWith(" ") ? column.trim() : (line.slice(1).split(/\s+/)[0] ?? "");
};
const quserColumn = 22;

const askBootId = async (): Promise<string> => {
	if (process.platform === "linux") return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
	if (process.platform === "darwin") return (await ask("sysctl", ["-n", "kern.bootsessionuuid"])) ?? "";
	const script = "(Get-CimInstance Win32_OperatingSystem).LastBootUpTime.ToFileTimeUtc()";
	const args = ["-NoProfile", "-NonInteractive", "-Command", script];
	return (await ask("powershell", args, forShell("powershell", process.env))) ?? "";
};

/** https://www.freedesktop.org/software/systemd/man/os-release.html */
const linuxName = (): string | undefined => {
	try {
		return /^PRETTY_NAME="?([^"\n]+)"?$/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1];
	} catch {
		return undefined;
	}
};
