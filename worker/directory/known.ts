// Which clients, endpoints and workspaces there are: whoever names another one reaches no object, and nothing is made for it.
import { z } from "zod";
import { objectOf } from "../durable/places.ts";
import { row, rows } from "../durable/sql.ts";
import type { Env } from "../env.ts";

/** A migration: workspaces that were ever listed or heard of. Clients are in `ids` as ever. */
export const knownTable = `CREATE TABLE known (id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
	INSERT OR IGNORE INTO known SELECT workspace FROM heard_of;
	INSERT OR IGNORE INTO known SELECT key FROM setup, json_each(setup.text, '$.workspaces');`;

const Found = z.object({ found: z.int() });
const Id = z.object({ id: z.string() });

/** How soon all clients are asked again, in ms. */
const patience = 60_000;

export const knownStore = (sql: SqlStorage) => {
	let askedAt = 0;
	const keep = (id: string): void =>
		void sql.exec("INSERT INTO known (id) VALUES (?) ON CONFLICT DO NOTHING", id);
	const has = (id: string): boolean =>
		row(
			sql,
			Found,
			"SELECT 1 AS found FROM known WHERE id = ?1 UNION ALL SELECT 1 FROM ids WHERE kind = 'client' AND id = ?1 LIMIT 1",
			id,
		) !== null;
	return {
		keep,
		has,
		/** Endpoints were enrolled before this was kept here: their clients know them. They are asked once in a while, however
		 * often someone names an unknown one. */
		hasEndpoint: async (env: Env, id: string, now: number): Promise<boolean> => {
			if (has(id)) return true;
			if (now < askedAt + patience) return false;
			askedAt = now;
			const clients = rows(sql, Id, "SELECT id FROM ids WHERE kind = 'client'");
			const asked = clients.map(({ id }) => objectOf(env.CLIENT, id).endpointIds());
			for (const answer of await Promise.allSettled(asked))
				if (answer.status === "fulfilled") for (const one of answer.value) keep(one);
			return has(id);
		},
	};
};
export type KnownStore = ReturnType<typeof knownStore>;
