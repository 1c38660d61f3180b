// Approvers' votes: one for each person and plan.
import { z } from "zod";
import type { Actor } from "../../../../protocol/people.ts";
import { Verdict } from "../../../../protocol/record/events.ts";
import { rows } from "../../../durable/sql.ts";
import { afterEvents } from "../order.ts";
import { shownActor } from "../talk/shown.ts";

const VoteRow = z.object({
	plan: z.string(),
	person: z.string(),
	verdict: Verdict,
	reason: z.string().nullable(),
	at: z.int(),
	actor: shownActor,
});
export type VoteRow = z.infer<typeof VoteRow>;

export const votesTable = (sql: SqlStorage) => ({
	add: (vote: Omit<VoteRow, "actor"> & { actor: Actor }) =>
		sql.exec(
			`INSERT INTO votes (plan, person, verdict, reason, at, actor, rowid)
			VALUES (?, ?, ?, ?, ?, ?, ${afterEvents})`,
			vote.plan,
			vote.person,
			vote.verdict,
			vote.reason,
			vote.at,
			JSON.stringify(vote.actor),
		),
	/** In the order in which they were given. */
	of: (plan: string): VoteRow[] =>
		rows(sql, VoteRow, "SELECT * FROM votes WHERE plan = ? ORDER BY at, rowid", plan),
	all: (): VoteRow[] => rows(sql, VoteRow, "SELECT * FROM votes ORDER BY rowid"),
});
