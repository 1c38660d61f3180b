// Approvers' votes: one for each person and plan.
import { z } from "zod";
import type { Actor } from "../../../../protocol/people.ts";
import { ApprovalProof } from "../../../../protocol/plan/passkey.ts";
import { Unconfirmed } from "../../../../protocol/read/amendment.ts";
import { Verdict, VotedFor } from "../../../../protocol/record/events.ts";
import { keyOf, thingsOf } from "../../../durable/things.ts";
import { afterEvents } from "../order.ts";
import { shownActor } from "../talk/shown.ts";

const VoteRow = z.object({
	plan: z.string(),
	person: z.string(),
	verdict: Verdict,
	reason: z.string().nullable(),
	at: z.int(),
	actor: shownActor,
	/** What their passkey signed; missing: they pressed a button. */
	proof: ApprovalProof.optional(),
	/** For whom a deputy cast it; missing: for themselves. */
	for: VotedFor.optional(),
	/** How the approver came to decide whom no existing approver confirmed. */
	unconfirmed: Unconfirmed.optional(),
});
export type VoteRow = z.infer<typeof VoteRow>;

const keyFrom = ({ plan, person }: Pick<VoteRow, "plan" | "person">): string => keyOf(plan, person);

export const votesTable = (sql: SqlStorage) => {
	const votes = thingsOf(sql, "vote", VoteRow);
	return {
		add: (vote: Omit<VoteRow, "actor"> & { actor: Actor }) =>
			votes.add(keyFrom(vote), { ...vote, actor: JSON.stringify(vote.actor) }, afterEvents),
		/** In the order in which they were given. */
		of: (plan: string): VoteRow[] => votes.under(plan).toSorted((a, b) => a.at - b.at),
		all: (): VoteRow[] => votes.all(),
		arePlaced: (): boolean => votes.arePlaced(keyFrom),
	};
};
