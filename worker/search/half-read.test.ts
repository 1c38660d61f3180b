// A search that has enough reads its query to the end all the same: one that stays open holds its database as it was, and its log grows.
import { expect, test } from "vitest";
import { utf8 } from "../../protocol/bytes.ts";
import type { StoredRecord } from "../../protocol/read/transcript-source.ts";
import { migrate } from "../durable/sql.ts";
import { memoryStorage } from "../workspace/testing/sql.ts";
import { sourceReader } from "./reading.ts";
import { search } from "./searching.ts";
import { migrations, searchStore } from "./tables.ts";
import { take } from "./telling.ts";

const id = (kind: string, n: number) => `${kind}_g${String(n).padStart(16, "0")}`;

/** A database that writes down the queries whose rows someone stops reading. */
const watched = () => {
	const { sql, ...storage } = memoryStorage();
	const halfRead: string[] = [];
	const exec = (query: string, ...values: unknown[]) => {
		const all = sql.exec(query, ...values).toArray();
		return {
			toArray: () => all,
			one: () => all[0],
			*[Symbol.iterator]() {
				let read = 0;
				try {
					for (const row of all) {
						read++;
						yield row;
					}
					read++;
				} finally {
					if (read <= all.length) halfRead.push(query);
				}
			},
		};
	};
	return { storage: { ...storage, sql: { exec } } as unknown as DurableObjectStorage, halfRead };
};

test("a search that finds more blocks than it reads leaves no query half read, and goes on where it stopped", async () => {
	const { storage, halfRead } = watched();
	migrate(storage, migrations);
	const store = searchStore(storage.sql);
	const printed = { n: 1, kind: "stdout", offset: 0, bytes: utf8("legacy\n") } as StoredRecord;
	const reader = sourceReader(
		store,
		(write) => storage.transactionSync(write),
		{
			words: async () => ({ lines: [], last: 0 }),
			records: async (_run, after) => (after >= 1 ? [] : [printed]),
		},
		() => true,
	);
	for (let n = 0; n < 6; n++) {
		const of = { session: id("s", n), client: id("c", 1), people: [], request: "r", openedAt: n, last: 0 };
		const run = { run: id("r", n), endpoint: "EP", over: true, size: 7, erased: false, struck: [] };
		take(store, { ...of, words: false, again: false, struck: [], runs: [run] }, true);
	}
	for (let source = store.next([]); source; source = store.next([])) await reader.read(source);
	const found = (before: { openedAt: number; session: string } | null) =>
		search(
			store,
			{
				...{ text: "legacy", session: null, endpoint: null, from: null, to: null, before, after: null },
				...{ only: null, sessions: 20, lines: 5 },
			},
			2,
		);
	const seen: string[] = [];
	for (let before: Parameters<typeof found>[0] = null, further = true; further; ) {
		const page = found(before);
		seen.push(...page.sessions.map(({ session }) => session));
		before = page.until;
		further = page.further;
	}
	expect(seen).toEqual([5, 4, 3, 2, 1, 0].map((n) => id("s", n)));
	expect(halfRead).toEqual([]);
});
