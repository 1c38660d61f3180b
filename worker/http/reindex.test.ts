// A client's sessions are read into the search again, and until then are found as before.
import { expect, test } from "vitest";
import type { Env } from "../env.ts";
import { id } from "../session/testing/session.ts";
import { reindex } from "./reindex.ts";

test("each session is told to be read again, and no index forgets anything before", async () => {
	const told: unknown[] = [];
	const openedAt = Date.UTC(2026, 10, 29);
	const env = {
		CLIENT: {
			getByName: () => ({
				findSessions: async () => ({
					sessions: [{ session: id("s", 1), openedAt }],
					more: true,
				}),
			}),
		},
		SESSION: { getByName: (session: string) => ({ indexed: async () => ({ session, again: false }) }) },
		SEARCH: { getByName: (index: string) => ({ told: async (one: object) => told.push({ index, ...one }) }) },
	} as unknown as Env;
	expect(await reindex(env, id("c", 1), null)).toEqual({
		sessions: 1,
		next: { session: id("s", 1), openedAt },
	});
	expect(told).toEqual([{ index: `${id("c", 1)}.2026-11`, session: id("s", 1), again: true }]);
});
