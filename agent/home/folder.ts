// The agent's own folder: its place, its readers, its contents.
import { chmodSync, existsSync, mkdirSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { keepToAccount, othersWithAccess } from "../windows/access.ts";

/** The paths of one agent. `pipes` holds the named pipes of commands that are about to be started. */
export type Folder = {
	path: string;
	identity: string;
	key: string;
	/** What people's browsers seal secrets to. */
	sealing: string;
	/** How it reaches the Worker. */
	connection: string;
	store: string;
	lock: string;
	holder: string;
	pipes: string;
	/** What PowerShell loads to be seen into: compiled once, written by this account alone. */
	hosts: string;
	/** The scripts that run now, each in a folder of its own. */
	scripts: string;
	/** Space that the agent holds back for itself (reserve.ts). */
	reserve: string;
};

export const folderAt = (path: string): Folder => ({
	path,
	identity: join(path, "enrolment.json"),
	key: join(path, "key.pem"),
	sealing: join(path, "sealing.pem"),
	connection: join(path, "connection.json"),
	store: join(path, "agent.db"),
	lock: join(path, "lock.db"),
	holder: join(path, "lock.json"),
	pipes: join(path, "pipes"),
	hosts: join(path, "hosts"),
	scripts: join(path, "scripts"),
	reserve: join(path, "reserve"),
});

/** Where an agent keeps its things unless told otherwise. */
export const defaultFolder = (): string => {
	const root = process.getuid?.() === 0;
	if (process.platform === "win32") return join(process.env.ProgramData ?? "C:\\ProgramData", "Caisey");
	if (process.platform === "darwin")
		return join(root ? "/" : homedir(), "Library", "Application Support", "Caisey");
	return root ? "/var/lib/caisey-agent" : join(homedir(), ".local", "state", "caisey-agent");
};

/** Makes the folder for this account alone. Throws if it can't be made. */
export const makeFolder = (folder: Folder): void => {
	const isNew = mkdirSync(folder.path, { recursive: true, mode: 0o700 }) !== undefined;
	if (process.platform === "win32") keepFromOthers(folder, isNew);
	else chmodSync(folder.path, 0o700);
	mkdirSync(folder.pipes, { recursive: true, mode: 0o700 });
};

/** Every user may make folders in %ProgramData%, and may write into new ones there. What is theirs stays theirs, and what they have
 * open stays open to them. What is made inside from now on inherits. */
const keepFromOthers = (folder: Folder, isNew: boolean): void => {
	const others = isNew ? null : othersInside(folder);
	if (others !== null) throw new Error(`${others}; move it away`);
	keepToAccount(folder.path);
	if (isNew && readdirSync(folder.path).length > 0) throw new Error("somebody writes into it; move it away");
};

/** On Windows: who else can reach the folder or a key, in words; null: no one. */
export const othersInside = ({ path, key, sealing }: Folder): string | null => {
	for (const one of [path, key, sealing]) {
		const others = existsSync(one) ? othersWithAccess(one) : [];
		if (others.length > 0) return `other accounts (${others.join(", ")}) can reach ${one}`;
	}
	return null;
};

/** The names in any folder; none where there is no folder. */
export const namesIn = (folder: string): string[] => {
	try {
		return readdirSync(folder);
	} catch {
		return [];
	}
};
