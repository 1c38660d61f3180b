// Our messages in chat, and which plan's card each is.
import { z } from "zod";
import type { MessageRef } from "../../../../protocol/record/events.ts";
import { row, rows } from "../../../durable/sql.ts";

const DirectRow = z.object({ key: z.string(), workspace: z.string() });

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
			"SELECT plan, key FROM cards WHERE workspace = ? AND channel = ? AND message = ?",
			ref.workspace,
			ref.channel,
			ref.message,
		),
});
