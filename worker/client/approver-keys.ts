// The passkeys that a client's people approve with.
import { z } from "zod";
import { type ApproverKey, VouchedKey } from "../../protocol/plan/passkey.ts";
import { KeptApproverKey, KeyState } from "../../protocol/read/approver-key.ts";
import type { Snapshot } from "../contracts/values/snapshot.ts";
import { json } from "../durable/columns.ts";
import { rows } from "../durable/sql.ts";

/** `key`, `vouch`: JSON. */
export const approverKeysTable = `CREATE TABLE approver_keys (
	n INTEGER PRIMARY KEY, credential TEXT NOT NULL UNIQUE, key TEXT NOT NULL, label TEXT NOT NULL, state TEXT NOT NULL, asked INTEGER NOT NULL,
	confirmed_by TEXT, vouch TEXT, unvouched TEXT
) STRICT;`;

const Kept = z
	.object({
		key: json(KeptApproverKey.shape.key),
		label: z.string(),
		state: KeyState,
		asked: z.int(),
		confirmed_by: z.string().nullable(),
		vouch: json(VouchedKey.shape.vouch).nullable(),
		unvouched: KeptApproverKey.shape.unvouched,
	})
	.transform(({ confirmed_by, ...rest }): KeptApproverKey => ({ confirmedBy: confirmed_by, ...rest }));

export const approverKeys = (sql: SqlStorage) => ({
	/** Oldest first: none is ever deleted. */
	all: (): KeptApproverKey[] => rows(sql, Kept, "SELECT * FROM approver_keys ORDER BY n"),
	ask: (key: ApproverKey, label: string, now: number): void =>
		void sql.exec(
			"INSERT INTO approver_keys (credential, key, label, state, asked) VALUES (?, ?, ?, 'asked', ?)",
			...[key.credential, JSON.stringify(key), label, now],
		),
	set: ({ key, state, confirmedBy, vouch, unvouched }: KeptApproverKey): void =>
		void sql.exec(
			"UPDATE approver_keys SET state = ?, confirmed_by = ?, vouch = ?, unvouched = ? WHERE credential = ?",
			...[state, confirmedBy, vouch && JSON.stringify(vouch), unvouched, key.credential],
		),
});

/** Whether endpoints may know it. */
export const everCounted = ({ vouch, unvouched }: KeptApproverKey): boolean =>
	vouch !== null || unvouched !== null;

const named = (all: KeptApproverKey[], credential: string | undefined): KeptApproverKey | undefined =>
	all.find(({ key }) => key.credential === credential);

/** It counts, but endpoints that missed the word for it refuse it, as who gave that is revoked. */
export const wantsWord = ({ state, vouch }: KeptApproverKey, all: KeptApproverKey[]): boolean =>
	state === "counts" && named(all, vouch?.by)?.state === "revoked";

/** Whether one vouches for another, by others or itself. */
const leansOn = (one: KeptApproverKey, credential: string, all: KeptApproverKey[]): boolean => {
	if (one.key.credential === credential) return true;
	const voucher = named(all, one.vouch?.by);
	return voucher !== undefined && leansOn(voucher, credential, all);
};

/** With which of a person's keys they may vouch for another: never in a circle. */
export const vouchersOf = (
	person: string,
	kept: KeptApproverKey,
	all: KeptApproverKey[],
): KeptApproverKey[] =>
	kept.state === "confirmed" || wantsWord(kept, all)
		? all.filter(
				(one) =>
					one.state === "counts" && one.key.person === person && !leansOn(one, kept.key.credential, all),
			)
		: [];

/** What a snapshot says of them. Who vouches comes before whom they vouch for, since only a key that counts vouches. */
export const counting = (all: KeptApproverKey[]): NonNullable<Snapshot["passkeys"]> => ({
	keys: inOrder(all.filter(({ state }) => state === "counts")).map(({ key, vouch }) => ({ key, vouch })),
	revoked: all.filter((one) => one.state === "revoked" && everCounted(one)).map(({ key }) => key.credential),
});

/** A key that was asked for earlier may have its voucher later. */
const inOrder = (keys: KeptApproverKey[]): KeptApproverKey[] => {
	const ordered: KeptApproverKey[] = [];
	let left = keys;
	while (left.length > 0) {
		const waiting = (one: KeptApproverKey) => left.some(({ key }) => key.credential === one.vouch?.by);
		const next = left.filter((one) => !waiting(one));
		// None without: a circle, which no rule lets in.
		if (next.length === 0) return [...ordered, ...left];
		ordered.push(...next);
		left = left.filter(waiting);
	}
	return ordered;
};
