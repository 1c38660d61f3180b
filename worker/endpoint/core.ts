// What the parts of an Endpoint work with: its tables, its agent's sockets, its outbox, one transaction at a time.
import { z } from "zod";
import { DiskState } from "../../protocol/record/records.ts";
import { RefusedGrant, SentAway, Undelivered } from "../contracts/values/grant.ts";
import type { Env } from "../env.ts";
import type { Offers } from "./offers.ts";
import type { Preflights } from "./preflights.ts";
import type { Sockets } from "./sockets.ts";
import type { EndpointStore } from "./store.ts";

/** What follows from a change of an endpoint, elsewhere. */
export const EndpointOutbox = z.discriminatedUnion("type", [
	z.object({ type: z.literal("seen") }),
	/** `once`: its client's log keeps it once. Absent in what an older version put, as below. */
	z.object({ type: z.literal("distrusts"), reason: z.string(), once: z.string().optional() }),
	/** What the agent believes of approvers' passkeys. */
	z.object({ type: z.literal("pinned"), detail: z.string(), once: z.string() }),
	z.object({ type: z.literal("accepted"), session: z.string(), plan: z.string(), runtime: z.string() }),
	/** The agent came back without a plan that it had, or may have had. */
	z.object({ type: z.literal("record-lost"), session: z.string(), plan: z.string() }),
	/** The endpoint was removed or blocked, and its agent, which has the plan or may have it, is not heard. */
	z.object({
		type: z.literal("removed"),
		session: z.string(),
		plan: z.string(),
		why: SentAway.default("removed"),
	}),
	z.object({
		type: z.literal("refused"),
		session: z.string(),
		plan: z.string(),
		refused: RefusedGrant,
	}),
	/** A grant of a plan that never was this endpoint's. `session`: where the plan is, as its bytes say. */
	z.object({
		type: z.literal("misdirected"),
		session: z.string().nullable(),
		plan: z.string(),
		refused: RefusedGrant,
		once: z.string().optional(),
	}),
	z.object({ type: z.literal("disk"), session: z.string(), plan: z.string(), state: DiskState }),
	z.object({
		type: z.literal("undelivered"),
		session: z.string(),
		plan: z.string(),
		because: Undelivered,
	}),
]);
export type EndpointOutbox = z.infer<typeof EndpointOutbox>;

export interface Core {
	readonly env: Env;
	readonly store: EndpointStore;
	readonly sockets: Sockets;
	readonly offers: Offers;
	readonly preflights: Preflights;
	/** When it was last looked whether the agent still pings, in ms. In memory alone. */
	lookedAt: number;
	/** One transaction; what it put into the outbox is then on its way. */
	change<T>(write: () => T): T;
	put(key: string, lane: string, body: EndpointOutbox): void;
	/** The clock is looked at again. */
	wake(): void;
}

/** It isn't clear which machine is the endpoint, it isn't confirmed, or it was removed: nothing is offered or granted. */
export const inDoubt = ({ store }: Core): boolean => {
	const self = store.self();
	return (
		!self || self.doubt_until !== null || self.quarantined || self.retired || store.machine.held() !== null
	);
};
