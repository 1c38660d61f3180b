// Which one-time posts lost their words to an erasure: a call that was on its way meanwhile must not bring them back.
import { row } from "../../durable/sql.ts";
import { Count } from "./row.ts";

export const unsaidKeys = (sql: SqlStorage) => ({
	add: (key: string): void => void sql.exec("INSERT OR IGNORE INTO unsaid (key) VALUES (?)", key),
	/** Whether it is one of these, or a copy: of a person, or in a further thread. */
	has: (key: string): boolean =>
		(row(
			sql,
			Count,
			"SELECT count(*) AS n FROM unsaid WHERE key IN (SELECT value FROM json_each(?))",
			JSON.stringify(originals(key)),
		)?.n ?? 0) > 0,
});

/** A post's own key, and all whose copy it may be. */
const originals = (key: string): string[] => [
	key,
	...[...key.matchAll(/[:@]/g)].map(({ index }) => key.slice(0, index)),
];
