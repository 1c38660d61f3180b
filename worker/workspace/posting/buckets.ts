// Which of the platform's rates a message counts against, and what is left of each.
import { z } from "zod";
import { row } from "../../durable/sql.ts";
import { type Bucket, mayForget, type Pace } from "./pace.ts";
import { byPress } from "./pressed.ts";
import { has } from "./row.ts";
import type { Turns } from "./turns.ts";

const BucketRow = z.object({ bucket: z.string() });
const Left = z.object({
	tokens: z.number(),
	hourly: z.number().nullable(),
	at: z.int(),
	recent: z.string().transform((text) => Recent.parse(JSON.parse(text))),
	slowUntil: z.int(),
});
const Recent = z.array(z.int());

/** It counts against none of the platform's rates. */
export const ofPress = "press";

/** Which of the platform's rates a row counts against: Slack counts posts by conversation and edits by app, Teams both by
 * conversation. A person's own chat in Teams is one, for sessions in it and for direct messages. */
export const bucketIn = ({
	editsTogether,
}: Pace) => `CASE WHEN ${byPress} THEN '${ofPress}' WHEN ref IS NOT NULL AND ${editsTogether ? "1" : "0"} THEN 'edit'
	WHEN lane LIKE 'person:%' THEN 'post:' || coalesce(
		(SELECT max(channel) FROM conversations WHERE person = substr(lane, 8) AND kind = 'personal'), lane) WHEN lane LIKE 'channel:%' THEN 'post:' || substr(lane, 9)
	ELSE 'post:' || coalesce((SELECT channel FROM threads WHERE id = substr(lane, 8)), '') END`;

export const paceBuckets = (sql: SqlStorage, pace: () => Pace, turns: Turns) => {
	const [now, stored] = [new Map<string, Bucket>(), new Map<string, Bucket>()];
	const load = (lane: string): Bucket | null => {
		const query = "SELECT tokens, hourly, at, recent, slow_until AS slowUntil FROM paces WHERE lane = ?";
		const found = row(sql, Left, query, lane);
		if (found) stored.set(lane, found);
		return found;
	};
	return {
		bucket: (key: string): string =>
			row(sql, BucketRow, `SELECT ${bucketIn(pace())} AS bucket FROM posts WHERE ${has("?")}`, key)?.bucket ??
			"",
		/** No attempt was made: all that counts against this rate and is no more urgent waits for its next turn, together. */
		wait: turns.wait,
		pace: (lane: string): Bucket | null => now.get(lane) ?? load(lane),
		/** Stores it if a restart must not forget it. */
		setPace: (lane: string, bucket: Bucket): void => {
			now.set(lane, bucket);
			if (mayForget(stored.get(lane) ?? null, bucket)) return;
			stored.set(lane, bucket);
			const { tokens, hourly, at, recent, slowUntil } = bucket;
			sql.exec(
				`INSERT INTO paces (lane, tokens, hourly, at, recent, slow_until) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT (lane) DO UPDATE SET tokens = excluded.tokens, hourly = excluded.hourly, at = excluded.at,
				recent = excluded.recent, slow_until = excluded.slow_until`,
				lane,
				tokens,
				hourly,
				at,
				JSON.stringify(recent),
				slowUntil,
			);
		},
	};
};
