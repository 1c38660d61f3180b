// Which machine an agent runs on: what it says in its hello, and what keeps the Worker from taking it for the endpoint.
import { z } from "zod";
import { most, Text } from "./bounds.ts";
import { Instant, Sha256Hex } from "./ids.ts";

export const Machine = z.strictObject({
	host: z.string().max(255),
	/** The system's own id of the machine, hashed together with the endpoint's; null: the system tells none. */
	id: Sha256Hex.nullable(),
	/** Differs after each start of the system; empty: the system doesn't tell. */
	boot: z.string().max(128),
	/** Rises in the agent's journal with each hello and each accepted plan; null: the disk takes nothing now. */
	count: z.int().min(0).nullable(),
	/** The machine's clock, in ms since 1970. */
	at: z.int(),
});
export type Machine = z.infer<typeof Machine>;

/** What isn't as it was: the machine's name, its id, an older journal, an earlier start of the system, or that the agent no
 * longer says where it runs. */
export const Difference = z.enum(["host", "machine", "journal", "boot", "silent"]);
export type Difference = z.infer<typeof Difference>;

/** Nothing more is delivered to the endpoint until an owner confirms this. `from` and `to`: names of machines. */
export const Hold = z.strictObject({
	because: z.array(Difference).max(most).min(1),
	from: Text,
	to: Text,
	since: Instant,
});
export type Hold = z.infer<typeof Hold>;
