// The account that a plan's steps run as: the agent's own or another local user, with what the system knows about it.
import { readFileSync } from "node:fs";
import { homedir, userInfo } from "node:os";
import { launcherArgv } from "../../protocol/plan/invocation.ts";
import type { RunAs } from "../../protocol/plan/plan.ts";
import { onPath } from "../process/programs.ts";
import { ownToken } from "../windows/token.ts";
import { ask } from "./ask.ts";

export type Account = {
	name: string;
	/** A user id, or a SID on Windows. */
	id: string;
	groups: string[];
	/** Root, or elevated. */
	elevated: boolean;
	home: string;
	/** The user to become; null: the agent's own account. */
	become: { uid: number; gid: number; shell: string } | null;
};

/** The account that this process runs as. Asked once: it can't change. */
export const ownAccount = (): Promise<Account> => {
	own ??= process.platform === "win32" ? Promise.resolve(windowsAccount()) : posixAccount();
	return own;
};
let own: Promise<Account> | undefined;

/** The account of a plan. A text says why it can't be used here. */
export const accountOf = async (runAs: RunAs): Promise<Account | string> => {
	const mine = await ownAccount();
	if (runAs.kind === "agent" || runAs.name === mine.name) return mine;
	if (process.platform === "win32")
		return `This agent can't run steps as another user (${runAs.name}) on Windows. It runs as ${mine.name}.`;
	if (!mine.elevated)
		return `To run as ${runAs.name}, the agent must run as root. This one runs as ${mine.name}.`;
	return (await otherAccount(runAs.name)) ?? `This endpoint has no user ${runAs.name}.`;
};

/** How a process gets that account's groups: by setpriv where it is (util-linux), else without them. */
export const launcherOf = (account: Account): string[] => {
	const setpriv = account.become && onPath("setpriv", process.env.PATH ?? "");
	if (!account.become || !setpriv) return [];
	return launcherArgv(setpriv, account.become);
};

const posixAccount = async (): Promise<Account> => {
	const { username, uid } = userInfo();
	return {
		name: username,
		id: String(uid),
		groups: await groupsOf([]),
		elevated: process.geteuid?.() === 0,
		home: homedir(),
		become: null,
	};
};

const otherAccount = async (name: string): Promise<Account | undefined> => {
	const [uid, gid, groups, entry] = await Promise.all([
		ask("id", ["-u", "--", name]),
		ask("id", ["-g", "--", name]),
		groupsOf(["--", name]),
		passwd(name),
	]);
	if (!uid || !gid || !entry) return undefined;
	return {
		name,
		id: uid,
		groups,
		elevated: Number(uid) === 0,
		home: entry.home,
		become: { uid: Number(uid), gid: Number(gid), shell: entry.shell },
	};
};

/** Names may have blanks (`domain users`), which GNU's `id` tells apart; by others' each is asked for by its number. */
const groupsOf = async (user: string[]): Promise<string[]> => {
	const names = await ask("id", ["-Gnz", ...user]);
	if (names !== null) return names.split("\0").filter(Boolean);
	const numbers = ((await ask("id", ["-G", ...user])) ?? "").split(" ").filter(Boolean);
	return Promise.all(numbers.map(async (number) => (await groupName(number)) ?? number));
};

const groupName = async (number: string): Promise<string | undefined> => {
	if (process.platform !== "darwin") return (await ask("getent", ["group", number]))?.split(":")[0];
	const answer = await ask("dscacheutil", ["-q", "group", "-a", "gid", number]);
	return /^name: (.+)$/m.exec(answer ?? "")?.[1];
};

/** Home and login shell: from the system's user database. */
const passwd = async (name: string): Promise<{ home: string; shell: string } | undefined> => {
	if (process.platform === "darwin") return directoryService(name);
	const line = (await ask("getent", ["passwd", name])) ?? fromFile(name);
	const [, , , , , home, shell] = line.split(":");
	return home ? { home, shell: shell || "/bin/sh" } : undefined;
};

const fromFile = (name: string): string =>
	readFileSync("/etc/passwd", "utf8")
		.split("\n")
		.find((line) => line.startsWith(`${name}:`)) ?? "";

const directoryService = async (name: string): Promise<{ home: string; shell: string } | undefined> => {
	const answer = await ask("dscl", [".", "-read", `/Users/${name}`, "NFSHomeDirectory", "UserShell"]);
	const home = /^NFSHomeDirectory: (.+)$/m.exec(answer ?? "")?.[1];
	const shell = /^UserShell: (.+)$/m.exec(answer ?? "")?.[1];
	return home ? { home, shell: shell ?? "/bin/sh" } : undefined;
};

const windowsAccount = (): Account => {
	const { user, groups, elevated } = ownToken();
	return {
		name: user.name,
		id: user.sid,
		groups: groups.map(({ name }) => name),
		elevated,
		home: homedir(),
		become: null,
	};
};
