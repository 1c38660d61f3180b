// Which machine this is: its name, and the system's own id of it, which never leaves it unhashed.
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import type { Machine } from "../../protocol/machine.ts";
import { ask } from "./ask.ts";
import { bootId } from "./machine.ts";

export type Identity = Pick<Machine, "id" | "boot"> & { host: () => string };

/** Asked once, except for its name: that may change while it runs. */
export const identityOf = async (endpoint: string): Promise<Identity> => {
	const [raw, name, boot] = await Promise.all([systemId(), steadyName(), bootId()]);
	return {
		id: hashed(raw, endpoint),
		boot: boot.slice(0, 128),
		host: () => (name ?? hostname()).slice(0, 255),
	};
};

/** As systemd derives ids for applications: keyed with the machine's id, so that no one gets from one hash to another
 * (https://www.freedesktop.org/software/systemd/man/sd_id128_get_machine_app_specific.html). Null for an empty id. */
export const hashed = (raw: string, endpoint: string): string | null =>
	raw === "" ? null : createHmac("sha256", raw).update(`caisey machine v1\n${endpoint}`).digest("hex");

/** Empty: the system tells none. */
const systemId = async (): Promise<string> => {
	if (process.platform === "linux") return firstOf("/etc/machine-id", "/var/lib/dbus/machine-id");
	if (process.platform === "darwin") {
		const told = (await ask("ioreg", ["-rd1", "-c", "IOPlatformExpertDevice"])) ?? "";
		return /"IOPlatformUUID" = "([^"]+)"/.exec(told)?.[1] ?? "";
	}
	const told = await ask("reg", ["query", String.raw`HKLM\SOFTWARE\Microsoft\Cryptography`, ...guid]);
	return /MachineGuid\s+REG_SZ\s+(\S+)/.exec(told ?? "")?.[1] ?? "";
};
const guid = ["/v", "MachineGuid", "/reg:64"];

/** https://www.freedesktop.org/software/systemd/man/machine-id.html: 32 digits, or `uninitialized` while an image is made. */
const firstOf = (...paths: string[]): string => {
	for (const path of paths)
		try {
			const id = readFileSync(path, "utf8").trim();
			if (/^[0-9a-f]{32}$/.test(id)) return id;
		} catch {
			// The next one, then.
		}
	return "";
};

/** On macOS the host name follows the network, the computer's name doesn't; null elsewhere. */
const steadyName = async (): Promise<string | null> =>
	process.platform === "darwin" ? ((await ask("scutil", ["--get", "ComputerName"])) ?? null) : null;
