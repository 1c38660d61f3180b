// What people call the conversations of a workspace: asked of the platform at most once an hour each, and kept as it was told.
import { z } from "zod";
import { startOf } from "../../../domain/line.ts";
import { Flag } from "../../durable/columns.ts";
import { row } from "../../durable/sql.ts";
import type { Answer } from "../platform/platform.ts";

const NameRow = z.object({
	name: z.string().nullable(),
	team: z.string().nullable(),
	at: z.int(),
	refused: Flag,
});
const Team = z.object({ team: z.string() });

/** How long a name, or its absence, is taken as it was told, in ms. */
const fresh = 3_600_000;

/** How long the platform isn't asked again if it gave no answer, or half of one, in ms. */
const pause = 60_000;

/** UTF-16 units of a name that are kept: Slack allows a channel 80, before which stands #; Teams allows fewer. */
const most = 81;

/** All conversations by the ids under which we keep them. */
export const nameStore = (sql: SqlStorage) => {
	const found = (channel: string) =>
		row(sql, NameRow, "SELECT name, team, at, refused FROM names WHERE channel = ?", channel);
	/** Under way, by conversation: callers that need the same name wait for the same answer. */
	const asking = new Map<string, Promise<void>>();
	return {
		/** `#front-desk`, `IT help (Acme Dental)`; null: not known. */
		of: (channel: string): string | null => {
			const { name = null, team = null } = found(channel) ?? {};
			return name === null || team === null ? name : `${name} (${team})`;
		},
		/** Of a team with all of its channels. */
		ofTeam: (id: string): string | null =>
			row(
				sql,
				Team,
				`SELECT team FROM names WHERE team IS NOT NULL
				AND channel IN (SELECT channel FROM conversations WHERE team = ?) ORDER BY at DESC LIMIT 1`,
				id,
			)?.team ?? null,
		isFresh: (channel: string, now: number): boolean => (found(channel)?.at ?? 0) > now - fresh,
		/** The platform was asked; where it tells no name, an earlier one stays. */
		asked: (channel: string, answer: Answer, now: number) => {
			const { name, team, partly } = typeof answer === "object" ? answer : nothing;
			const soon = partly || answer === "unanswered" || answer === "missing scope";
			const refused = answer === "unanswered" ? null : Number(answer === "missing scope");
			sql.exec(
				`INSERT INTO names (channel, name, team, at, refused) VALUES (?1, ?2, ?3, ?4, coalesce(?5, 0))
				ON CONFLICT (channel) DO UPDATE SET name = coalesce(?2, name), team = coalesce(?3, team), at = ?4,
				refused = coalesce(?5, refused)`,
				...[channel, kept(name), kept(team), soon ? now - fresh + pause : now, refused],
			);
		},
		/** Whether the app may not ask for it, by the platform's last word. */
		isRefused: (channel: string): boolean => found(channel)?.refused ?? false,
		/** An event told it, but nothing else of the conversation. */
		told: (channel: string, name: string) =>
			sql.exec(
				`INSERT INTO names (channel, name, team, at) VALUES (?1, ?2, NULL, 0)
				ON CONFLICT (channel) DO UPDATE SET name = coalesce(?2, name)`,
				channel,
				kept(name),
			),
		toldOfTeam: (id: string, name: string) =>
			sql.exec(
				"UPDATE names SET team = coalesce(?2, team) WHERE channel IN (SELECT channel FROM conversations WHERE team = ?1)",
				id,
				kept(name),
			),
		/** With a new token the platform may tell more. */
		askAgain: () => sql.exec("UPDATE names SET at = 0 WHERE name IS NULL OR refused = 1"),
		/** One at a time for each conversation; callers who come meanwhile wait for it. */
		once: (channel: string, ask: () => Promise<void>): Promise<void> => {
			const before = asking.get(channel);
			if (before) return before;
			const now = ask().finally(() => asking.delete(channel));
			asking.set(channel, now);
			return now;
		},
	};
};
export type NameStore = ReturnType<typeof nameStore>;

const nothing = { name: null, team: null, partly: false };

/** Null: nothing that could be read is left. */
const kept = (name: string | null): string | null => (name && startOf(name.toWellFormed(), most)) || null;
