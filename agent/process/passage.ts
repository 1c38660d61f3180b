// Reads as whom a step's process really runs, and lets it go on only as the one that was asked for. A process that becomes
// another user waits at a gate after that, before its first instruction.
import { readFileSync } from "node:fs";
import type { RunEvent } from "../../protocol/record/records.ts";
import type { Account } from "../machine/account.ts";
import { tokenOf } from "../windows/token.ts";
import type { StepProcess } from "./launch.ts";

/** `held`: it ran nothing of the step. */
export type Passed = { user: RanAs | null; stopped: { reason: string; held: boolean } | null };
type RanAs = Extract<RunEvent, { type: "ran-as" }>;
type Who = RanAs["user"];

/** `grouped`: the process gets the user's groups. `withinMs`: how long it may take to come to the gate. */
type Asked = { account: Account; grouped: boolean; withinMs: number };

/** Resolves once the process may be what was asked for, or must be ended. `isOver`: it is about to be ended. */
export const passage = async (
	child: StepProcess,
	{ account, grouped, withinMs }: Asked,
	isOver: () => boolean,
): Promise<Passed> => {
	const { gate } = child;
	const held = gate !== undefined;
	const reached = gate ? await within(withinMs, gate.reached) : true;
	if (isOver()) {
		gate?.shut();
		return { user: null, stopped: null };
	}
	if (reached === "late") {
		gate?.shut();
		return { user: null, stopped: { reason: late(account, withinMs), held } };
	}
	if (!reached) return { user: null, stopped: null };
	const user = identityOf(child.pid);
	const differs = user && differenceOf(user, expected(account, grouped));
	const reason =
		held && !user ? "The agent can't read as whom the process runs." : differs && told(account, differs);
	if (reason) gate?.shut();
	else gate?.open();
	return {
		user: user && { type: "ran-as", v: 1, as: account.name, user, differs },
		stopped: reason ? { reason, held } : null,
	};
};

/** In time, or not at all: what becomes the user may hang, as in a login that asks a server. */
const within = async (ms: number, reached: Promise<boolean>): Promise<boolean | "late"> => {
	const { promise, resolve } = Promise.withResolvers<"late">();
	const timer = setTimeout(() => resolve("late"), ms);
	return Promise.race([reached, promise]).finally(() => clearTimeout(timer));
};

const late = ({ name }: Account, ms: number): string =>
	`The process did not become ${name} within ${ms / 1000} seconds.`;

const told = ({ name, id }: Account, differs: string): string =>
	`The process runs as ${differs}, not as ${name} (${id}).`;

/** Null: the system doesn't tell, or it has ended. */
const identityOf = (pid: number | undefined): Who | null => {
	if (pid === undefined) return null;
	if (process.platform !== "win32") return inProc(String(pid));
	const token = tokenOf(pid);
	return token && { id: token.user.sid, group: "", groups: token.groups.map(({ sid }) => sid) };
};

/** https://man7.org/linux/man-pages/man5/proc_pid_status.5.html: real, effective, saved and file system's. */
const inProc = (pid: string): Who | null => {
	try {
		const status = readFileSync(`/proc/${pid}/status`, "latin1");
		const of = (name: string) =>
			(new RegExp(`^${name}:[ \\t]*(.*)$`, "m").exec(status)?.[1] ?? "").split(/\s+/).filter(Boolean);
		const one = (ids: string[]) => [...new Set(ids)].join("/");
		return { id: one(of("Uid")), group: one(of("Gid")), groups: of("Groups") };
	} catch {
		return null;
	}
};

/** What the agent's own processes are, or the user's by the user database. */
const expected = ({ id, become }: Account, grouped: boolean): Partial<Who> | null => {
	if (become) {
		const groups = grouped ? become.groups : [];
		return {
			id: String(become.uid),
			group: String(become.gid),
			...(groups && { groups: groups.map(String) }),
		};
	}
	if (process.platform === "win32") return { id };
	return inProc("self");
};

/** In words, what is otherwise; null: nothing. */
export const differenceOf = (user: Who, wanted: Partial<Who> | null): string | null => {
	if (!wanted) return null;
	if (wanted.id !== undefined && user.id !== wanted.id) return `user ${user.id}`;
	if (wanted.group !== undefined && user.group !== wanted.group)
		return `user ${user.id} of group ${user.group}`;
	const sorted = (groups: string[]) => [...new Set(groups)].sort().join(", ");
	if (wanted.groups === undefined || sorted(user.groups) === sorted(wanted.groups)) return null;
	return `user ${user.id} with the groups ${sorted(user.groups) || "none"}`;
};
