// Which events belong to one message of the talk.
import { z } from "zod";
import type { MessageRef } from "../../../../protocol/record/events.ts";
import { row, rows } from "../../../durable/sql.ts";

/** A message of any conversation, in one word. */
export const messageKey = ({ workspace, channel, message }: MessageRef): string =>
	`${workspace}:${channel}:${message}`;

const Seq = z.object({ seq: z.int() });
const Message = z.object({ message: z.string() });

export const talkTable = (sql: SqlStorage) => ({
	/** This event is about that message. */
	add: (seq: number, message: string) =>
		sql.exec("INSERT INTO talk (seq, message) VALUES (?, ?)", seq, message),
	/** The events about a message, oldest first. */
	about: (message: string): number[] =>
		rows(sql, Seq, "SELECT seq FROM talk WHERE message = ? ORDER BY seq", message).map(({ seq }) => seq),
	/** The message that an event is about. */
	messageOf: (seq: number): string | null =>
		row(sql, Message, "SELECT message FROM talk WHERE seq = ?", seq)?.message ?? null,
});
