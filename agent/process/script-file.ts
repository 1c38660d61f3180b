// A script as a file: written for one run into a folder of its own, readable by the account that runs it and by no other, and
// removed after the run; what a crash left is removed at the next start.
import {
	chmodSync,
	chownSync,
	lstatSync,
	mkdirSync,
	readdirSync,
	rmdirSync,
	rmSync,
	unlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hex } from "../../protocol/bytes.ts";
import type { Step } from "../../protocol/plan/plan.ts";
import { scriptBytes } from "../../protocol/plan/script.ts";
import { namesIn } from "../home/folder.ts";
import { sha256 } from "../home/keys.ts";
import type { Account } from "../machine/account.ts";
import { keepToAccount } from "../windows/access.ts";

/** `folder`: the agent's own, for scripts. Throws where it can't be written. */
export type Written = { path: string; bytes: number; sha256: string; arguments: string[] };

export const writeScript = (
	folder: string,
	run: string,
	{ command, script }: Step & { script: NonNullable<Step["script"]> },
	{ become, session, id }: Pick<Account, "become" | "session" | "id">,
): Written => {
	const own = join(folder, run);
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	mkdirSync(own, { mode: 0o700 });
	const place = become || session !== undefined ? elsewhere(run) : own;
	if (place !== own) makeOpen(place);
	if (session !== undefined) keepToAccount(place, id);
	const path = join(place, script.name);
	const bytes = scriptBytes(command, script.encoding);
	writeFileSync(path, bytes, { mode: 0o600, flag: "wx" });
	chmodSync(path, 0o500);
	if (become) chownSync(path, become.uid, become.gid);
	return { path, bytes: bytes.length, sha256: hex(sha256(bytes)), arguments: script.arguments };
};

/** Harmless where there is none. */
export const removeScript = (folder: string, run: string): void => {
	removeOpen(elsewhere(run));
	remove(join(folder, run));
};

/** All that an earlier process of the agent left. */
export const removeScripts = (folder: string): void => {
	for (const run of namesIn(folder)) removeScript(folder, run);
};

/** Another user can't come into the agent's folder. Its marker there tells the next start of this one. */
const elsewhere = (run: string): string => join(tmpdir(), `caisey-${run}`);

/** It stays the agent's own: who runs the script can come into it, but not put a link in the script's place. */
const makeOpen = (path: string): void => {
	mkdirSync(path, { mode: 0o700 });
	chmodSync(path, 0o711);
};

/** Anyone can make something of this name, and let it lead elsewhere: the agent removes only files of a folder that it made. */
const removeOpen = (path: string): void => {
	try {
		const found = lstatSync(path, { throwIfNoEntry: false });
		// Windows has no such ids, and lets no one but an administrator make the agent's run ids.
		if (!found?.isDirectory() || found.uid !== (process.geteuid?.() ?? 0)) return;
		for (const name of readdirSync(path)) unlinkSync(join(path, name));
		rmdirSync(path);
	} catch {
		// The next start tries again.
	}
};

const remove = (path: string): void => {
	try {
		rmSync(path, { recursive: true, force: true, maxRetries: 3, retryDelay: 50 });
	} catch {
		// Windows keeps a file that a process has open: the next start tries again.
	}
};
