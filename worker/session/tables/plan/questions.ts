// Questions about plans, and the notice of each in chat.
import { z } from "zod";
import { laterTable } from "../../../durable/sql.ts";

const QuestionRow = z.object({ notice: z.string() });

const create = "CREATE TABLE questions (seq INTEGER PRIMARY KEY, notice TEXT NOT NULL) STRICT";

export const questionsTable = (sql: SqlStorage) => {
	const questions = laterTable(sql, "questions", create);
	return {
		/** `seq`: the number of the event in which it was asked. */
		add: (seq: number, notice: string) =>
			questions.insert("INSERT INTO questions (seq, notice) VALUES (?, ?)", seq, notice),
		noticeOf: (seq: number): string | null =>
			questions.row(QuestionRow, "SELECT notice FROM questions WHERE seq = ?", seq)?.notice ?? null,
	};
};
