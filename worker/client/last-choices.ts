// What each technician chose last in the dialog of a plan: the next one starts from it.
import { z } from "zod";
import { LastChoices } from "../contracts/values/last-choices.ts";
import { json } from "../durable/columns.ts";
import { row } from "../durable/sql.ts";

const Row = z.object({ choices: json(LastChoices) });

export const lastChoicesTable = (sql: SqlStorage) => ({
	lastChoices: (person: string): LastChoices | null =>
		row(sql, Row, "SELECT choices FROM last_choices WHERE person = ?", person)?.choices ?? null,
	keepChoices: (person: string, choices: LastChoices) =>
		sql.exec(
			"INSERT INTO last_choices (person, choices) VALUES (?1, ?2) ON CONFLICT (person) DO UPDATE SET choices = ?2 WHERE choices <> ?2",
			person,
			JSON.stringify(choices),
		),
});
