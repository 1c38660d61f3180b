// Which events belong to one message of the talk.
import { z } from "zod";
import type { MessageRef } from "../../../../protocol/record/events.ts";
import { laterTable } from "../../../durable/sql.ts";

/** A message of any conversation, in one word. */
export const messageKey = ({ workspace, channel, message }: MessageRef): string =>
	`${workspace}:${channel}:${message}`;

const Seq = z.object({ seq: z.int() });
const Message = z.object({ message: z.string() });

const create = `CREATE TABLE talk (seq INTEGER PRIMARY KEY, message TEXT NOT NULL) STRICT;
	CREATE INDEX talk_by_message ON talk (message);`;

export const talkTable = (sql: SqlStorage) => {
	const talk = laterTable(sql, "talk", create);
	return {
		/** This event is about that message. */
		add: (seq: number, message: string) =>
			talk.insert("INSERT INTO talk (seq, message) VALUES (?, ?)", seq, message),
		/** The events about a message, oldest first. */
		about: (message: string): number[] =>
			talk.rows(Seq, "SELECT seq FROM talk WHERE message = ? ORDER BY seq", message).map(({ seq }) => seq),
		/** The message that an event is about. */
		messageOf: (seq: number): string | null =>
			talk.row(Message, "SELECT message FROM talk WHERE seq = ?", seq)?.message ?? null,
	};
};
