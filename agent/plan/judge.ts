// Decides whether the agent obeys a grant: every check, in order, before anything runs.
import { z } from "zod";
import { fromBase64, hex } from "../../protocol/bytes.ts";
import { PlanId, SessionId } from "../../protocol/ids.ts";
import { type Grant, grantMessage, readGrant } from "../../protocol/plan/grant.ts";
import { type Plan, planDigest, readPlan } from "../../protocol/plan/plan.ts";
import type { FromAgent, ToAgent } from "../../protocol/wire.ts";
import { whyUnproved } from "../approvers/approved.ts";
import type { Pinned } from "../approvers/pinned.ts";
import { words } from "../commands/failure.ts";
import { readMessage } from "../connection/message.ts";
import { idOf } from "../connection/trust.ts";
import { sha256, verifies } from "../home/keys.ts";

/** `startBy`: the deadline to start its first process, by the judge's clock. */
export type Granted = { ok: true; plan: Plan; grant: Grant; startBy: number };
type RefusedMessage = Extract<FromAgent, { type: "refused" }>;
/** `plan`: the grant's, if the Worker signed it. */
export type Refused = { ok: false; code: RefusedMessage["code"]; reason: string; plan?: string };

/** Who judges: this endpoint, its public key, the Worker's pinned key (raw, base64). */
export type Judge = {
	endpoint: string;
	/** Raw Ed25519 public key. */
	key: Uint8Array;
	worker: string;
	/** When the current challenge for that plan was made, by `now`; null if this is another one. Uses it up. */
	consume: (plan: string, challenge: string) => number | null;
	/** Milliseconds of a clock that never goes back. */
	now: () => number;
	/** Whether the agent accepted the plan, or the run, before. */
	knows: (id: { plan: string } | { run: string }) => boolean;
	/** Whose passkeys have to have signed; null: no one's. */
	approvers: () => Pinned | null;
	/** Why the plan can't run here: no such shell, no such user. Null if it can. */
	unable: (plan: Plan) => Promise<string | null>;
};

export type GrantMessage = Omit<Extract<ToAgent, { type: "grant" }>, "type">;

export const judgeGrant = async (judge: Judge, message: GrantMessage): Promise<Granted | Refused> => {
	const bytes = fromBase64(message.grant);
	if (!verifies(judge.worker, grantMessage(bytes), message.signature))
		return refuse(
			"signature",
			`The Worker key that this agent obeys (${idOf(judge.worker)}) didn't sign the grant.`,
		);
	const grant = attempt(() => readGrant(bytes));
	if (typeof grant === "string") return refuse("signature", `The grant can't be read: ${grant}`);
	const verdict = await judgeSigned(judge, grant, fromBase64(message.plan));
	return verdict.ok ? verdict : { ...verdict, plan: grant.plan };
};

const judgeSigned = async (judge: Judge, grant: Grant, bytes: Uint8Array): Promise<Granted | Refused> => {
	if (grant.keyId !== idOf(judge.worker)) return refuse("signature", "The grant names another key.");
	const askedAt = judge.consume(grant.plan, grant.challenge);
	if (askedAt === null)
		return refuse("challenge", "The grant doesn't answer a current challenge of this connection.");
	// Counted from the challenge: the Worker measured the time left after it, so this ends no later than the Worker meant.
	const startBy = askedAt + grant.startWithin;
	if (judge.now() >= startBy)
		return refuse("run-by", "The grant arrived after the time to start had passed.");
	if (grant.endpoint !== judge.endpoint) return refuse("endpoint", "The grant is for another endpoint.");
	if (planDigest(bytes, sha256) !== grant.digest)
		return refuse("digest", "The plan's bytes aren't the approved ones.");
	const plan = attempt(() => readPlan(bytes));
	if (typeof plan === "string") return refuse("plan", `The plan can't be read: ${plan}`);
	return (await whyNot(judge, grant, plan)) ?? { ok: true, plan, grant, startBy };
};

/** Why a plan with the approved bytes still can't run here; null if it can. */
const whyNot = async (judge: Judge, grant: Grant, plan: Plan): Promise<Refused | null> => {
	if (plan.id !== grant.plan) return refuse("plan", "The grant is for another plan.");
	const us = plan.endpoints.find(({ id }) => id === judge.endpoint);
	if (!us) return refuse("endpoint", "The plan isn't for this endpoint.");
	if (us.key !== hex(sha256(judge.key)))
		return refuse("key", "The plan was made for another enrollment of this endpoint. Propose it again.");
	if (grant.runs.length !== plan.steps.length || new Set(grant.runs).size !== grant.runs.length)
		return refuse("runs", `The grant has ${grant.runs.length} runs for ${plan.steps.length} steps.`);
	if (judge.knows({ plan: plan.id }) || grant.runs.some((run) => judge.knows({ run })))
		return refuse("replay", "The agent accepted this plan, or one of its runs, before.");
	const unproved = whyUnproved(judge.approvers(), grant, plan);
	if (unproved !== null) return refuse("passkey", unproved);
	const unable = await judge.unable(plan);
	return unable === null ? null : refuse("unable", unable);
};

/** The unverified claims of a grant and a plan: use them only to address a refusal. */
export const claimsOf = ({ grant, plan }: Pick<GrantMessage, "grant" | "plan">) => ({
	plan: readMessage(z.object({ plan: PlanId }), textOf(grant))?.plan,
	challenge: readMessage(z.object({ challenge: z.string() }), textOf(grant))?.challenge,
	session: readMessage(z.object({ session: SessionId }), textOf(plan))?.session ?? null,
});
export type Claims = ReturnType<typeof claimsOf>;

const textOf = (bytes: string): string => Buffer.from(bytes, "base64").toString("utf8");

const refuse = (code: Refused["code"], reason: string): Refused => ({
	ok: false,
	code,
	reason: reason.slice(0, 2_000),
});

/** A value, or in words why it failed. */
const attempt = <T>(read: () => T): T | string => {
	try {
		return read();
	} catch (thrown) {
		return thrown instanceof z.ZodError ? z.prettifyError(thrown) : words(thrown);
	}
};
