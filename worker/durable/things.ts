// Small things of several kinds in one table: each table of its own would take a page of 4 KiB and two rows.
import { z } from "zod";
import { row, rows } from "./sql.ts";

/** `key`: unique within its kind. `n`: orders those of a kind. `body`: JSON. */
export const thingsColumns = `(
	kind TEXT NOT NULL, key TEXT NOT NULL, n INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID`;

const Body = z.object({ body: z.string() });
const Placed = Body.extend({ key: z.string() });

/** The key of what belongs to several: what begins with the same parts is found together. No part has a blank. */
export const keyOf = (...all: string[]): string => all.join(" ");

/** SQL: after all others of its kind. Also the parameter ?1. */
const last = "(SELECT coalesce(max(n), 0) + 1 FROM things WHERE kind = ?1)";

/** Those of one kind. */
export const thingsOf = <S extends z.ZodType>(sql: SqlStorage, kind: string, schema: S) => {
	type Thing = z.output<S>;
	const read = (body: string): Thing => schema.parse(JSON.parse(body));
	const bodyOf = (key: string): string | null =>
		row(sql, Body, "SELECT body FROM things WHERE kind = ? AND key = ?", kind, key)?.body ?? null;
	return {
		/** Nothing if there is one with this key. `n`: SQL that says where it comes in their order. */
		add: (key: string, thing: object, n = last): void =>
			void sql.exec(
				`INSERT INTO things (kind, key, n, body) VALUES (?1, ?2, ${n}, ?3) ON CONFLICT DO NOTHING`,
				kind,
				key,
				JSON.stringify(thing),
			),
		/** Changes some of what one says, if it is there and says otherwise. */
		set: (key: string, some: object): void => {
			const before = bodyOf(key);
			const after = before === null ? null : JSON.stringify({ ...JSON.parse(before), ...some });
			if (after !== before)
				sql.exec("UPDATE things SET body = ? WHERE kind = ? AND key = ?", after, kind, key);
		},
		drop: (key: string): void => void sql.exec("DELETE FROM things WHERE kind = ? AND key = ?", kind, key),
		get: (key: string): Thing | null => {
			const body = bodyOf(key);
			return body === null ? null : read(body);
		},
		/** Whether each is under the key that follows from what it says. */
		arePlaced: (keyFrom: (thing: Thing) => string): boolean =>
			rows(sql, Placed, "SELECT key, body FROM things WHERE kind = ?", kind).every(
				({ key, body }) => key === keyFrom(read(body)),
			),
		/** In their order. */
		all: (): Thing[] =>
			rows(sql, Body, "SELECT body FROM things WHERE kind = ? ORDER BY n", kind).map(({ body }) =>
				read(body),
			),
		/** Those whose keys begin with this part, in their order. */
		under: (part: string): Thing[] =>
			rows(
				sql,
				Body,
				"SELECT body FROM things WHERE kind = ?1 AND key BETWEEN ?2 || ' ' AND ?2 || '!' ORDER BY n",
				kind,
				part,
			).map(({ body }) => read(body)),
	};
};
