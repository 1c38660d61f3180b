// Our messages in chat, and which plan's card each is.
import { z } from "zod";
import type { MessageRef } from "../../../../protocol/record/events.ts";
import { row, rows } from "../../../durable/sql.ts";

const DirectRow = z.object({ key: z.string(), workspace: z.string() });

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
	/** Who has a plan's card of their own in chat: each account, and in which workspace. */
	directOf: (plan: string): { identity: string; workspace: string }[] => {
		const own = `plan:${plan}:`;
		const query = "SELECT DISTINCT key, workspace FROM cards WHERE plan = ? AND substr(key, 1, ?) = ?";
		return rows(sql, DirectRow, query, plan, own.length, own).map(({ key, workspace }) => ({
			identity: key.slice(own.length).replace(/~.*$/, ""),
			workspace,
		}));
	},
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
