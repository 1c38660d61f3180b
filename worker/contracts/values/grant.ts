// What Session and Endpoint tell each other about a grant: given, withheld, or rejected by the agent.
import { z } from "zod";
import type { Approvers } from "../../../protocol/plan/passkey.ts";
import type { SealedSecret } from "../../../protocol/sealing.ts";

/** Why a plan never reached its endpoint. */
export const Undelivered = z.enum(["run-by-passed", "cancelled", "quarantined", "policy"]);
export type Undelivered = z.infer<typeof Undelivered>;

/** Why an endpoint's agents were sent away; what they had ends with the last of them that is heard. */
export const SentAway = z.enum(["removed", "blocked"]);
export type SentAway = z.infer<typeof SentAway>;

export type GrantAnswer =
	| {
			ok: true;
			plan: Uint8Array<ArrayBuffer>;
			grant: Uint8Array<ArrayBuffer>;
			signature: string;
			/** Whose passkeys decide, for the agent that gets the grant; null: it needs none. */
			approvers: Approvers | null;
			/** Of the plan, sealed to this endpoint's agent. */
			secrets: SealedSecret[];
	  }
	| { ok: false; because: Undelivered }
	/** Until `from`; null: no one knows until when. */
	| { ok: false; because: "too-early"; from: number | null };

/** An agent rejected a grant and ran nothing. */
export const RefusedGrant = z.object({
	/** Counts the rejections of this plan on this endpoint, from 1; 0 if one is not counted. */
	n: z.int(),
	grant: z.enum(["expected", "repeated", "misdirected"]),
	code: z.string(),
	reason: z.string(),
});
export type RefusedGrant = z.infer<typeof RefusedGrant>;
