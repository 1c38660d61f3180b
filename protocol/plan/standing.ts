// What lets a plan run without a vote of its own: a standing approval, or a rule of the client's policy.
import { z } from "zod";
import { Instant, PersonId, StandingId } from "../ids.ts";
import { Unconfirmed } from "../read/amendment.ts";
import { RuleName } from "../rules.ts";

/** At most so many runs of one standing approval. */
export const mostTimes = 1_000;
/** At most so many days. */
export const mostDays = 366;

/** An approver who said yes to it, as they were called then. */
export const StandingVoter = z.strictObject({
	person: PersonId,
	name: z.string().max(200),
	label: z.string().max(200).nullable(),
	at: Instant,
	/** In what let a run go: how they came to decide, whom no existing approver had confirmed by then. */
	unconfirmed: Unconfirmed.exactOptional(),
});
export type StandingVoter = z.infer<typeof StandingVoter>;

/** `n`: which of its `of` runs this is. `until`: no run of it starts from then on. */
export const RuledBy = z.discriminatedUnion("by", [
	z.strictObject({
		by: z.literal("standing"),
		standing: StandingId,
		n: z.int().min(1).max(mostTimes),
		of: z.int().min(1).max(mostTimes),
		until: Instant,
		voters: z.array(StandingVoter).min(1).max(20),
	}),
	/** Each step is allowed by one of them. */
	z.strictObject({ by: z.literal("rule"), rules: z.array(RuleName).min(1).max(200) }),
]);
export type RuledBy = z.infer<typeof RuledBy>;

/** How the record of a run names what let it run, for each who stands behind it. At most 200 characters. */
export const approvalsBy = (ruled: RuledBy, decidedAt: Instant): { by: string; at: Instant }[] =>
	ruled.by === "rule"
		? [{ by: `the rule ${ruled.rules.join(" + ")}`.slice(0, 200), at: decidedAt }]
		: ruled.voters.map(({ name, label, at }) => ({
				by: `${(label ?? name).slice(0, 140)} (standing approval, ${ruled.n} of ${ruled.of})`,
				at,
			}));
