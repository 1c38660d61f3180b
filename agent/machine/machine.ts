// The endpoint's system, and its boot.
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
