// A client's standing approvals, as its people see them.
import { z } from "zod";
import { Text } from "../bounds.ts";
import { EndpointId, Instant, PersonId, PlanId, SessionId, Sha256Hex, StandingId } from "../ids.ts";
import { Phase, RunAs } from "../plan/plan.ts";
import { mostTimes, StandingVoter } from "../plan/standing.ts";

/** What exactly it is for. `digest`: of the text that `domain/policy/standing.ts` makes of a plan; `steps` are for people to read. */
export const StandingMatter = z.strictObject({
	digest: Sha256Hex,
	session: SessionId,
	plan: PlanId,
	endpoints: z
		.array(z.strictObject({ id: EndpointId, name: z.string().max(64), key: Sha256Hex }))
		.min(1)
		.max(10),
	shell: Text,
	changes: Text,
	/** `left`: so many characters of the step aren't here. */
	steps: z
		.array(
			z.strictObject({
				phase: Phase,
				command: Text,
				script: z.strictObject({ name: Text, arguments: z.array(Text).max(64) }).exactOptional(),
				left: z.int().min(1).exactOptional(),
			}),
		)
		.max(21),
	/** What else the machine does by it. Missing: an older version kept it. */
	beside: z
		.strictObject({
			runAs: RunAs,
			cwd: Text.nullable(),
			restart: z.boolean(),
			/** What the person at the machine is told or asked. */
			person: Text.nullable(),
		})
		.exactOptional(),
});
export type StandingMatter = z.infer<typeof StandingMatter>;

export const KeptStanding = z.strictObject({
	id: StandingId,
	matter: StandingMatter,
	by: z.array(StandingVoter).max(20),
	times: z.int().min(1).max(mostTimes),
	used: z.int().min(0),
	until: Instant,
	/** When it ended before its time, why, and who ended it. */
	ended: z.strictObject({ at: Instant, by: Text }).nullable(),
});
export type KeptStanding = z.infer<typeof KeptStanding>;

/** One of its runs. */
export const StandingUse = z.strictObject({ n: z.int(), session: SessionId, at: Instant, proposer: Text });
export type StandingUse = z.infer<typeof StandingUse>;

/** Those of a client, for someone there who may see them. */
export type StandingsView = {
	client: string;
	name: string;
	standings: (KeptStanding & {
		state: "good" | "ended" | "over" | "used-up" | "passkeys" | "votes";
		uses: StandingUse[];
		/** What the reader may do with it. */
		may: { join: boolean; revoke: boolean };
	})[];
};

/** What a Client needs to know to let a plan run by a standing approval. `once`: the same for each try of one proposal. `starts`: no
 * earlier than then. */
export const StandingAsk = z.strictObject({
	once: Text,
	digest: Sha256Hex,
	endpoints: z
		.array(z.strictObject({ id: EndpointId, key: Sha256Hex }))
		.min(1)
		.max(10),
	session: SessionId,
	proposer: z.strictObject({ person: PersonId, account: Text.nullable(), name: Text }),
	starts: Instant,
});
export type StandingAsk = z.infer<typeof StandingAsk>;
/** Of one client, that haven't ended. */
export const mostStandings = 100;
