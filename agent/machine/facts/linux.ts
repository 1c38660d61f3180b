// What Linux tells of itself in its files.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { hex, utf8 } from "../../../protocol/bytes.ts";
import { sha256 } from "../../home/keys.ts";
import { fileVersion, onPath } from "../../process/programs.ts";
import type { Account } from "../account.ts";
import { systemName } from "../machine.ts";
import type { Questions } from "./told.ts";

export const linuxFacts = (account: Pick<Account, "groups" | "elevated">): Questions => ({
	Distribution: systemName,
	"Pending restart": pendingRestart,
	Domain: domain,
	SELinux: selinux,
	AppArmor: appArmor,
	sudo: () => sudo(account),
	Limits: limits,
	Packages: packages,
});

const text = (path: string): string => readFileSync(path, "utf8");

/** https://www.debian.org/doc/debian-policy/ch-opersys.html#signaling-that-a-reboot-is-required; others don't say. */
const pendingRestart = (): string => {
	if (existsSync("/var/run/reboot-required")) {
		const asking = existsSync("/var/run/reboot-required.pkgs") ? text("/var/run/reboot-required.pkgs") : "";
		const names = [...new Set(asking.split("\n").filter(Boolean))].sort();
		return names.length > 0 ? `yes: ${names.join(", ")}` : "yes";
	}
	return existsSync(dpkg) ? "no" : unsaid("only systems with dpkg leave a mark where this agent looks");
};

const unsaid = (why: string): never => {
	throw new Error(why);
};

/** A machine that joined a domain has a key of its own there. */
const domain = (): string => {
	if (!existsSync("/etc/krb5.keytab")) return "none";
	const realm = /^\s*default_realm\s*=\s*(\S+)/m.exec(
		existsSync("/etc/krb5.conf") ? text("/etc/krb5.conf") : "",
	)?.[1];
	return realm ?? unsaid("it has a key of a domain (/etc/krb5.keytab), and no default realm");
};

const selinux = (): string => {
	if (!existsSync("/sys/fs/selinux/enforce")) return "not active";
	return text("/sys/fs/selinux/enforce").trim() === "1" ? "enforcing" : "permissive";
};

const appArmor = (): string => {
	const switched = "/sys/module/apparmor/parameters/enabled";
	if (!existsSync(switched) || text(switched).trim() !== "Y") return "not active";
	const own = "/proc/self/attr/apparmor/current";
	return `active, the agent is ${existsSync(own) ? text(own).replace(/[\0\n]+$/, "") : "unconfined"}`;
};

/** By its groups: `sudo -l` would ask for a password, and be logged. */
const sudo = ({ groups, elevated }: Pick<Account, "groups" | "elevated">): string => {
	if (!onPath("sudo", process.env.PATH ?? "")) return "not installed";
	if (elevated) return "installed, not needed as root";
	const by = groups.find((name) => ["sudo", "wheel", "admin"].includes(name));
	return by
		? `installed, allowed for the group ${by}`
		: "installed, none of its usual groups; its rules aren't read";
};

/** As `ulimit` shows them: soft, and hard where it differs. */
const limits = (): string =>
	text("/proc/self/limits")
		.split("\n")
		.flatMap((line) => {
			const [, name = "", soft = "", hard = ""] = /^Max (.+?)\s{2,}(\S+)\s+(\S+)/.exec(line) ?? [];
			return kept.includes(name) ? [`${name} ${soft}${soft === hard ? "" : ` (hard ${hard})`}`] : [];
		})
		.join(", ");
const kept = ["open files", "processes", "file size", "stack size", "address space", "core file size"];

const [dpkg, apk] = ["/var/lib/dpkg/status", "/lib/apk/db/installed"];
const rpm = ["/var/lib/rpm", "/usr/lib/sysimage/rpm"];

/** How many, and a hash of their names and versions: read again only when the list has changed. */
const packages = async (): Promise<string> => {
	if (existsSync(dpkg))
		return counted("dpkg", dpkg, /^Package: (\S+)\nStatus: \S+ \S+ installed\n(?:.+\n)*?Version: (\S+)/gm);
	if (existsSync(apk)) return counted("apk", apk, /^P:(\S+)\nV:(\S+)/gm);
	const database = rpm.find((folder) => existsSync(folder) && readdirSync(folder).length > 0);
	if (!database) return unsaid("it has neither dpkg, rpm nor apk");
	const changed = readdirSync(database).map((name) => statSync(`${database}/${name}`).mtimeMs);
	return `rpm, changed at ${new Date(Math.max(...changed)).toISOString()}`;
};

const counted = async (by: string, path: string, each: RegExp): Promise<string> => {
	const version = await fileVersion(path);
	if (known?.version === version) return known.told;
	const found = [...text(path).matchAll(each)].map(([, name, number]) => `${name} ${number}`).sort();
	const hash = hex(sha256(utf8(found.join("\n")))).slice(0, 12);
	known = { version, told: `${found.length} by ${by} (SHA-256 ${hash}…)` };
	return known.told;
};
let known: { version: string | null; told: string } | undefined;
