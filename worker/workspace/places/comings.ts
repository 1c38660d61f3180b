// Where in a Teams tenant the app is, and where it was removed: by conversation, or by team with all of its channels.
import { z } from "zod";
import { row, rows } from "../../durable/sql.ts";

const Place = z.object({ place: z.string() });
const Channel = z.object({ channel: z.string() });
const Team = z.object({ team: z.string().nullable() });

/** A place's conversations: itself, and where it is a team its channels as far as they are known. */
const ofPlace = "(channel = ?1 OR team = ?1)";
const isAway =
	"SELECT place FROM comings WHERE here = 0 AND place IN (?1, (SELECT team FROM conversations WHERE channel = ?1))";

export const comingStore = (sql: SqlStorage) => ({
	/** The newest word counts, by Teams' clock. Whether it changed anything. */
	came: ({ place, here, at }: { place: string; here: boolean; at: number }): boolean => {
		const was = row(sql, Place, "SELECT place FROM comings WHERE place = ? AND here = 0", place) !== null;
		sql.exec(
			`INSERT INTO comings (place, here, at) VALUES (?, ?, ?)
			ON CONFLICT (place) DO UPDATE SET here = excluded.here, at = excluded.at WHERE excluded.at >= at`,
			place,
			here ? 1 : 0,
			at,
		);
		const is = row(sql, Place, "SELECT place FROM comings WHERE place = ? AND here = 0", place) !== null;
		return is !== was;
	},
	/** Something was heard from a place later than it was removed there: it is back. */
	heardFrom: (place: string, at: number): boolean =>
		sql.exec("UPDATE comings SET here = 1, at = ?2 WHERE place = ?1 AND here = 0 AND at < ?2", place, at)
			.rowsWritten > 0,
	away: (): string[] =>
		rows(sql, Place, "SELECT place FROM comings WHERE here = 0 ORDER BY place").map(({ place }) => place),
	isAway: (channel: string): boolean => row(sql, Place, isAway, channel) !== null,
	/** A person's own chat with the bot. */
	chatOf: (identity: string): string | null =>
		row(sql, Channel, "SELECT channel FROM conversations WHERE person = ? ORDER BY at DESC LIMIT 1", identity)
			?.channel ?? null,
	/** The team that a channel belongs to; null: not known, or it is no team's. */
	teamOf: (channel: string): string | null =>
		row(sql, Team, "SELECT team FROM conversations WHERE channel = ?", channel)?.team ?? null,
	inTeam: (channel: string, team: string) =>
		sql.exec("UPDATE conversations SET team = ?2 WHERE channel = ?1 AND team IS NOT ?2", channel, team),
	conversationsOf: (place: string): string[] => [
		...new Set([
			place,
			...rows(sql, Channel, `SELECT channel FROM conversations WHERE ${ofPlace}`, place).map(
				({ channel }) => channel,
			),
		]),
	],
});
