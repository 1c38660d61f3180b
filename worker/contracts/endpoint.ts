// What an Endpoint may be asked. Its `fetch` takes the agent's control socket.

import type { Hold } from "../../protocol/machine.ts";
import type { Approvers } from "../../protocol/plan/passkey.ts";
import type { RunAs } from "../../protocol/plan/plan.ts";
import type { PreflightAnswer } from "../../protocol/plan/preflight.ts";
import type { PreflightRequest } from "../../protocol/plan/preflight-request.ts";
import type { Drift } from "../../protocol/record/drift.ts";
import type { RunContext } from "../../protocol/record/records.ts";
import type { SealingKey } from "../../protocol/sealing.ts";
import type { Inventory } from "../../protocol/wire.ts";
import type { PastRun } from "./values/machine.ts";

/** An approved plan. All times in ms since 1970; `approvedAt` orders those that wait. */
export type QueuedPlan = {
	plan: string;
	session: string;
	approvedAt: number;
	notBefore: number;
	runBy: number;
};

/** A signed answer to a question of one of a plan's runs: the bytes of a SignedAnswer in base64. */
export type SentAnswer = { plan: string; run: string; question: number; answer: string; signature: string };
/** The steps of a plan that isn't made yet. */
export type Asked = Pick<PreflightRequest, "shell" | "runAs" | "cwd" | "steps" | "withinMs">;
/** What its agent says of them. */
export type EndpointAnswer = PreflightAnswer | { state: "offline" };

/** What a run found before its process started. `step`: which of its plan's it is, from 0. `heard`: when its session heard of it, in ms.
 * `runAs`: the account that its plan asks for. */
export type Found = {
	run: string;
	session: string;
	plan: string;
	step: number;
	heard: number;
	runAs: RunAs;
	context: RunContext;
};

export interface EndpointContract {
	/** Ties this object to the key that was made at enrollment; its first connection activates it. A later enrollment of the same name is another object. */
	enrolled(identity: { id: string; client: string; key: string; inventory: Inventory }): Promise<void>;
	/** The endpoint is no longer its client's: its agent is sent away, what waits for it is not delivered. */
	retire(): Promise<void>;
	/** A plan for it is open until then, in ms: whether it is there is looked at more often. Safe to lose. */
	watch(until: number): Promise<void>;
	/** Why nothing more is delivered until an owner confirms its machine; null: it is the one that it was. */
	hold(): Promise<Hold | null>;
	/** An owner confirms the machine of the hold that they were shown. False: it is another one by now. */
	confirm(shown: Hold): Promise<boolean>;
	/** What a plan's steps would be there. Nothing is executed, and nothing is kept. */
	preflight(asked: Asked): Promise<EndpointAnswer>;
	/** What its agent wants secrets to be sealed to; null: not told yet. */
	sealingKey(): Promise<SealingKey | null>;
	/** Whose passkeys decide at its client now, for its agent, if that is there; null: no one's. Harmless to repeat. */
	approversChanged(approvers: Approvers | null): Promise<void>;
	/** A plan for this endpoint: offered in its turn if the agent is there, else when it is back before `runBy`. */
	enqueue(queued: QueuedPlan): Promise<void>;
	/** Ends a plan: what is undelivered never arrives; what runs must stop, now or when the agent is back. */
	cancel(plan: string, by: string): Promise<void>;
	/** Whether this run was granted to it, in whatever state it is now. */
	hasRun(run: string): Promise<boolean>;
	/** To the agent that has the plan, now or when it is back. May come again. */
	answer(sent: SentAnswer): Promise<void>;
	/** The agent has that answer, or it is of no more use: it isn't kept until the plan is over. */
	dropAnswer(run: string, question: number): Promise<void>;
	/** How a run's environment differs from that of earlier ones, as far as they have reported; keeps it for later runs. Asked again,
	 * it keeps nothing twice. */
	compare(found: Found): Promise<Drift>;
	/** Its runs, newest first, before this one. */
	runs(before: Pick<PastRun, "at" | "run"> | null, limit: number): Promise<PastRun[]>;
}
