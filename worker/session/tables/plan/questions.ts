// Questions about plans, and the notice of each in chat.
import { z } from "zod";
import { row } from "../../../durable/sql.ts";

const QuestionRow = z.object({ notice: z.string() });

export const questionsTable = (sql: SqlStorage) => ({
	/** `seq`: the number of the event in which it was asked. */
	add: (seq: number, notice: string) =>
		sql.exec("INSERT INTO questions (seq, notice) VALUES (?, ?)", seq, notice),
	noticeOf: (seq: number): string | null =>
		row(sql, QuestionRow, "SELECT notice FROM questions WHERE seq = ?", seq)?.notice ?? null,
});
