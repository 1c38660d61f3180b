// Answers for steps that run here, of plans that aren't over.
import { z } from "zod";
import type { SentAnswer } from "../contracts/endpoint.ts";
import { laterTable } from "../durable/sql.ts";

const AnswerRow = z.object({ answer: z.string(), signature: z.string() });

const create = `CREATE TABLE answers (
	run TEXT NOT NULL, question INTEGER NOT NULL, plan TEXT NOT NULL, answer TEXT NOT NULL, signature TEXT NOT NULL,
	PRIMARY KEY (run, question)
) STRICT, WITHOUT ROWID`;

export const answersTable = (sql: SqlStorage) => {
	const answers = laterTable(sql, "answers", create);
	return {
		/** Another one to the same question takes its place: the agent couldn't open the first. */
		add: ({ run, question, plan, answer, signature }: SentAnswer) =>
			answers.insert(
				"INSERT INTO answers (run, question, plan, answer, signature) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET answer = excluded.answer, signature = excluded.signature",
				...[run, question, plan, answer, signature],
			),
		all: () => answers.rows(AnswerRow, "SELECT answer, signature FROM answers ORDER BY run, question"),
		dropOne: (run: string, question: number) =>
			answers.change("DELETE FROM answers WHERE run = ? AND question = ?", run, question),
		drop: (plan: string) => answers.change("DELETE FROM answers WHERE plan = ?", plan),
	};
};
