// The machines with agents: a disk that outlives the agent's process and may be full, and what their processes did.
import type { Enrolment } from "../../../../agent/home/identity.ts";
import type { AgentKey } from "../../../../agent/home/keys.ts";
import type { Database } from "./databases.ts";
import type { End } from "./sockets.ts";
import type { Life, Machine } from "./time.ts";

/** A process that was started here. */
export type Execution = {
	run: string;
	command: string;
	at: number;
	/** What it wrote, by stream, in order. */
	wrote: { stdout: number[]; stderr: number[] };
	end: "running" | "exited" | "killed" | "left";
	/** Its exit code, if it exited. */
	code: number | null;
	/** The answers that it got to its questions, in order. */
	read: Read[];
};

/** `word` null: its input came to its end. */
export type Read = { word: string | null; at: number };

/** A look at the programs that some steps call, before they start. */
export type Look = { steps: string; programs: number; at: number };

export type Host = {
	name: string;
	machine: Machine;
	/** Null: it is not enrolled yet. */
	key: AgentKey | null;
	enrolment: Enrolment | null;
	/** The ids of all endpoints that it was. */
	was: Set<string>;
	/** It is enrolled again just now. */
	leaving: boolean;
	boot: number;
	/** `holds`: the agent holds space back; `spare`: so many writes still find room on it while it is full;
	 * `writing`: it is amid a transaction. */
	disk: { db: Database | null; writing: boolean; full: boolean; holds: boolean; spare: number };
	life: Life | null;
	stop: (() => void) | null;
	/** Why the Worker takes its agent no more. */
	rejected: string | null;
	executions: Execution[];
	/** Rises whenever the programs that commands call are replaced by others. */
	programs: number;
	looks: Look[];
	/** The set-up doesn't name it. */
	removed: boolean;
	/** What its agent sent of each run, by number, and up to where the Worker confirmed it. */
	sent: Map<string, Map<number, string>>;
	acked: Map<string, number>;
	/** Its ends of connections. */
	ends: Set<End>;
};

export const newHost = (name: string): Host => ({
	...{
		name,
		key: null,
		enrolment: null,
		was: new Set<string>(),
		leaving: false,
		boot: 1,
		life: null,
		stop: null,
		rejected: null,
		executions: [],
		programs: 1,
		looks: [],
		removed: false,
	},
	machine: { skew: 0 },
	disk: { db: null, writing: false, full: false, holds: true, spare: 0 },
	...{ sent: new Map(), acked: new Map(), ends: new Set<End>() },
});

export type Machines = Map<string, Host>;

/** The host on which this runs. */
export const hostOf = (machines: Machines, life: Life): Host => {
	const found = [...machines.values()].find((one) => one.machine === life.machine);
	if (!found) throw new Error(`${life.name} runs on no machine`);
	return found;
};
