// Whom approvers named to decide for them: one deputy each.
import { Deputy } from "../../protocol/deputy.ts";
import { row, rows } from "../durable/sql.ts";

/** `until`: the approver is away until then; null: they are here, and the deputy decides what nobody decides in time. */
export const deputiesTable =
	"CREATE TABLE deputies (person TEXT PRIMARY KEY, deputy TEXT NOT NULL, until INTEGER) STRICT;";

export const deputies = (sql: SqlStorage) => ({
	all: (): Deputy[] => rows(sql, Deputy, "SELECT person, deputy, until FROM deputies ORDER BY person"),
	of: (person: string): Deputy | null =>
		row(sql, Deputy, "SELECT person, deputy, until FROM deputies WHERE person = ?", person),
	set: ({ person, deputy, until }: Deputy) =>
		sql.exec(
			`INSERT INTO deputies (person, deputy, until) VALUES (?1, ?2, ?3)
			ON CONFLICT (person) DO UPDATE SET deputy = ?2, until = ?3`,
			...[person, deputy, until],
		),
	drop: (person: string) => sql.exec("DELETE FROM deputies WHERE person = ?", person),
});
