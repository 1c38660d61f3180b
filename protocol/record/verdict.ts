// What Caisey concludes about an agent's report of a run: who asked for a cancellation, and what contradicts the report.
import { z } from "zod";
import { Text } from "../bounds.ts";
import { Instant, Sha256Hex } from "../ids.ts";
import { InsideCounts } from "./inside.ts";
import { RunEnd, Stream } from "./records.ts";

/** By the session's own event: who asked, as shown at the time, and when. */
export const CancelAsked = z.strictObject({ by: Text, at: Instant });
export type CancelAsked = z.infer<typeof CancelAsked>;

/** What the Worker itself found in a recording when it ended. */
export const Found = z.strictObject({
	/** Whether the report's signature is by the endpoint's key. */
	signed: z.boolean(),
	/** Whether the start of a process is among the first records. */
	started: z.boolean(),
	/** Of the stored bytes of each stream; null if they were too many to be read at once, or are in several parts. */
	stdout: Sha256Hex.nullable(),
	stderr: Sha256Hex.nullable(),
	/** How many processes the agent left running, by its word; missing: none that it named. */
	left: z.int().min(1).optional(),
	/** A process that outlived the step held its output open; missing: none did. */
	held: z.literal(true).optional(),
	/** What the shell reported of the step; missing: nothing, or an agent that can't see it. */
	inside: InsideCounts.optional(),
	/** Whether the machine restarted at the end of the command, by the agent's word; missing: its plan doesn't say so. */
	restart: z.enum(["back", "missing"]).optional(),
});
export type Found = z.infer<typeof Found>;

const [exited, signalled, timedOut, , notStarted, skipped, unknown] = RunEnd.options;

/** How an agent says that a run ended. It doesn't say who cancelled: that isn't the agent's to say. */
export const Claim = z.discriminatedUnion("outcome", [
	exited,
	signalled,
	timedOut,
	z.strictObject({ outcome: z.literal("cancelled") }),
	notStarted,
	skipped,
	unknown,
	/** It refused the plan, and ran nothing. */
	z.strictObject({ outcome: z.literal("refused") }),
	/** It did not have the plan when it was granted no more: it was offline, or asked for it once more. */
	z.strictObject({ outcome: z.literal("undelivered") }),
]);
export type Claim = z.infer<typeof Claim>;

const Ms = z.number().min(0);

/** One contradiction to a report. Times are milliseconds. */
export const Doubt = z.discriminatedUnion("what", [
	z.strictObject({
		what: z.literal("count"),
		of: z.enum(["stdout", "stderr", "records"]),
		said: z.int().min(0),
		found: z.int().min(0),
	}),
	/** As many bytes, but different ones. */
	z.strictObject({ what: z.literal("content"), of: Stream, said: Sha256Hex, found: Sha256Hex }),
	/** The report is about something else. */
	z.strictObject({ what: z.literal("about"), of: z.enum(["run", "plan", "digest", "endpoint"]) }),
	z.strictObject({ what: z.literal("signature") }),
	/** No one asked for a cancellation. */
	z.strictObject({ what: z.literal("not-asked") }),
	/** The time limit can't have passed: by the agent's own measure (null: it gives none), or by the time since the approval. */
	z.strictObject({ what: z.literal("limit"), limit: Ms, said: Ms.nullable(), most: Ms }),
	/** It did not end at its time limit: by the agent's own measure it ran longer, or it gives none. */
	z.strictObject({ what: z.literal("over-limit"), limit: Ms, said: Ms.nullable() }),
	/** It ran, though a check before it did not end well and the plan says to stop then. */
	z.strictObject({ what: z.literal("ran-on") }),
	/** It can't have taken so long: only so much time had passed since the approval. */
	z.strictObject({ what: z.literal("took"), said: Ms, most: Ms }),
	/** The time to start had not passed: this much was left. */
	z.strictObject({ what: z.literal("run-by"), left: Ms }),
	/** An earlier step had started in time, and with it the plan. */
	z.strictObject({ what: z.literal("in-time") }),
	/** Every earlier step, or check before, ended well; or the plan says to carry on. */
	z.strictObject({ what: z.literal("no-failure") }),
	/** It says that nothing was started. */
	z.strictObject({
		what: z.literal("ran"),
		process: z.boolean(),
		stdout: z.int().min(0),
		stderr: z.int().min(0),
	}),
	/** It says that a process ran. */
	z.strictObject({ what: z.literal("no-start") }),
	/** Records that contradict the recording were kept out of it. */
	z.strictObject({ what: z.literal("kept-out"), reason: Text }),
	/** It gives a reason that only the Worker can give. */
	z.strictObject({ what: z.literal("not-its-word") }),
	/** It was never granted the plan; had refused it; or was granted it no more. */
	z.strictObject({ what: z.literal("delivery"), state: z.enum(["not-granted", "refused", "undelivered"]) }),
]);
export type Doubt = z.infer<typeof Doubt>;

/** A report that does not hold, and so gives no verdict. */
export const Doubted = z.strictObject({ claim: Claim, doubts: z.array(Doubt).max(1_000).min(1) });
export type Doubted = z.infer<typeof Doubted>;

/** The restart that a plan declares: when the agent was back, or that it didn't come. */
export const RestartSeen = z.discriminatedUnion("state", [
	z.strictObject({ state: z.literal("back"), at: Instant }),
	z.strictObject({ state: z.literal("missing") }),
]);
export type RestartSeen = z.infer<typeof RestartSeen>;
