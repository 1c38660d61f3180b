// The agent's own folder: its place, its readers, its contents.
import { chmodSync, mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { keepToAccount } from "../windows/access.ts";

/** The paths of one agent. `pipes` holds the named pipes of commands that are about to be started. */
export type Folder = {
	path: string;
	identity: string;
	key: string;
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
	mkdirSync(folder.path, { recursive: true, mode: 0o700 });
	// %ProgramData% lets every user read. What is made inside from now on inherits.
	if (process.platform === "win32") keepToAccount(folder.path);
	else chmodSync(folder.path, 0o700);
	mkdirSync(folder.pipes, { recursive: true, mode: 0o700 });
};
