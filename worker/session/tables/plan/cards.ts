// Our messages in chat, and which plan's card each is.
import { z } from "zod";
import type { MessageRef } from "../../../../protocol/record/events.ts";
import { row } from "../../../durable/sql.ts";

const CardRow = z.object({ plan: z.string().nullable(), key: z.string() });

export const cardsTable = (sql: SqlStorage) => ({
	add: (ref: MessageRef, plan: string | null, key: string) =>
		sql.exec(
			"INSERT INTO cards (workspace, channel, message, plan, key) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
			ref.workspace,
			ref.channel,
			ref.message,
			plan,
			key,
		),
	/** Null: not one of our messages. */
	at: (ref: MessageRef) =>
		row(
			sql,
			CardRow,
			"SELECT plan, key FROM cards WHERE workspace = ? AND channel = ? AND message = ?",
			ref.workspace,
			ref.channel,
			ref.message,
		),
});
