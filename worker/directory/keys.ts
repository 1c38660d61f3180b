// The Worker's public keys: those that signed anything, and how each vouches for the next.
import { z } from "zod";
import { keyIdOf, type SignedSuccession, successionMessage, successionText } from "../../protocol/keys.ts";
import type { PublicKey } from "../contracts/directory.ts";
import { row, rows } from "../durable/sql.ts";
import type { Env } from "../env.ts";
import { sha256, sign, workerKey } from "../keys/crypto.ts";

const SigningKey = z.object({ keyId: z.string(), key: z.string() });
const Succeeded = z.object({ from_key: z.string(), statement: z.string(), signature: z.string() });

export const keyStore = (sql: SqlStorage) => {
	const succeeded = (to: string) =>
		row(sql, Succeeded, "SELECT from_key, statement, signature FROM successions WHERE to_key = ?", to);
	const all = (): PublicKey[] =>
		rows(sql, SigningKey, "SELECT key_id AS keyId, key FROM signing_keys ORDER BY at, rowid");
	/** Whether it spoke for another: a line that came back to it would have no end. */
	const vouched = (from: string): boolean =>
		sql.exec("SELECT 1 FROM successions WHERE from_key = ?", from).toArray().length > 0;
	return {
		/** At its first use, for ever: what it signed is verified with it after a change of keys. */
		keep: ({ keyId, key }: PublicKey): void =>
			void sql.exec(
				"INSERT INTO signing_keys (key_id, key, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
				keyId,
				key,
				Date.now(),
			),
		/** Oldest first. */
		all,
		isKnown: (key: string): boolean =>
			all().some((one) => one.key === key) || succeeded(key) !== null || vouched(key),
		/** `from` vouches for `to` with a signed statement. */
		succeed: (from: string, to: string, { statement, signature }: SignedSuccession): void =>
			void sql.exec(
				"INSERT INTO successions (to_key, from_key, statement, signature, at) VALUES (?, ?, ?, ?, ?)",
				...[to, from, statement, signature, Date.now()],
			),
		/** How the keys before this one lead to it, oldest first. */
		succession: (key: string): SignedSuccession[] => {
			const way: SignedSuccession[] = [];
			for (let to = key; ; ) {
				const step = succeeded(to);
				if (!step) return way;
				way.unshift({ statement: step.statement, signature: step.signature });
				to = step.from_key;
			}
		},
	};
};
export type KeyStore = ReturnType<typeof keyStore>;

/** The key in use vouches for a new one, by its signature; agents follow it then. Refuses, in words, a key that is not new.
 * `keep` keeps the statement, with its line in the audit log, in one transaction. */
export const succeed = async (
	env: Env,
	keys: KeyStore,
	to: string,
	keep: (write: () => void, line: string) => void,
): Promise<{ ok: true; from: string; to: string } | { ok: false; error: string }> => {
	const { keyId, key: from } = await workerKey(env);
	const statement = successionText(from, to);
	const signature = await sign(env, successionMessage(statement));
	if (from === to || keys.isKnown(to))
		return { ok: false, error: "this key was used or announced before. Make a new one" };
	const id = keyIdOf(to, sha256);
	keep(() => keys.succeed(from, to, { statement, signature }), `${id}, which ${keyId} vouches for`);
	return { ok: true, from: keyId, to: id };
};
