// Questions of running steps, and how far the answer to each is.
import { z } from "zod";
import { Actor } from "../../../protocol/people.ts";
import { Asked, GivenAnswer, ShownAnswer, Unanswered, withoutWords } from "../../../protocol/prompt.ts";
import { PromptState } from "../../../protocol/read/prompt-view.ts";
import { VotedFor } from "../../../protocol/record/events.ts";
import { json } from "../../durable/columns.ts";
import { laterTable } from "../../durable/sql.ts";
import { shownActor } from "./talk/shown.ts";

const Cleared = Actor.extend({ for: VotedFor.exactOptional() });
export type Cleared = z.infer<typeof Cleared>;

const PromptRow = z.object({
	run: z.string(),
	id: z.int(),
	plan: z.string(),
	endpoint: z.string(),
	asked: json(Asked),
	at: z.int(),
	/** By when an answer is of use, in ms. */
	until: z.int(),
	state: PromptState,
	/** What was sealed goes once it is of no more use. */
	answer: json(z.union([GivenAnswer, ShownAnswer])).nullable(),
	/** Who gave it. */
	answered_by: shownActor.nullable(),
	/** The approvers who let it through; `for`: in whose place a deputy did. */
	cleared: json(z.array(Cleared)),
	/** How many answers were given until now: a press names the one that it is about. */
	tries: z.int(),
	/** Who kept the last text back. */
	rejected_by: shownActor.nullable(),
	because: Unanswered.nullable(),
});
export type PromptRow = z.infer<typeof PromptRow>;

/** Whether it can be sent: what was sealed is there. */
export const isWhole = (answer: PromptRow["answer"]): answer is GivenAnswer =>
	answer !== null && (answer.is !== "secret" || "sealed" in answer);

const create = `CREATE TABLE prompts (
	run TEXT NOT NULL, id INTEGER NOT NULL, plan TEXT NOT NULL, endpoint TEXT NOT NULL, asked TEXT NOT NULL, at INTEGER NOT NULL,
	until INTEGER NOT NULL, state TEXT NOT NULL DEFAULT 'open', answer TEXT, answered_by TEXT, cleared TEXT NOT NULL DEFAULT '[]',
	tries INTEGER NOT NULL DEFAULT 0, rejected_by TEXT, because TEXT, PRIMARY KEY (run, id)
) STRICT, WITHOUT ROWID`;

export const promptsTable = (sql: SqlStorage) => {
	const prompts = laterTable(sql, "prompts", create);
	const one = "WHERE run = ? AND id = ?";
	return {
		add: ({
			run,
			id,
			plan,
			endpoint,
			asked,
			at,
			until,
		}: Pick<PromptRow, "run" | "id" | "plan" | "endpoint" | "asked" | "at" | "until">) =>
			prompts.insert(
				"INSERT INTO prompts (run, id, plan, endpoint, asked, at, until) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
				...[run, id, plan, endpoint, JSON.stringify(asked), at, until],
			),
		get: (run: string, id: number): PromptRow | null =>
			prompts.row(PromptRow, `SELECT * FROM prompts ${one}`, run, id),
		/** Of a plan, in the order in which they came. */
		of: (plan: string): PromptRow[] =>
			prompts.rows(PromptRow, "SELECT * FROM prompts WHERE plan = ? ORDER BY at, run, id", plan),
		/** Those of a run that may still get an answer. */
		waiting: (run: string): PromptRow[] =>
			prompts.rows(PromptRow, "SELECT * FROM prompts WHERE run = ? AND state NOT IN ('taken', 'over')", run),
		/** Those to which no answer was sent. */
		unanswered: (): PromptRow[] =>
			prompts.rows(PromptRow, "SELECT * FROM prompts WHERE state IN ('open', 'typed')"),
		answer: ({ run, id }: Named, answer: GivenAnswer, by: Actor, state: "typed" | "sent") =>
			prompts.change(
				`UPDATE prompts SET answer = ?, answered_by = ?, state = ?, tries = tries + 1, rejected_by = NULL ${one}`,
				...[JSON.stringify(answer), JSON.stringify(by), state, run, id],
			),
		clear: ({ run, id }: Named, cleared: Cleared[], state: "typed" | "sent") =>
			prompts.change(
				`UPDATE prompts SET cleared = ?, state = ? ${one}`,
				JSON.stringify(cleared),
				state,
				run,
				id,
			),
		reject: ({ run, id }: Named, by: Actor) =>
			prompts.change(
				`UPDATE prompts SET answer = NULL, answered_by = NULL, cleared = '[]', rejected_by = ?, state = 'open' ${one}`,
				JSON.stringify(by),
				...[run, id],
			),
		/** The step has the answer. */
		take: ({ run, id }: Named) =>
			prompts.change(`UPDATE prompts SET state = 'taken', ${unsealed} ${one}`, run, id),
		/** The agent couldn't hand on what was sealed: who entered it stays known until the next answer. */
		reopen: ({ run, id }: Named) =>
			prompts.change(`UPDATE prompts SET state = 'open', ${unsealed} ${one}`, run, id),
		/** Nothing that the step or a person said stays. */
		erase: ({ run, id, asked }: Pick<PromptRow, "run" | "id" | "asked">) =>
			prompts.change(
				`UPDATE prompts SET asked = ?, answer = NULL ${one}`,
				...[JSON.stringify(withoutWords(asked)), run, id],
			),
		end: ({ run, id }: Named, because: Unanswered) =>
			prompts.change(`UPDATE prompts SET state = 'over', because = ?, ${unsealed} ${one}`, because, run, id),
	};
};

/** What was sealed is of no more use: that a secret was entered stays. */
const unsealed = `answer = CASE WHEN json_extract(answer, '$.is') = 'secret' THEN '{"is":"secret"}' ELSE answer END`;

type Named = Pick<PromptRow, "run" | "id">;
