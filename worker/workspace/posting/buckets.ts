// Which of the platform's rates a message counts against, and what is left of each.
import { z } from "zod";
import { row } from "../../durable/sql.ts";
import type { Bucket, Pace } from "./pace.ts";

const BucketRow = z.object({ bucket: z.string() });
const Left = z.object({ tokens: z.number(), hourly: z.number().nullable(), at: z.int() });

/** Which of the platform's rates a row counts against: Slack counts posts by conversation and edits by app, Teams both by
 * conversation. A person's own chat in Teams is one, for sessions in it and for direct messages. */
const bucketIn = ({
	editsTogether,
}: Pace) => `CASE WHEN ref IS NOT NULL AND ${editsTogether ? "1" : "0"} THEN 'edit'
	WHEN lane LIKE 'person:%' THEN 'post:' || coalesce(
		(SELECT max(channel) FROM conversations WHERE person = substr(lane, 8) AND kind = 'personal'), lane) WHEN lane LIKE 'channel:%' THEN 'post:' || substr(lane, 9)
	ELSE 'post:' || coalesce((SELECT channel FROM threads WHERE id = substr(lane, 8)), '') END`;

export const paceBuckets = (sql: SqlStorage, pace: () => Pace) => ({
	bucket: (key: string): string =>
		row(sql, BucketRow, `SELECT ${bucketIn(pace())} AS bucket FROM posts WHERE key = ?`, key)?.bucket ?? "",
	/** No attempt was made: all that counts against this rate waits for its next turn, together; or what passes alone. */
	wait: (of: string, at: number, passing: boolean) =>
		sql.exec(
			`UPDATE posts SET next_at = ?1 WHERE next_at < ?1 AND version > done AND passing >= ?2 AND ${bucketIn(pace())} = ?3`,
			at,
			passing ? 1 : 0,
			of,
		),
	pace: (lane: string): Bucket | null =>
		row(sql, Left, "SELECT tokens, hourly, at FROM paces WHERE lane = ?", lane),
	setPace: (lane: string, { tokens, hourly, at }: Bucket) =>
		sql.exec(
			`INSERT INTO paces (lane, tokens, hourly, at) VALUES (?, ?, ?, ?)
			ON CONFLICT (lane) DO UPDATE SET tokens = excluded.tokens, hourly = excluded.hourly, at = excluded.at`,
			lane,
			tokens,
			hourly,
			at,
		),
});
