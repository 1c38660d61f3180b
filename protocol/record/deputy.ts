// What the record says of deputies and of approvers who can't be reached: for whom a deputy voted, whose turn a plan became.
import { z } from "zod";
import { most, Text } from "../bounds.ts";
import { Instant, PersonId, PlanId, Sha256Hex } from "../ids.ts";
import { Unposted } from "../read/unposted.ts";

/** The approver for whom a deputy voted. `until`: they were away until then; null: nobody had decided in time. */
export const VotedFor = z.strictObject({ person: PersonId, name: Text, until: Instant.nullable() });
export type VotedFor = z.infer<typeof VotedFor>;

/** To whom a plan goes that nobody decides: to deputies, who may decide it then; to owners, who are only told. */
export const Escalation = z.enum(["deputies", "owners"]);
export type Escalation = z.infer<typeof Escalation>;

/** Nobody decided in the policy's time. `to` is empty where the client has no one who could be told. */
export const PlanEscalated = z.strictObject({
	kind: z.literal("plan.escalated"),
	plan: PlanId,
	as: Escalation,
	to: z.array(PersonId).max(most),
});

/** An approver's account doesn't take an open plan's card; the proposer and the desk are told. */
export const ApproverUnreached = z.strictObject({
	kind: z.literal("approver.unreached"),
	plan: PlanId,
	to: PersonId,
	/** The account. */
	identity: Text,
	because: Unposted,
});

/** The card in a mail: its text as it was sent, without the personal link, and that text's SHA-256. */
export const CardMailed = z.strictObject({
	kind: z.literal("card.mailed"),
	plan: PlanId,
	to: PersonId,
	digest: Sha256Hex,
	mail: Text,
});
