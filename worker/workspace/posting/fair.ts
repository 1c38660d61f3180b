// Clients take turns: who was served last comes last, so that one client's flood holds up no other's message. In memory: after a
// restart all begin equal.
import { z } from "zod";
import { row } from "../../durable/sql.ts";
import { has } from "./row.ts";

const Client = z.object({ client: z.string() });

/** So many clients are remembered; who was served before them counts as not served. */
const remembered = 100;

/** SQL: the client of a row of the queue; empty: not known. A session's own thread has its id. */
export const clientIn = (p: string): string => `coalesce(
	(SELECT client FROM threads t WHERE ${p}.lane LIKE 'thread:%' AND t.id = substr(${p}.lane, 8)),
	(SELECT client FROM threads t WHERE t.id = ${p}.session), '')`;

export const fairTurns = (sql: SqlStorage) => {
	/** Which client was served when, oldest first. */
	const served = new Map<string, number>();
	let count = 0;
	return {
		/** A message of this row's client goes out. */
		serve: (key: string): void => {
			const query = `SELECT ${clientIn("p")} AS client FROM posts p WHERE ${has("?", "p")}`;
			const client = row(sql, Client, query, key)?.client ?? "";
			served.delete(client);
			served.set(client, ++count);
			const [oldest] = served.keys();
			if (served.size > remembered && oldest !== undefined) served.delete(oldest);
		},
		/** As JSON text, for a query: each client's number rises with each message. */
		served: (): string => JSON.stringify(Object.fromEntries(served)),
	};
};
export type FairTurns = ReturnType<typeof fairTurns>;

/** SQL: when a client was served last, by the JSON text in a parameter. */
export const servedAt = (client: string, parameter: string): string =>
	`coalesce((SELECT value FROM json_each(${parameter}) WHERE key = ${client}), 0)`;
