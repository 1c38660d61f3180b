// What `caisey-agent status` says.
import { existsSync } from "node:fs";
import type { Failure } from "./failure.ts";
import type { Folder } from "./folder.ts";
import { readIdentity } from "./identity.ts";
import { openJournal } from "./journal.ts";
import { holderOf } from "./lock.ts";
import { openSpool } from "./spool.ts";
import { openStore } from "./store.ts";

/** Lines for a person. */
export const statusOf = (folder: Folder): { ok: true; lines: string[] } | Failure => {
	const identity = readIdentity(folder);
	if (!identity.ok) return identity;
	const { name, clientName, endpoint, url } = identity.enrolment;
	const lines = [
		`Endpoint   ${name} of ${clientName} (${endpoint})`,
		`Worker     ${url}`,
		`Folder     ${folder.path}`,
		`Agent      ${running(folder)}`,
	];
	return { ok: true, lines: [...lines, ...work(folder)] };
};

const running = (folder: Folder): string => {
	const holder = holderOf(folder);
	if (holder === null) return "not running; start it with: caisey-agent run";
	return holder === "unknown" ? "running" : `running as process ${holder.pid} since ${holder.since}`;
};

const work = (folder: Folder): string[] => {
	if (!existsSync(folder.store)) return ["Plans      none yet"];
	const store = openStore(folder.store);
	const plans = openJournal(store).open();
	const size = openSpool(store, 0).size();
	store.close();
	return [
		...plans.map(
			({ plan, state }) => `Plan       ${plan} ${state === "running" ? "running" : "ended, being delivered"}`,
		),
		`To deliver ${size} bytes`,
	];
};
