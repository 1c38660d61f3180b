// What the pages need that ask for a plan's secrets, or for one that a running step asks for.
import type { Instant } from "../ids.ts";
import type { Plan } from "../plan/plan.ts";
import type { SealingKey } from "../sealing.ts";

export type SecretForm = {
	plan: Plan;
	/** The stored bytes as text: what was approved. */
	text: string;
	digest: string;
	runBy: Instant | null;
	agents: SealingAgent[];
};

/** An agent to seal to. `key`: the raw Ed25519 public key, base64; `sealing` null: the agent hasn't named one yet. */
export type SealingAgent = { endpoint: string; name: string; key: string; sealing: SealingKey | null };

/** A question of a running step that asks for a secret. `step`: which of the plan's, from 0; `asked`: the machine's words. */
export type AnswerForm = Pick<SecretForm, "plan" | "text" | "digest"> & {
	run: string;
	question: number;
	step: number;
	asked: string;
	until: Instant;
	agent: SealingAgent;
};
