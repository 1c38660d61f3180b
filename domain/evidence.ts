// The evidence about a run: the session's own events, its recording, and its agent's report.
import type { Instant } from "../protocol/ids.ts";
import type { Phase, Plan } from "../protocol/plan/plan.ts";
import type { RunEnd, RunSummary } from "../protocol/record/records.ts";
import type { CancelAsked, Doubted, Found, RestartSeen } from "../protocol/record/verdict.ts";

/** How far a run is, and how it ended as far as its agent's report holds. */
export type Judged = {
	state: "waiting" | "running" | "ended";
	/** Null: it has not ended, or no one knows how. A cancellation names the person who asked for it. */
	end: RunEnd | null;
	/** The exit codes that the plan takes for success; missing: 0 alone. */
	success?: number[];
	/** The restart that the plan declares; missing: none, or no one knows of it yet. */
	restart?: RestartSeen;
	cancelled: CancelAsked | null;
	/** Why the report is wrong; then there is no end. */
	doubted: Doubted | null;
};

/** A step of the same plan on the same endpoint. `started`: its process was about to be started. */
export type Earlier = Judged & { phase: Phase; started: boolean };

/** Instants are the Worker's. */
export type SessionFacts = {
	run: string;
	plan: string;
	digest: string;
	endpoint: string;
	phase: Phase;
	/** As its step names them. */
	success?: number[];
	/** `stepTimeLimit` is in seconds. */
	terms: Pick<Plan, "stepTimeLimit" | "failedCheck" | "restart">;
	approvedAt: Instant;
	runBy: Instant;
	/** `undelivered`: no grant is given any more, whether or not there was one. */
	delivery: "not-granted" | "refused" | "undelivered" | "granted";
	/** Whether the recording reported the facts from before the start. */
	started: boolean;
	/** When the report came. */
	endedAt: Instant | null;
	/** Who first asked for a cancellation of the plan. */
	cancel: CancelAsked | null;
	/** Why records were kept out of the recording. */
	keptOut: string | null;
	/** Why its endpoint tells no more of the plan; null: it may. */
	unheard: "unheard" | "record-lost" | null;
	/** The steps before it, in order. */
	earlier: Earlier[];
};

/** What is stored, the end record included. */
export type RecordingFacts = {
	stdout: number;
	stderr: number;
	records: number;
	/** Whether counts and signature agreed when it ended. */
	agrees: boolean;
	/** Null if that was not looked for yet. */
	found: Found | null;
};

export type Evidence = {
	session: SessionFacts;
	recording: RecordingFacts;
	/** The agent's own word; null if it has not come, or can't be read any more. */
	summary: RunSummary | null;
};

/** Evidence of a run whose report has come. */
export type Reported = Evidence & { session: { endedAt: Instant }; summary: RunSummary };
