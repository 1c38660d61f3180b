// What a Client tells others about itself: policy, people, endpoints at one version.
import { z } from "zod";
import { Deputy } from "../../../protocol/deputy.ts";
import {
	ClientId,
	EndpointId,
	Instant,
	PersonId,
	PublicKey,
	Sha256Hex,
	StandingId,
} from "../../../protocol/ids.ts";
import { Hold } from "../../../protocol/machine.ts";
import { Person, Policy } from "../../../protocol/people.ts";
import { CredentialId, VouchedKey } from "../../../protocol/plan/passkey.ts";
import { Unconfirmed } from "../../../protocol/read/amendment.ts";
import { Mention } from "../../../protocol/read/mention.ts";
import { DiskState } from "../../../protocol/record/records.ts";
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
	/** Whether its disk takes what its agent writes, as that says; `room` while there is none. */
	disk: DiskState.default("room"),
	inventory: Inventory,
});
export type EndpointRow = z.infer<typeof EndpointRow>;

/** The MSP's facts that matter to every client: its desk, its tickets, and the workspaces where it can reach people. */
export const Msp = z.strictObject({
	desk: z.strictObject({ workspace: z.string(), channel: z.string() }).nullable().default(null),
	remindDeskAfter: z.int().default(900),
	/** Who is mentioned in the desk's reminder. */
	onCall: z.array(Mention).default([]),
	ticketLink: z.string().nullable().default(null),
	workspaces: z.array(z.strictObject({ id: z.string(), enterprise: z.string().nullable() })).default([]),
});
export type Msp = z.infer<typeof Msp>;

/** What of a standing approval says whether a plan may run by it. */
const StandingRow = z.strictObject({
	id: StandingId,
	digest: Sha256Hex,
	endpoints: z.array(z.strictObject({ id: EndpointId, key: Sha256Hex })).max(10),
	by: z.array(z.strictObject({ person: PersonId })).max(20),
	times: z.int(),
	used: z.int(),
	until: Instant,
});

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
	/** Whose passkeys count for approvals, oldest first, and which no longer do. Missing where policy asks for none. */
	passkeys: z.strictObject({ keys: z.array(VouchedKey), revoked: z.array(CredentialId) }).exactOptional(),
	/** Whom approvers named to decide for them; `until`: they are away until then. Missing: nobody did. */
	deputies: z.array(Deputy).exactOptional(),
	/** The e-mail addresses at which approvers get plans, by the person's id. Missing: nobody has one. */
	emails: z.record(PersonId, z.string()).exactOptional(),
	/** Those who decide though no existing approver confirmed them. Missing: nobody does. */
	unconfirmed: z.array(z.strictObject({ person: PersonId, how: Unconfirmed })).exactOptional(),
	/** The standing approvals that haven't ended. Missing: none. */
	standing: z.array(StandingRow).exactOptional(),
});
export type Snapshot = z.infer<typeof Snapshot>;
