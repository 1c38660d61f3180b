// A grant: what the Worker signs so that one endpoint runs one approved plan once.
import { z } from "zod";
import { most } from "../bounds.ts";
import { concat, fromUtf8, utf8 } from "../bytes.ts";
import { EndpointId, Instant, PlanId, RunId, Sha256Hex } from "../ids.ts";
import { ApprovalProof } from "./passkey.ts";

/** How one approver is named in the record of a run: `[PROMPT: <by> approved at 16:47:29 UTC]`. */
export const Approval = z.strictObject({ by: z.string().max(200), at: Instant });

export const Grant = z.strictObject({
	v: z.literal(1),
	/** Which of the Worker's keys signed. */
	keyId: z.string().min(1).max(64),
	plan: PlanId,
	digest: Sha256Hex,
	endpoint: EndpointId,
	/** The agent's own challenge for this plan on this connection, base64; used once. */
	challenge: z.string().regex(/^[A-Za-z0-9+/]{43}=$/),
	/** One run for each step of the plan, in their order. */
	runs: z.array(RunId).min(1).max(21),
	/** The time left to start, in ms, when the Worker signs this: the first process starts by then or never. */
	startWithin: z.int().min(1),
	approvals: z.array(Approval).max(most).min(1),
	/** Proofs by the approvers' own passkeys. Only to an agent that knows them: older ones reject any. */
	proofs: z.array(ApprovalProof).max(10),
});
export type Grant = z.infer<typeof Grant>;

const prefix = utf8("caisey grant v1\n");

/** The grant's bytes as they travel. */
export const grantBytes = (grant: Grant): Uint8Array<ArrayBuffer> => utf8(JSON.stringify(Grant.parse(grant)));

/** What is signed: the purpose, then the bytes as they travel. */
export const grantMessage = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => concat(prefix, bytes);

/** Reads a grant's bytes, after its signature was verified; throws on anything else. */
export const readGrant = (bytes: Uint8Array): Grant => Grant.parse(JSON.parse(fromUtf8(bytes)));
