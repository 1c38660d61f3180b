// The posting queue: what should be in chat, what is, and which is next.
import { paceBuckets } from "./buckets.ts";
import { fairTurns } from "./fair.ts";
import { newFlights } from "./flights.ts";
import type { Pace } from "./pace.ts";
import { pressedPosts } from "./pressed.ts";
import { postProofs } from "./proof.ts";
import { postQueue } from "./queue.ts";
import { standingPosts } from "./standing.ts";
import { newTurns } from "./turns.ts";
import { wantedPosts } from "./wanted.ts";

/** `pace`: the platform's, as soon as it is known. */
export const postStore = (sql: SqlStorage, pace: () => Pace, turns = newTurns()) => {
	const [flights, fair] = [newFlights(), fairTurns(sql)];
	return {
		...wantedPosts(sql, flights),
		...postQueue(sql, pace, turns, flights, fair),
		...paceBuckets(sql, pace, turns),
		...standingPosts(sql),
		...postProofs(sql, flights),
		...pressedPosts(sql),
		serve: fair.serve,
	};
};
export type PostStore = ReturnType<typeof postStore>;
