// Our messages in chat, and which plan's card each is.
import { z } from "zod";
import type { MessageRef } from "../../../../protocol/record/events.ts";
import { row } from "../../../durable/sql.ts";

const CardRow = z.object({
	plan: z.string().nullable(),
	key: z.string(),
	/** The digests of all that it showed while its plan was open. */
	shown: z
		.string()
		.nullable()
		.transform((text) => text?.split(" ") ?? []),
});

export const cardsTable = (sql: SqlStorage) => ({
	/** `shown`: the digest of what it shows, if its plan is open. */
	add: (ref: MessageRef, plan: string | null, key: string, shown: string | null) =>
		sql.exec(
			"INSERT INTO cards (workspace, channel, message, plan, key, shown) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
			ref.workspace,
			ref.channel,
			ref.message,
			plan,
			key,
			shown,
		),
	/** Inside a transaction: it shows this now; of a message that was added. */
	show: (ref: MessageRef, digests: string[]) =>
		sql.exec(
			"UPDATE cards SET shown = ? WHERE workspace = ? AND channel = ? AND message = ?",
			digests.join(" "),
			ref.workspace,
			ref.channel,
			ref.message,
		),
	/** Null: not one of our messages. */
	at: (ref: MessageRef) =>
		row(
			sql,
			CardRow,
			"SELECT plan, key, shown FROM cards WHERE workspace = ? AND channel = ? AND message = ?",
			ref.workspace,
			ref.channel,
			ref.message,
		),
});
