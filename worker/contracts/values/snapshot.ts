// What a Client tells others about itself: policy, people, endpoints at one version.
import { z } from "zod";
import { ClientId, EndpointId, Instant, PublicKey } from "../../../protocol/ids.ts";
import { Hold } from "../../../protocol/machine.ts";
import { Person, Policy } from "../../../protocol/people.ts";
import { Inventory } from "../../../protocol/wire.ts";

export const EndpointRow = z.strictObject({
	id: EndpointId,
	name: z.string(),
	description: z.string(),
	key: PublicKey,
	/** SHA-256 of the raw key. */
	fingerprint: z.string(),
	online: z.boolean(),
	quarantined: z.boolean(),
	lastSeen: Instant.nullable(),
	/** Why nothing more is delivered there; missing in snapshots that older versions stored. */
	held: Hold.nullable().default(null),
	/** How far its clock is ahead of ours, in ms; negative: behind. */
	clockAhead: z.int().default(0),
	inventory: Inventory,
});
export type EndpointRow = z.infer<typeof EndpointRow>;

/** The MSP's facts that matter to every client: its desk, its tickets, and the workspaces where it can reach people. */
export const Msp = z.strictObject({
	desk: z.strictObject({ workspace: z.string(), channel: z.string() }).nullable().default(null),
	remindDeskAfter: z.int().default(900),
	ticketLink: z.string().nullable().default(null),
	workspaces: z.array(z.strictObject({ id: z.string(), enterprise: z.string().nullable() })).default([]),
});
export type Msp = z.infer<typeof Msp>;

export const Snapshot = z.strictObject({
	client: ClientId,
	name: z.string(),
	/** Rises with every change of policy, people or channels. */
	version: z.int(),
	policy: Policy,
	people: z.array(Person),
	endpoints: z.array(EndpointRow),
	/** Conversations bound to this client, `slack:T0123:C0123`. */
	channels: z.array(z.string()),
	msp: Msp.prefault({}),
});
export type Snapshot = z.infer<typeof Snapshot>;
