// Plans and grants as the Worker would make them for one endpoint.
import { hex } from "../../protocol/bytes.ts";
import { newId } from "../../protocol/ids.ts";
import type { Grant } from "../../protocol/plan/grant.ts";
import { type Plan, planBytes, planDigest } from "../../protocol/plan/plan.ts";
import { sha256 } from "../home/keys.ts";

/** `agentKey` is the endpoint's public key, base64. */
export const makePlan = (
	{ endpoint, agentKey }: { endpoint: string; agentKey: string },
	steps: string | Plan["steps"],
	choices: Partial<Plan> = {},
): Plan => ({
	v: 1,
	id: newId("plan", "none"),
	client: newId("client", "none"),
	session: newId("session", "none"),
	proposedBy: newId("person", "none"),
	proposedAt: 1,
	decideBy: 2,
	endpoints: [{ id: endpoint, name: "CLIENT-ACCT-01", key: hex(sha256(Buffer.from(agentKey, "base64"))) }],
	shell: "sh",
	runAs: { kind: "agent" },
	cwd: null,
	steps: typeof steps === "string" ? [{ phase: "command", command: steps }] : steps,
	stepTimeLimit: 3_600,
	failedCheck: "stop",
	input: [],
	runWithin: 3600,
	notBefore: null,
	words: { changes: "", notices: "", undo: "" },
	secrets: [],
	preflight: null,
	...choices,
});

/** `bytes` are the plan's own unless a forger says otherwise. */
export const makeGrant = (
	{ endpoint, keyId }: { endpoint: string; keyId: string },
	plan: Plan,
	challenge: string,
	bytes: Uint8Array = planBytes(plan),
): Grant => ({
	v: 1,
	keyId,
	plan: plan.id,
	digest: planDigest(bytes, sha256),
	endpoint,
	challenge,
	runs: plan.steps.map(() => newId("run", "none")),
	startWithin: 3_600_000,
	approvals: [{ by: "ada@acme.example", at: 1 }],
	proofs: [],
});
