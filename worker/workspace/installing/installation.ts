// Whether the app is in the workspace: its sealed token, who brought it there, when it was taken away and why.
import { z } from "zod";
import { utf8 } from "../../../protocol/bytes.ts";
import type { Standing } from "../../contracts/workspace.ts";
import { Flag } from "../../durable/columns.ts";
import { row } from "../../durable/sql.ts";
import { sha256Hex } from "../../keys/crypto.ts";

const Installation = z.object({
	id: z.string(),
	/** Sealed; null: not given yet, or taken away. */
	token: z.string().nullable(),
	/** SHA-256 of the one that is or was in use. */
	digest: z.string().nullable(),
	name: z.string().nullable(),
	/** Who installed it by OAuth; null if the token came with the set-up file. */
	installed_by: z.string().nullable(),
	installed_at: z.int(),
	left_at: z.int().nullable(),
	left_because: z.string().nullable(),
	/** The Slack organisation that it belongs to, as Slack says, e.g. `E0123`. */
	organisation: z.string().nullable(),
	/** Whether the set-up file lists it; Caisey ignores what happens in others. */
	listed: Flag,
	/** Until when the platform may be dropping messages, in ms. */
	dropping_until: z.int(),
	/** Since when messages were missing, the last time that it dropped any, in ms. */
	dropping_from: z.int(),
});
export type Installation = z.infer<typeof Installation>;

/** A sealed token, and the digest that recognizes it. */
export type SealedToken = { token: string; digest: string };
export const digestOf = (token: string): string => sha256Hex(utf8(token));

const Known = z.object({ over: Flag });

export const installationStore = (sql: SqlStorage) => {
	const self = () => row(sql, Installation, "SELECT * FROM workspace");
	const allOver = () => sql.exec("UPDATE known_tokens SET over = 1");
	const take = (sealed: SealedToken, by: { name: string; by: string } | null, now: number): void => {
		sql.exec(
			"INSERT INTO known_tokens (digest, over) VALUES (?, 0) ON CONFLICT DO UPDATE SET over = 0",
			sealed.digest,
		);
		sql.exec(
			`UPDATE workspace SET token = ?, digest = ?, name = coalesce(?, name), installed_by = ?, installed_at = ?,
				left_at = NULL, left_because = NULL`,
			sealed.token,
			sealed.digest,
			by?.name ?? null,
			by?.by ?? null,
			now,
		);
	};
	const standing = (digest: string): Standing => {
		const now = self();
		if (now?.token && now.digest === digest) return "in use";
		return row(sql, Known, "SELECT over FROM known_tokens WHERE digest = ?", digest)?.over ? "over" : "new";
	};
	return {
		self,
		known: (id: string) => sql.exec("INSERT INTO workspace (id) VALUES (?) ON CONFLICT DO NOTHING", id),
		list: (listed: boolean) => sql.exec("UPDATE workspace SET listed = ?", Number(listed)),
		standing,
		dropsUntil: (until: number) =>
			sql.exec("UPDATE workspace SET dropping_until = max(dropping_until, ?)", until),
		dropsFrom: (from: number) => sql.exec("UPDATE workspace SET dropping_from = ?", from),
		isOf: (organisation: string) =>
			sql.exec("UPDATE workspace SET organisation = ?1 WHERE organisation IS NOT ?1", organisation),
		installed: (sealed: SealedToken, by: { name: string; by: string }, now: number): void => {
			allOver();
			take(sealed, by, now);
		},
		/** A token from the set-up file. Returns whether it is used from now on: one that was in use before changes nothing. */
		given: (sealed: SealedToken, now: number): boolean => {
			if (standing(sealed.digest) !== "new") return false;
			take(sealed, null, now);
			return true;
		},
		/** Whether it was there to be taken away: something older than the installation changes nothing. */
		left: (because: string, at: number): boolean => {
			const before = self();
			if (!before?.token || at < before.installed_at) return false;
			allOver();
			sql.exec("UPDATE workspace SET token = NULL, left_at = ?, left_because = ?", at, because);
			return true;
		},
	};
};
export type InstallationStore = ReturnType<typeof installationStore>;
