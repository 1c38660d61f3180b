// Sealing to an agent: what a browser encrypts so that one agent alone can read it (HPKE, RFC 9180: X25519, HKDF-SHA256,
// AES-256-GCM, base mode, one message). The agent's enrollment key vouches for the key that is sealed to.
import { z } from "zod";
import { longest } from "./bounds.ts";
import { EndpointId, PlanId, PublicKey, Sha256Hex, Signature } from "./ids.ts";
import { SecretName } from "./plan/secret-name.ts";

/** An agent's public X25519 key, raw in base64, and its enrollment key's signature over `sealingMessage`. */
export const SealingKey = z.strictObject({ key: PublicKey, signature: Signature });
export type SealingKey = z.infer<typeof SealingKey>;

const Base64 = z
	.string()
	.max(longest)
	.regex(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/, "not base64");

/** One value, sealed. `enc`: the encapsulated key; `sealed`: the ciphertext with its tag; both in base64. */
export const Sealed = z.strictObject({ enc: PublicKey, sealed: Base64.min(24).max(8_192) });
export type Sealed = z.infer<typeof Sealed>;

/** One of a plan's secrets, sealed to one endpoint's agent. */
export const SealedSecret = z.strictObject({ name: SecretName, ...Sealed.shape });
export type SealedSecret = z.infer<typeof SealedSecret>;

/** For which plan, as approved, and endpoint: sealed bytes open for nothing else. */
export const SecretPurpose = z.strictObject({ plan: PlanId, digest: Sha256Hex, endpoint: EndpointId });
export type SecretPurpose = z.infer<typeof SecretPurpose>;

/** For which question of a running step: a sealed answer opens for no other one. `question` counts the run's, from 1. */
export type AnswerPurpose = SecretPurpose & { session: string; run: string; question: number };

/** An answer, sealed to the endpoint's agent: the encapsulated key, then the ciphertext, in base64. */
export const SealedAnswer = Base64.min(64).max(10_000);
