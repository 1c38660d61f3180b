// An erasure that two people agree on: one asks, one of the other side confirms, and only then bytes go.
import { z } from "zod";
import { Text } from "../bounds.ts";
import { ErasureId, Instant, RunId } from "../ids.ts";
import { Actor } from "../people.ts";

/** What goes: all output of a run with what its shell reported, some records of these, or what one event says. */
export const ErasureTarget = z.union([
	z.strictObject({ run: RunId }),
	z.strictObject({ run: RunId, records: z.array(z.int().min(1)).min(1).max(500) }),
	z.strictObject({ seq: z.int().min(1) }),
]);
export type ErasureTarget = z.infer<typeof ErasureTarget>;

/** So many targets in one request. */
export const ErasureTargets = z.array(ErasureTarget).min(1).max(100);

/** Why it goes: stays in the record for ever. */
export const ErasureReason = z.string().trim().min(3).max(500);

export const ErasureAnswer = z.enum(["confirm", "decline", "withdraw"]);
export type ErasureAnswer = z.infer<typeof ErasureAnswer>;

/** Events whose text can be erased: what people wrote and attached, what steps asked, the answers, and what was done by the words
 * of who closed the session. Plans, decisions and runs' ends stay. */
export const erasableKinds = [
	"message.said",
	"message.edited",
	"message.attached",
	"question.asked",
	"prompt.asked",
	"prompt.answered",
	"prompt.expired",
	"session.closed",
] as const satisfies string[];

/** One that waits for its answer. */
export const Erasure = z.strictObject({
	id: ErasureId,
	by: Actor,
	at: Instant,
	expires: Instant,
	reason: Text,
	targets: ErasureTargets,
});
export type Erasure = z.infer<typeof Erasure>;
