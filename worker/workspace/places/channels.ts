// Which conversation belongs to whom. If the platform changes a conversation's id, everything that we keep uses the first one.
import { z } from "zod";
import type { Poster, Target } from "../../../bots/poster.ts";
import type { Bound } from "../../contracts/workspace.ts";
import { row, rows } from "../../durable/sql.ts";

const BoundRow = z.object({ channel: z.string(), client: z.string() });
const First = z.object({ first: z.string() });
const Channel = z.object({ channel: z.string() });

export const channelStore = (sql: SqlStorage) => {
	const firstIdOf = (channel: string): string =>
		row(sql, First, "SELECT first FROM moved WHERE channel = ?", channel)?.first ?? channel;
	const currentIdOf = (first: string): string =>
		row(sql, Channel, "SELECT channel FROM moved WHERE first = ? ORDER BY at DESC LIMIT 1", first)?.channel ??
		first;
	const desks = (): string[] =>
		rows(sql, Channel, "SELECT channel FROM desks ORDER BY channel").map(({ channel }) => channel);
	const bound = (): Bound[] => rows(sql, BoundRow, "SELECT channel, client FROM channels ORDER BY channel");
	return {
		/** The id under which we keep what belongs to a conversation. */
		firstIdOf,
		/** The platform's id of it today. */
		currentIdOf,
		/** The platform gave it another id at this time (ms); hearing it again changes nothing. */
		moved: (from: string, to: string, at: number) =>
			sql.exec(
				"INSERT INTO moved (channel, first, at) VALUES (?, ?, ?) ON CONFLICT (channel) DO UPDATE SET at = max(at, excluded.at)",
				to,
				firstIdOf(from),
				at,
			),
		/** Whether a conversation is the MSP's desk. */
		isDesk: (channel: string): boolean => desks().includes(firstIdOf(channel)),
		/** The MSP's desk here, if it is here. */
		desks,
		/** Binds only these. One that two ids bind to different clients belongs to none. */
		bind: (channels: Bound[], desks: string[]): void => {
			sql.exec("DELETE FROM desks");
			for (const desk of desks)
				sql.exec("INSERT INTO desks (channel) VALUES (?) ON CONFLICT DO NOTHING", firstIdOf(desk));
			sql.exec("DELETE FROM channels");
			const all = channels.map(({ channel, client }) => ({ channel: firstIdOf(channel), client }));
			for (const { channel, client } of all)
				if (all.every((one) => one.channel !== channel || one.client === client))
					sql.exec(
						"INSERT INTO channels (channel, client) VALUES (?, ?) ON CONFLICT DO NOTHING",
						channel,
						client,
					);
		},
		bound,
		/** The conversations that the set-up file names. */
		listed: (): string[] => [...bound().map(({ channel }) => channel), ...desks()],
		clientOf: (channel: string): string | null =>
			row(sql, BoundRow, "SELECT channel, client FROM channels WHERE channel = ?", firstIdOf(channel))
				?.client ?? null,
		/** Ids that are no longer the platform's, with what they are now. */
		renamed: (): { from: string; to: string }[] =>
			rows(sql, First, "SELECT DISTINCT first FROM moved ORDER BY first")
				.map(({ first }) => ({ from: first, to: currentIdOf(first) }))
				.filter(({ from, to }) => from !== to),
	};
};
export type ChannelStore = ReturnType<typeof channelStore>;

/** A poster that finds conversations where they are today, and says of what it posted under which id we keep it. */
export const following = ({ firstIdOf, currentIdOf }: ChannelStore, poster: Poster): Poster => {
	const to = (target: Target): Target =>
		"channel" in target ? { ...target, channel: currentIdOf(target.channel) } : target;
	const underFirstId = <R extends { channel: string } | object>(result: R): R =>
		"channel" in result ? { ...result, channel: firstIdOf(result.channel) } : result;
	return {
		post: async (key, target, ...what) => underFirstId(await poster.post(key, to(target), ...what)),
		edit: async (at, message) =>
			underFirstId(await poster.edit({ ...at, channel: currentIdOf(at.channel) }, message)),
		...(poster.editPressed && { editPressed: poster.editPressed }),
		wordWithin: poster.wordWithin,
		find: async (key, target, ...where) => underFirstId(await poster.find(key, to(target), ...where)),
	};
};
