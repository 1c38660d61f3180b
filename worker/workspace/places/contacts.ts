// What a Teams tenant's activities told us: how to reach conversations and people, and what we heard before.
import { z } from "zod";
import type { Contacts, Met } from "../../../bots/teams/contacts.ts";
import type { Hearing } from "../../../protocol/record/events.ts";
import { row, rows } from "../../durable/sql.ts";
import { comingStore } from "./comings.ts";

const Conversation = z.object({
	serviceUrl: z.string(),
	kind: z.enum(["channel", "group", "personal"]),
	person: z.string().nullable(),
});
const Heard = z.object({ kind: Conversation.shape.kind, whole_since: z.int().nullable() });
const Url = z.object({ url: z.string() });
const User = z.object({ user: z.string() });
const Who = z.object({ identity: z.string() });
const Own = z.object({ channel: z.string() });
const Message = z.object({ message: z.string() });

/** How long a message is known by what it said, in ms: Teams delivers it again within minutes. */
const remembered = 3_600_000;

/** How long we don't look again for someone who isn't a member of a conversation, in ms. */
const absence = 3_600_000;

export const contactStore = (sql: SqlStorage) => {
	const comings = comingStore(sql);
	/** Since when, by conversation and identity. In memory alone: after a restart they are looked for once more. */
	const noMembers = new Map<string, number>();
	const contacts: Contacts = {
		conversation: (id) =>
			row(
				sql,
				Conversation,
				"SELECT service_url AS serviceUrl, kind, person FROM conversations WHERE channel = ?",
				id,
			),
		keep: (id, { serviceUrl, kind, person }) =>
			void sql.exec(
				`INSERT INTO conversations (channel, service_url, kind, person, at) VALUES (?, ?, ?, ?, ?)
				ON CONFLICT (channel) DO UPDATE SET service_url = excluded.service_url, kind = excluded.kind,
					person = excluded.person, at = excluded.at
				WHERE (service_url, kind) <> (excluded.service_url, excluded.kind) OR person IS NOT excluded.person OR at < excluded.at - 86400000`,
				id,
				serviceUrl,
				kind,
				person,
				Date.now(),
			),
		serviceUrl: () =>
			row(sql, Url, "SELECT service_url AS url FROM conversations ORDER BY at DESC LIMIT 1")?.url ?? null,
		userId: (identity) =>
			row(sql, User, "SELECT user_id AS user FROM users WHERE identity = ?", identity)?.user ?? null,
		keepUser: (identity, userId) =>
			void sql.exec(
				"INSERT INTO users (identity, user_id) VALUES (?, ?) ON CONFLICT (identity) DO UPDATE SET user_id = excluded.user_id WHERE user_id <> excluded.user_id",
				identity,
				userId,
			),
		isNoMember: (channel, identity) => (noMembers.get(`${channel} ${identity}`) ?? 0) > Date.now() - absence,
		keepNoMembers: (channel, identities) => {
			const now = Date.now();
			for (const [key, since] of noMembers) if (since <= now - absence) noMembers.delete(key);
			for (const identity of identities) noMembers.set(`${channel} ${identity}`, now);
		},
		isAway: (from) => {
			const channel = "channel" in from ? from.channel : comings.chatOf(from.person);
			return channel !== null && comings.isAway(channel);
		},
	};
	return {
		...contacts,
		comings,
		/** Null: no one we have met is called so, or several are. */
		identityOf: (userId: string): string | null => {
			const [one, ...others] = rows(sql, Who, "SELECT identity FROM users WHERE user_id = ?", userId);
			return one && others.length === 0 ? one.identity : null;
		},
		/** Someone's own chat with the bot; null if none is known, or more than one. */
		ownChat: (identity: string): string | null => {
			const own = "SELECT channel FROM conversations WHERE person = ? AND kind = 'personal'";
			const [one, ...others] = rows(sql, Own, own, identity);
			return one && others.length === 0 ? one.channel : null;
		},
		/** How much we hear in a conversation that we have met: a person's own chat with the bot belongs to the two alone. */
		hearing: (id: string): Hearing => {
			if (comings.isAway(id)) return "nothing";
			const found = row(sql, Heard, "SELECT kind, whole_since FROM conversations WHERE channel = ?", id);
			return found?.kind === "personal" || found?.whole_since ? "whole" : "mentions";
		},
		/** Someone was heard there who did not speak to the bot. */
		heardWhole: (id: string, now: number) =>
			sql.exec("UPDATE conversations SET whole_since = ? WHERE channel = ? AND whole_since IS NULL", now, id),
		/** The app was removed there: the proof that we hear everything has to come again. */
		heardNoMore: (id: string) =>
			sql.exec("UPDATE conversations SET whole_since = NULL WHERE channel = ?", id),
		/** The id under which a message was first heard. */
		heard: ({ message, print }: NonNullable<Met["said"]>, now: number): string => {
			sql.exec("DELETE FROM heard WHERE at < ?", now - remembered);
			sql.exec(
				"INSERT INTO heard (print, message, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
				print,
				message,
				now,
			);
			return row(sql, Message, "SELECT message FROM heard WHERE print = ?", print)?.message ?? message;
		},
	};
};
export type ContactStore = ReturnType<typeof contactStore>;
