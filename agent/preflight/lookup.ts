// Where a program is, as far as the agent may look before anyone approved the plan: on this machine, and for its own account.
import { delimiter, resolve } from "node:path";
import { atPath, onPath } from "../process/programs.ts";
import { isOnNetwork } from "../windows/network.ts";
import type { Where } from "./found.ts";

/** Its path; undefined: there is none; null: it can't be told. */
export type Looked = string | undefined | null;

type From = Pick<Where, "cwd"> & { account: Pick<Where["account"], "session"> };

/** On this PATH, up to the first entry on the network. */
export const lookOnPath = (name: string, path: string, { account }: From, extensions?: string): Looked => {
	if (account.session !== undefined) return null;
	const entries = path.split(delimiter);
	const far = entries.findIndex(isFar);
	const found = onPath(name, entries.slice(0, far < 0 ? undefined : far).join(delimiter), extensions);
	return found ?? (far < 0 ? undefined : null);
};

/** At this path, as a shell understands it that starts in `cwd`. */
export const lookAt = (path: string, { account, cwd }: From): Looked =>
	account.session !== undefined || isFar(resolve(cwd, path)) ? null : atPath(path, cwd);

const isFar = (path: string): boolean => process.platform === "win32" && isOnNetwork(path);
