// The running agent: its folder, its journal, one control connection, and an executor for each accepted plan.
import { setTimeout as delay } from "node:timers/promises";
import { agentPaths, type Journalled } from "../protocol/wire.ts";
import { openApprovers } from "./approvers/pinned.ts";
import { removeElsewhere } from "./capture/elsewhere.ts";
import { prepareHosts } from "./capture/prepare.ts";
import { type Failure, words } from "./commands/failure.ts";
import { type Control, openControl } from "./connection/control.ts";
import { openTrust } from "./connection/trust.ts";
import { wayTo } from "./connection/way.ts";
import type { Folder } from "./home/folder.ts";
import { type Enrolment, readIdentity } from "./home/identity.ts";
import { lockFolder } from "./home/lock.ts";
import { newRuntime } from "./home/runtime.ts";
import type { Settings } from "./home/settings.ts";
import { closeState, type Log, openState } from "./home/state.ts";
import { type DiskTrouble, troubleOf } from "./home/trouble.ts";
import { identityOf } from "./machine/identity.ts";
import { keepInventory } from "./machine/inventory.ts";
import { bootId } from "./machine/machine.ts";
import { drain } from "./plan/drain.ts";
import { leave } from "./plan/leave.ts";
import { whatRuns } from "./plan/left.ts";
import { openPlans } from "./plan/plans.ts";
import { recover } from "./plan/recover.ts";
import { startFifos } from "./process/fifos.ts";
import { removeScripts } from "./process/script-file.ts";
import { machineIn } from "./record/machine.ts";

export type RunningAgent = {
	ok: true;
	enrolment: Enrolment;
	runtime: string;
	/** Resolves with the reason when the Worker takes this agent no more, and what it ran has ended and is delivered. */
	rejected: Promise<string>;
	/** Takes no new plan; resolves when what runs has ended and the Worker has its records, or the time for that is over. */
	drain: () => Promise<void>;
	/** Leaves running processes alone, and names them in the log; the next start delivers their records. */
	stop: () => void;
};

/** Starts the agent of a folder: judges what its last process left behind, then connects. */
export const startAgent = async (
	folder: Folder,
	settings: Settings,
	log: Log,
): Promise<RunningAgent | Failure> => {
	const identity = readIdentity(folder);
	if (!identity.ok) return identity;
	const to = wayTo(identity.enrolment.url, settings, folder);
	if (!to.ok) return to;
	const lock = await onceThereIsRoom(() => lockFolder(folder), settings, log);
	if (!lock.ok) return lock;
	removeElsewhere(folder.pipes);
	removeScripts(folder.scripts);
	const runtime = newRuntime();
	const boot = await bootId();
	const prepare = () => void prepareHosts(folder.hosts, log);
	const inventory = await keepInventory((changed) => {
		control.send({ type: "inventory", inventory: changed });
		prepare();
	});
	const state = await onceThereIsRoom(
		(once) => openState(folder, identity, to.way, settings, once, runtime),
		settings,
		log,
	);
	startFifos(folder.pipes);
	const { worker, client, approvers: enrolled } = identity.enrolment;
	const approvers = openApprovers(state.store, client, enrolled);
	const plans = openPlans(state, openTrust(state.store, worker.key), approvers, boot, (message) =>
		control.send(message),
	);
	state.settled.add(plans.sayFinished);
	const { promise: rejected, resolve } = Promise.withResolvers<string>();
	const url = `${state.origin}${agentPaths.control(state.endpoint)}`;
	const machine = machineIn(state, await identityOf(state.endpoint));
	const confirmed = whenConfirmed(() => recover(state, boot, plans.resume));
	const open = () => (confirmed.isNow() ? state.journal.open() : state.journal.open().map(over));
	const said = { inventory: inventory.current, plans: open, machine };
	const control: Control = openControl(
		{ ...state, ...said, url },
		{
			...plans,
			welcomed: (message) => {
				if (message.held === undefined) confirmed.now();
				plans.welcomed(message);
			},
			rejected: (reason) => void leave(state, plans.running, confirmed.isNow()).then(() => resolve(reason)),
		},
	);
	prepare();
	const stop = () => {
		for (const line of whatRuns(state.journal, plans.running))
			log(`${withoutAgent}: ${line}. Its outcome stays unknown`);
		control.close();
		inventory.stop();
		closeState(state);
		lock.release();
	};
	const draining = () => drain(state, plans.running);
	return { ok: true, enrolment: identity.enrolment, runtime, rejected, drain: draining, stop };
};

/** What happens to a running step when its agent goes: Windows ends it with the agent (agent/windows/job.ts). */
const withoutAgent = process.platform === "win32" ? "ends with the agent" : "left running";

/** What an earlier process left behind is judged once the Worker has welcomed this one as the endpoint. Before, this may be a
 * copy: it would report as lost what the right machine runs. */
const whenConfirmed = (judge: () => void) => {
	let confirmed = false;
	return {
		isNow: () => confirmed,
		now: () => {
			if (!confirmed) judge();
			confirmed = true;
		},
	};
};

/** Until then, this process runs nothing. */
const over = ({ plan }: Journalled): Journalled => ({ plan, state: "ended" });

/** On a disk so full that the agent's own files can't be opened, or a read-only one, it waits: to be started again and again would
 * change nothing. `open` gets a log that says each line once, until it has opened. */
const onceThereIsRoom = async <T>(open: (log: Log) => T, settings: Settings, log: Log): Promise<T> => {
	const said = new Set<string>();
	let waits = true;
	const once: Log = (line) => {
		if (waits && said.has(line)) return;
		if (waits) said.add(line);
		log(line);
	};
	for (;;)
		try {
			const made = open(once);
			waits = false;
			return made;
		} catch (thrown) {
			const trouble = troubleOf(thrown);
			if (!trouble) throw thrown;
			once(`${waitsFor[trouble]}: ${words(thrown)}`);
			await delay(settings.diskRetryMs);
		}
};

const waitsFor = {
	full: "waiting for space on this machine's disk",
	failing: "waiting until this machine's disk can be written to",
} as const satisfies Record<DiskTrouble, string>;
