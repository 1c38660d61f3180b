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
		add: ({ run, question, plan, answer, signature }: SentAnswer) =>
			answers.insert(
				"INSERT INTO answers (run, question, plan, answer, signature) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
				...[run, question, plan, answer, signature],
			),
		all: () => answers.rows(AnswerRow, "SELECT answer, signature FROM answers ORDER BY run, question"),
		drop: (plan: string) => answers.change("DELETE FROM answers WHERE plan = ?", plan),
	};
};
