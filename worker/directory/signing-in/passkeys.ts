// People's passkeys: public keys that their devices hold the other half of.
import { z } from "zod";
import { mostPasskeys } from "../../../domain/passkeys.ts";
import { Passkey } from "../../../protocol/read/sign-ins.ts";
import type { KeptPasskey } from "../../contracts/directory.ts";
import { Flag, json } from "../../durable/columns.ts";
import { row, rows } from "../../durable/sql.ts";

/** `public_key` is COSE, base64url, as is `id`, the credential's. `counter`: of its signatures; 0 where it counts none. */
export const passkeyTable = `CREATE TABLE passkeys (
	id TEXT PRIMARY KEY, person TEXT NOT NULL, public_key TEXT NOT NULL, counter INTEGER NOT NULL, transports TEXT NOT NULL,
	synced INTEGER NOT NULL, name TEXT NOT NULL, created INTEGER NOT NULL, used INTEGER
) STRICT;
CREATE INDEX passkeys_by_person ON passkeys (person);`;

const Kept = z
	.object({
		id: z.string(),
		person: z.string(),
		public_key: z.string(),
		counter: z.int(),
		transports: json(z.array(z.string())),
		synced: Flag,
		name: z.string(),
	})
	.transform(({ public_key, ...rest }): KeptPasskey => ({ publicKey: public_key, ...rest }));
const Listed = z.object({ ...Passkey.shape, synced: Flag });

export const passkeys = (sql: SqlStorage) => ({
	/** False: the person has as many as they may have. */
	add: (passkey: KeptPasskey, now: number): boolean => {
		const { id, person, publicKey, counter, transports, synced, name } = passkey;
		if (count(sql, person) >= mostPasskeys) return false;
		sql.exec(
			`INSERT INTO passkeys (id, person, public_key, counter, transports, synced, name, created)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
			...[id, person, publicKey, counter, JSON.stringify(transports), synced ? 1 : 0, name, now],
		);
		return true;
	},
	get: (id: string): KeptPasskey | null => row(sql, Kept, "SELECT * FROM passkeys WHERE id = ?", id),
	used: (id: string, counter: number, synced: boolean, now: number): void =>
		void sql.exec(
			"UPDATE passkeys SET counter = ?, synced = ?, used = ? WHERE id = ?",
			...[counter, synced ? 1 : 0, now, id],
		),
	/** Oldest first. */
	of: (person: string): Passkey[] =>
		rows(
			sql,
			Listed,
			"SELECT id, name, created, used, synced FROM passkeys WHERE person = ? ORDER BY created, id",
			person,
		),
	/** Of this person, and of no one else. */
	rename: (person: string, id: string, name: string): void =>
		void sql.exec("UPDATE passkeys SET name = ? WHERE id = ? AND person = ?", name, id, person),
	remove: (person: string, id: string): void =>
		void sql.exec("DELETE FROM passkeys WHERE id = ? AND person = ?", id, person),
	/** All of a person's; how many there were. */
	removeAll: (person: string): number => {
		const before = count(sql, person);
		sql.exec("DELETE FROM passkeys WHERE person = ?", person);
		return before;
	},
});
export type PasskeyStore = ReturnType<typeof passkeys>;

const count = (sql: SqlStorage, person: string): number =>
	rows(sql, z.object({ id: z.string() }), "SELECT id FROM passkeys WHERE person = ?", person).length;
