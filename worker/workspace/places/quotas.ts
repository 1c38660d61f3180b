// How many requests a person, a client and a workspace may make in a while. Stored only once someone has used up half of theirs: a
// restart before that forgets nothing that matters.
import { z } from "zod";
import { type Quota, requests, type Spent, spend, timesMore } from "../../../domain/quota.ts";
import { laterTable } from "../../durable/sql.ts";

const create =
	"CREATE TABLE quotas (key TEXT PRIMARY KEY, tokens REAL NOT NULL, at INTEGER NOT NULL) STRICT, WITHOUT ROWID";
const Row = z.object({ tokens: z.number(), at: z.int() });
/** After so long everyone has all of theirs again, in ms. */
const forgotten = 3_600_000;

export type Asking = { person: string; client: string };

/** `times`: how many times as much as usual. */
export const quotaStore = (sql: SqlStorage, times: () => number) => {
	const stored = laterTable(sql, "quotas", create);
	const now = new Map<string, Spent>();
	const quotasOf = ({ person, client }: Asking): [string, Quota][] => [
		[`person:${person}`, requests.person],
		[`client:${client}`, requests.client],
		["workspace", requests.workspace],
	];
	const spentOf = (key: string): Spent | null =>
		now.get(key) ?? stored.row(Row, "SELECT tokens, at FROM quotas WHERE key = ?", key);
	const keep = (key: string, spent: Spent, { burst }: Quota): void => {
		now.set(key, spent);
		if (spent.tokens > burst / 2) return;
		stored.insert(
			"INSERT INTO quotas (key, tokens, at) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET tokens = excluded.tokens, at = excluded.at",
			...[key, spent.tokens, spent.at],
		);
	};
	return {
		/** One more request; if it is one too many: when the next one may come, in ms. Inside a transaction. */
		request: (asking: Asking, at: number): { ok: true } | { ok: false; at: number } => {
			for (const [key, { at: last }] of now) if (last < at - forgotten) now.delete(key);
			stored.change("DELETE FROM quotas WHERE at < ?", at - forgotten);
			const turns = quotasOf(asking).map(([key, quota]) => {
				const more = timesMore(quota, times());
				return { key, quota: more, turn: spend(more, spentOf(key), at) };
			});
			const waits = turns.flatMap(({ turn }) => (turn.ok ? [] : [turn.at]));
			if (waits.length > 0) return { ok: false, at: Math.max(...waits) };
			for (const { key, quota, turn } of turns) if (turn.ok) keep(key, turn.spent, quota);
			return { ok: true };
		},
	};
};
export type QuotaStore = ReturnType<typeof quotaStore>;
