// What the pages of machines show of each: ids and names of clients, and every machine that they have or had.
import type { MachineState } from "../../domain/machine-state.ts";
import type { Hold } from "../../protocol/machine.ts";
import type { RunAs } from "../../protocol/plan/plan.ts";
import type { Drift } from "../../protocol/record/drift.ts";
import type { DiskState } from "../../protocol/record/records.ts";
import type { Inventory } from "../../protocol/wire.ts";

/** Times in ms since 1970. */
export type Machine = {
	name: string;
	description: string;
	state: MachineState;
	/** When it was last heard; of a removed one, too. */
	lastSeen: number | null;
	/** When it was removed; null: it wasn't, or an older version removed it. */
	removedAt: number | null;
	held: Hold | null;
	/** In ms; negative: behind. */
	clockAhead: number;
	/** As its agent says while it is there. */
	disk: DiskState;
	/** What the machine claims; null: it never said anything. */
	inventory: Inventory | null;
	fingerprint: string | null;
	/** A live enrollment token: until when, and how many machines have asked with it. */
	key: { expires: number; asked: number } | null;
	/** What its agent refused last; `plan` null: the Worker's key. */
	refused: { at: number; code: string; reason: string; plan: string | null } | null;
	/** Other machines of the client that may be mixed up with it. */
	similarTo: string[];
	/** Its endpoints, the present one first. */
	ids: string[];
	/** Enrollments that are over, the latest first. */
	former: { fingerprint: string; endedAt: number; removed: boolean }[];
};

/** What someone may do with machines of a client. */
export type MayDo = { enroll: boolean; reenroll: boolean; confirm: boolean; change: boolean };

/** `client`: an id. */
export type ClientMachines = { client: string; name: string; may: MayDo; machines: Machine[] };

/** A plan for a machine: `title` says what changes. */
export type PlanOfMachine = {
	session: string;
	plan: string;
	title: string;
	state: string;
	proposedAt: number;
};

export type MachineFound = Omit<ClientMachines, "machines"> & {
	machine: Machine;
	/** Of its latest sessions, the newest first. */
	plans: PlanOfMachine[];
};

/** A run on it; see `PastRun` of the Worker. `at`: only orders them. */
export type RunThere = {
	at: number;
	run: string;
	session: string;
	heard: number;
	shell: string;
	runAs: RunAs | null;
	drift: Drift | null;
};
export type RunsFound = { client: string; name: string; runs: RunThere[]; more: boolean };
