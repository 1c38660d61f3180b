// The lines of `caisey-agent status`.
import { accessSync, constants, existsSync } from "node:fs";
import { z } from "zod";
import { openApprovers } from "../approvers/pinned.ts";
import { shown } from "../connection/proxy.ts";
import { idOf, openTrust } from "../connection/trust.ts";
import { wayTo } from "../connection/way.ts";
import type { Disk } from "../home/disk.ts";
import type { Folder } from "../home/folder.ts";
import { readIdentity } from "../home/identity.ts";
import { holderOf } from "../home/lock.ts";
import { hasRoomFor, holdsSpace } from "../home/reserve.ts";
import { defaults } from "../home/settings.ts";
import { troubleOf } from "../home/trouble.ts";
import { openJournal } from "../record/journal.ts";
import { openSpool } from "../record/spool.ts";
import { openStore, type Store } from "../record/store.ts";
import { linesOf } from "./approvers.ts";
import { type Failure, words } from "./failure.ts";

/** Lines for a person. */
export const statusOf = (folder: Folder): { ok: true; lines: string[] } | Failure => {
	const identity = readIdentity(folder);
	if (!identity.ok) return identity;
	const { name, clientName, endpoint, url, worker } = identity.enrolment;
	const lines = [
		`Endpoint   ${name} of ${clientName} (${endpoint})`,
		`Worker     ${url}`,
		...through(url, folder),
		`Folder     ${folder.path}`,
		`Agent      ${running(folder)}`,
		...diskTrouble(folder),
	];
	if (!existsSync(folder.store)) return { ok: true, lines: [...lines, "Plans      none yet"] };
	const store = opened(folder);
	if (typeof store === "string") return { ok: true, lines: [...lines, `Plans      ${store}`] };
	const { client, approvers } = identity.enrolment;
	const pinned = openApprovers(store, client, approvers).pinned();
	const state = [...trusted(store, worker.key), ...(pinned ? linesOf(pinned) : []), ...work(store)];
	store.close();
	return { ok: true, lines: [...lines, ...state] };
};

/** In words why nobody but the agent can open it: the disk, or an agent that started on one so full that it keeps the file to itself
 * (store.ts). */
const opened = (folder: Folder): Store | string => {
	try {
		return openStore(folder.store);
	} catch (thrown) {
		if (Locked.safeParse(thrown).success)
			return holderOf(folder) === null
				? "unknown (another program holds them)"
				: "only the agent can read them until it is restarted: its disk was full when it started";
		if (!troubleOf(thrown)) throw thrown;
		return `unknown (${words(thrown)})`;
	}
};
const Locked = z.object({ code: z.literal("ERR_SQLITE_ERROR"), errcode: z.literal(5) });

const through = (url: string, folder: Folder): string[] => {
	const to = wayTo(url, defaults, folder);
	return to.ok && to.way.proxy ? [`Proxy      ${shown(to.way.proxy)}`] : [];
};

const running = (folder: Folder): string => {
	const holder = holderOf(folder);
	if (holder === null) return "not running; start it with: caisey-agent run";
	return holder === "unknown" ? "running" : `running as process ${holder.pid} since ${holder.since}`;
};

/** Another process can't know what the agent knows, and only reads: the agent's own space is gone, and can't be had. */
const diskTrouble = ({ path, reserve }: Folder): string[] => {
	const space = { path: reserve, bytes: defaults.reserveBytes };
	if (!canBeWritten(path)) return ["Disk       can't be written to: nothing new starts until it can"];
	return holdsSpace(space) || hasRoomFor(space)
		? []
		: ["Disk       full: nothing new starts until there is space"];
};

const canBeWritten = (path: string): boolean => {
	try {
		accessSync(path, constants.W_OK);
		return true;
	} catch (thrown) {
		return !troubleOf(thrown);
	}
};

const trusted = (store: Store, enrolled: string): string[] => {
	const trust = openTrust(store, enrolled);
	const doubt = trust.doubt();
	return doubt
		? [`Key        ${doubt} Nothing runs here. Ask your MSP.`]
		: [`Key        ${idOf(trust.pinned())}`];
};

/** Only reads. */
const untouched: Pick<Disk, "state" | "pay"> = { state: () => "room", pay: () => {} };

const work = (store: Store): string[] => {
	const [journal, spool] = [openJournal(store), openSpool(store, 0, untouched)];
	const rejected = journal.rejected().map((row) => ({ ...row, bytes: spool.sizeAfter(row.run, 0) }));
	const undeliverable = rejected.reduce((sum, { bytes }) => sum + bytes, 0);
	return [
		...journal
			.open()
			.map(
				({ plan, state }) =>
					`Plan       ${plan} ${state === "running" ? "running" : "finished, sending the rest of its output"}`,
			),
		...rejected.map(
			({ run, rejected: why, bytes }) =>
				`Rejected   ${run}: the Worker rejected its records (${why}); this machine keeps ${bytes} bytes`,
		),
		`To deliver ${spool.size() - undeliverable} bytes`,
	];
};
