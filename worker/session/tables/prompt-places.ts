// Where a running step's questions are in its output, so that the page can lead there.
import { z } from "zod";
import { laterTable } from "../../durable/sql.ts";

const Row = z.object({ stdout: z.int(), stderr: z.int() });
/** How many bytes of each stream the step had written before. */
export type OutputPlace = z.infer<typeof Row>;

const create = `CREATE TABLE prompt_places (
	run TEXT NOT NULL, id INTEGER NOT NULL, stdout INTEGER NOT NULL, stderr INTEGER NOT NULL, PRIMARY KEY (run, id)
) STRICT, WITHOUT ROWID`;

export const promptPlacesTable = (sql: SqlStorage) => {
	const places = laterTable(sql, "prompt_places", create);
	return {
		add: (run: string, id: number, { stdout, stderr }: OutputPlace) =>
			places.insert(
				"INSERT INTO prompt_places (run, id, stdout, stderr) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
				...[run, id, stdout, stderr],
			),
		/** Null: an older version kept none. */
		get: (run: string, id: number): OutputPlace | null =>
			places.row(Row, "SELECT stdout, stderr FROM prompt_places WHERE run = ? AND id = ?", run, id),
	};
};
