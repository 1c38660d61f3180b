// Who is signed in, until when: stored here so that a sign-in can end before its cookie does.
import { z } from "zod";
import { row } from "../durable/sql.ts";

export const signInTable =
	"CREATE TABLE sign_ins (id TEXT PRIMARY KEY, person TEXT NOT NULL, expires INTEGER NOT NULL) STRICT;";

const SignedIn = z.object({ person: z.string(), name: z.string() });

export const signIns = (sql: SqlStorage) => ({
	/** Those that are over are forgotten. */
	begin(id: string, person: string, expires: number, now: number): void {
		sql.exec("DELETE FROM sign_ins WHERE expires <= ?", now);
		sql.exec("INSERT INTO sign_ins (id, person, expires) VALUES (?, ?, ?)", id, person, expires);
	},
	/** Also null if the person has no role anywhere now. */
	find: (id: string, now: number): z.infer<typeof SignedIn> | null =>
		row(
			sql,
			SignedIn,
			"SELECT person, name FROM sign_ins JOIN members USING (person) WHERE id = ? AND expires > ?",
			id,
			now,
		),
	end: (id: string) => sql.exec("DELETE FROM sign_ins WHERE id = ?", id),
});
