// Evidence about a run for tests: one that exited 0, and each case's difference from it.
import type { RunEnd, RunSummary } from "../../protocol/record/records.ts";
import type { Earlier, Evidence, RecordingFacts, SessionFacts } from "../evidence.ts";

export const approvedAt = 1_700_000_000_000;
export const hour = 3_600_000;
export const [ofStdout, ofNothing] = ["ab".repeat(32), "cd".repeat(32)];

const session: SessionFacts = {
	run: "r_g0000000000000001",
	plan: "pl_g0000000000000001",
	digest: "ef".repeat(32),
	endpoint: "e_g0000000000000001",
	phase: "command",
	terms: { stepTimeLimit: 600, failedCheck: "stop" },
	approvedAt,
	runBy: approvedAt + hour,
	delivery: "granted",
	started: true,
	endedAt: approvedAt + 5_000,
	cancel: null,
	keptOut: null,
	unheard: null,
	earlier: [],
};
/** Context, start, six bytes of output, end. */
const recording: RecordingFacts = {
	stdout: 6,
	stderr: 0,
	records: 4,
	agrees: true,
	found: { signed: true, started: true, stdout: ofStdout, stderr: ofNothing },
};
const summary: RunSummary = {
	v: 1,
	run: session.run,
	plan: session.plan,
	digest: session.digest,
	endpoint: session.endpoint,
	records: 3,
	stdout: { bytes: 6, sha256: ofStdout },
	stderr: { bytes: 0, sha256: ofNothing },
	durationMs: 1_400,
	end: { outcome: "exited", code: 0 },
};

export type Some = {
	session?: Partial<SessionFacts>;
	recording?: Partial<RecordingFacts>;
	summary?: Partial<RunSummary> | null;
};
export const evidence = (some: Some): Evidence => ({
	session: { ...session, ...some.session },
	recording: { ...recording, ...some.recording },
	summary: some.summary === null ? null : { ...summary, ...some.summary },
});

/** A run that never began: no context, no start, no output. */
export const silent = (end: RunEnd, more: Partial<SessionFacts> = {}): Some => ({
	session: { started: false, ...more },
	recording: {
		stdout: 0,
		records: 1,
		found: { signed: true, started: false, stdout: ofNothing, stderr: ofNothing },
	},
	summary: { records: 0, stdout: { bytes: 0, sha256: ofNothing }, durationMs: null, end },
});

export const cancel = { by: "Tom Okafor", at: approvedAt + 2_000 };
export const byAgent: RunEnd = { outcome: "cancelled", by: "Ada Lindqvist" };
export const skipped = (
	because: "failed-check" | "earlier-step" | "cancelled" | "run-by-passed",
): RunEnd => ({
	outcome: "skipped",
	because,
});
export const step = (code: number | null, phase: Earlier["phase"] = "before"): Earlier => ({
	phase,
	started: true,
	state: "ended",
	end: code === null ? null : { outcome: "exited", code },
	cancelled: null,
	doubted: null,
});
