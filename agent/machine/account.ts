// The account that a plan's steps run as: the agent's own or another local user, with what the system knows about it.
import { readFileSync } from "node:fs";
import { homedir, userInfo } from "node:os";
import { meantBy } from "../../domain/logged-on.ts";
import { launcherArgv } from "../../protocol/plan/invocation.ts";
import type { RunAs } from "../../protocol/plan/plan.ts";
import { onPath } from "../process/programs.ts";
import { userOf } from "../windows/sessions.ts";
import { ownToken, type Token } from "../windows/token.ts";
import { ask } from "./ask.ts";
import { type AtScreen, atScreen, desktopOf } from "./screen.ts";

export type Account = {
	name: string;
	/** A user id, or a SID on Windows. */
	id: string;
	groups: string[];
	/** Root, or elevated. */
	elevated: boolean;
	home: string;
	/** The user to become; null: the agent's own account, or Windows'. `groups`: all of the user's, by number; missing: not known. */
	become: { uid: number; gid: number; shell: string; groups?: number[] } | null;
	/** What finds the desktop of a user at the screen; on Windows that user's whole environment. */
	desktop?: Record<string, string>;
	/** On Windows: the SID of its integrity level, as its token has it. */
	integrity?: string;
	/** On Windows: the number of the session whose user the process becomes. */
	session?: number;
};

/** The account that this process runs as. Asked once: it can't change. */
export const ownAccount = (): Promise<Account> => {
	own ??= process.platform === "win32" ? Promise.resolve(windowsAccount()) : posixAccount();
	return own;
};
let own: Promise<Account> | undefined;

/** The account of a plan now. A text says why it can't be used here. `where`: the endpoint's name. */
export const accountOf = async (runAs: RunAs, where: string): Promise<Account | string> => {
	if (runAs.kind === "logged-on") return (await whyNeverLoggedOn()) ?? loggedOnAccount(runAs, where);
	const mine = await ownAccount();
	if (runAs.kind === "agent" || runAs.name === mine.name) return mine;
	if (process.platform === "win32")
		return `This agent can't run steps as another user (${runAs.name}) on Windows. It runs as ${mine.name}.`;
	if (!mine.elevated)
		return `To run as ${runAs.name}, the agent must run as root. This one runs as ${mine.name}.`;
	return (await otherAccount(runAs.name)) ?? `This endpoint has no user ${runAs.name}.`;
};

/** Why it can never be used here, whoever is logged on; null: it can. */
export const whyUnable = async (runAs: RunAs): Promise<string | null> => {
	if (runAs.kind === "logged-on") return whyNeverLoggedOn();
	const account = await accountOf(runAs, "This endpoint");
	return typeof account === "string" ? account : null;
};

const whyNeverLoggedOn = async (): Promise<string | null> =>
	process.platform === "darwin" ? "This agent can't run steps as the logged-on user on macOS." : null;

type LoggedOn = Extract<RunAs, { kind: "logged-on" }>;
const loggedOnAccount = async ({ name }: LoggedOn, where: string): Promise<Account | string> => {
	const found = oneOf(await atScreen(), name, where);
	if (typeof found === "string") return found;
	const mine = await ownAccount();
	if (process.platform === "win32") return windowsUser(found, mine);
	if (found.name === mine.name) return { ...mine, desktop: desktopOf(found, Number(mine.id)) };
	const account = await accountOf({ kind: "user", name: found.name }, where);
	if (typeof account === "string") return account;
	return { ...account, desktop: desktopOf(found, Number(account.id)) };
};

/** The one who is meant; a text says why none is. */
export const oneOf = (
	found: AtScreen[],
	name: string | undefined,
	where: string,
	onWindows = process.platform === "win32",
): AtScreen | string => {
	const all = found.map((one) => one.name).join(", ");
	const [first, ...others] = found;
	if (!first) return `Nobody is logged on at ${where}.`;
	const several = `Several users are logged on at ${where}: ${all}. The plan must name one of them.`;
	if (name === undefined) return others.length === 0 ? first : several;
	const [meant, another] = meantBy(
		name,
		found.map((one) => one.name),
		onWindows,
	);
	const named = found.find((one) => one.name === meant);
	if (!named) return `${name} isn't logged on at ${where}. Logged on: ${all}.`;
	return another ? several : named;
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
	const [uid, gid, numbers, groups, entry] = await Promise.all([
		ask("id", ["-u", "--", name]),
		ask("id", ["-g", "--", name]),
		ask("id", ["-G", "--", name]),
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
		become: {
			...{ uid: Number(uid), gid: Number(gid), shell: entry.shell },
			...(/^\d+(?: \d+)*$/.test(numbers ?? "") ? { groups: numbers?.split(" ").map(Number) ?? [] } : {}),
		},
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

const windowsAccount = (): Account => accountBy(ownToken(), homedir());

const accountBy = ({ user, groups, elevated, integrity }: Token, home: string): Account => ({
	name: user.name,
	id: user.sid,
	groups: groups.map(({ name }) => name),
	elevated,
	integrity,
	home,
	become: null,
});

/** Windows gives another user's token to SYSTEM alone. */
const windowsUser = ({ name, session }: AtScreen, mine: Account): Account | string => {
	const found = session === null ? "it isn't known in which session" : userOf(session);
	if (typeof found === "string" && name === mine.name) return mine;
	if (typeof found === "string" || session === null)
		return `To run as ${name}, the agent must run as SYSTEM. This one runs as ${mine.name}: ${found}.`;
	const { token, home, environment } = found;
	return { ...accountBy(token, home), desktop: environment, session };
};
