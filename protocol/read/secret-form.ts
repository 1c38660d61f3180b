// What the page that asks for a plan's secrets needs.
import type { Instant } from "../ids.ts";
import type { Plan } from "../plan/plan.ts";
import type { SealingKey } from "../sealing.ts";

export type SecretForm = {
	plan: Plan;
	/** The stored bytes as text: what was approved. */
	text: string;
	digest: string;
	runBy: Instant | null;
	/** `key`: the raw Ed25519 public key, base64; `sealing` null: the agent hasn't named one yet. */
	agents: { endpoint: string; name: string; key: string; sealing: SealingKey | null }[];
};
