// What of the set-up is in force at each client, as the client said it last.
import { z } from "zod";
import { InForce } from "../../contracts/values/set-up.ts";
import { json } from "../../durable/columns.ts";
import { row } from "../../durable/sql.ts";

/** `text`: JSON, as the client said it last. */
export const inForceTable = "CREATE TABLE in_force (client TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT;";

const Row = z.object({ text: json(InForce) });

export const inForceStore = (sql: SqlStorage) => ({
	of: (client: string): InForce | null =>
		row(sql, Row, "SELECT text FROM in_force WHERE client = ?", client)?.text ?? null,
	/** But for the people: those are the members. */
	keep: (client: string, { people: _, ...is }: InForce): void =>
		void sql.exec(
			"INSERT INTO in_force (client, text) VALUES (?, ?) ON CONFLICT DO UPDATE SET text = excluded.text",
			client,
			JSON.stringify(is),
		),
});
export type InForceStore = ReturnType<typeof inForceStore>;
