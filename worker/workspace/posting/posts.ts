// The posting queue: what should be in chat, what is, and which is next.
import { paceBuckets } from "./buckets.ts";
import type { Pace } from "./pace.ts";
import { pressedPosts } from "./pressed.ts";
import { postProofs } from "./proof.ts";
import { postQueue } from "./queue.ts";
import { standingPosts } from "./standing.ts";
import { newTurns } from "./turns.ts";
import { wantedPosts } from "./wanted.ts";

/** `pace`: the platform's, as soon as it is known. */
export const postStore = (sql: SqlStorage, pace: () => Pace, turns = newTurns()) => ({
	...wantedPosts(sql),
	...postQueue(sql, pace, turns),
	...paceBuckets(sql, pace, turns),
	...standingPosts(sql),
	...postProofs(sql),
	...pressedPosts(sql),
});
export type PostStore = ReturnType<typeof postStore>;
