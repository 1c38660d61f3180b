// Whose passkeys decide on this endpoint: pinned at enrollment, or when the Worker first names them, and from then on extended only by
// what a pinned key vouches for. The Worker can add conditions here and take none away; an administrator of the machine can.
import { z } from "zod";
import {
	type ApproverKey,
	ApproverKey as ApproverKeySchema,
	type Approvers,
	CredentialId,
	keyCode,
	type VouchedKey,
	vouchChallenge,
} from "../../protocol/plan/passkey.ts";
import { sha256 } from "../home/keys.ts";
import type { Store } from "../record/store.ts";
import { verifyPasskey } from "./verify.ts";

/** How a key, or the whole rule, came to be believed. `first`: the Worker's word, when no one knew better. */
const How = z.enum(["enrolled", "first", "local", "vouched"]);
export type How = z.infer<typeof How>;

const json = <S extends z.ZodType>(schema: S) =>
	z.string().transform((text): z.output<S> => schema.parse(JSON.parse(text)));
const Rule = z.object({
	origin: z.string().nullable(),
	needed: z.int(),
	codes: json(z.array(z.string())),
	how: How,
	at: z.int(),
});
const MaybeRule = Rule.optional();
const KeyRow = z.object({
	credential: CredentialId,
	key: json(ApproverKeySchema),
	how: How,
	at: z.int(),
	revoked: z.int().transform((flag) => flag === 1),
});
export type PinnedKey = z.infer<typeof KeyRow>;

/** What decides here whether a grant's proofs are enough. `codes`: of the keys that may be believed first, as someone said at this
 * machine; with an empty `origin`, none of them was named yet. */
export type Pinned = { origin: string; needed: number; codes: string[]; how: How; keys: PinnedKey[] };

export type ApproverPins = ReturnType<typeof openApprovers>;

export const codeOf = (key: ApproverKey): string => keyCode(key, sha256);

/** `enrolled`: what the Worker said when this machine was enrolled; missing: passkeys weren't asked for then. */
export const openApprovers = (store: Store, client: string, enrolled?: Approvers) => {
	const { db } = store;
	const oneRule = db.prepare("SELECT origin, needed, codes, how, at FROM approver_rule");
	const setRule = db.prepare("INSERT OR REPLACE INTO approver_rule VALUES (1, ?, ?, ?, ?, ?)");
	const allKeys = db.prepare(
		`SELECT credential, key, how, at, credential IN (SELECT credential FROM approver_revoked) AS revoked
		FROM approver_keys ORDER BY rowid`,
	);
	const addKey = db.prepare(
		"INSERT INTO approver_keys (credential, key, how, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
	);
	const dropKeys = db.prepare("DELETE FROM approver_keys");
	const needMore = db.prepare("UPDATE approver_rule SET needed = ? WHERE needed < ?");
	const addRevoked = db.prepare("INSERT INTO approver_revoked VALUES (?, ?) ON CONFLICT DO NOTHING");
	const oneRevoked = db.prepare("SELECT 1 FROM approver_revoked WHERE credential = ?");
	const allow = db.prepare("DELETE FROM approver_revoked WHERE credential = ?");

	const rule = () => MaybeRule.parse(oneRule.get());
	const keys = (): PinnedKey[] => allKeys.all().map((row) => KeyRow.parse(row));

	/** For good, known here or not: what vouches for one of them may turn up later. */
	const revoke = ({ revoked }: Approvers) => {
		for (const credential of revoked) addRevoked.run(credential, Date.now());
	};
	const isRevoked = (credential: string): boolean => oneRevoked.get(credential) !== undefined;

	/** Those that may be believed without a voucher. A code, said at this machine, is worth more than what was revoked before. */
	const firstKeys = ({ keys, revoked }: Approvers, codes: string[]): ApproverKey[] =>
		keys
			.map(({ key }) => key)
			.filter(({ credential }) => !revoked.includes(credential))
			.filter((key) => (codes.length > 0 ? codes.includes(codeOf(key)) : !isRevoked(key.credential)));

	const pin = (key: ApproverKey, how: How) =>
		addKey.run(key.credential, JSON.stringify(key), how, Date.now());
	/** The first set: nothing is known that could vouch for it. */
	const begin = (said: Approvers, how: How, codes: string[]): string => {
		const believed = firstKeys(said, codes);
		if (believed.length === 0) return "none of the passkeys that the Worker names is one that counts here";
		setRule.run(said.origin, said.needed, JSON.stringify(codes), how, Date.now());
		for (const key of believed) {
			allow.run(key.credential);
			pin(key, how);
		}
		return `from now on, only what ${said.needed} approver's passkey signed runs here`;
	};
	const extend = ({ key, vouch }: VouchedKey, origin: string): string | null => {
		const known = keys();
		if (known.some(({ credential }) => credential === key.credential)) return null;
		const called = `the passkey ${codeOf(key)} of ${key.name}`;
		if (isRevoked(key.credential)) return `${called} doesn't count here: it was revoked`;
		const voucher = known.find(({ credential, revoked }) => credential === vouch?.by && !revoked);
		if (!vouch || !voucher) return `${called} doesn't count here: no passkey that counts vouches for it`;
		const challenge = vouchChallenge(client, key, sha256);
		const verified = verifyPasskey(voucher.key.key, vouch, {
			challenge,
			origin,
			what: "a word for that key",
		});
		if (!verified.ok)
			return `${called} doesn't count here: ${voucher.key.name}'s word for it fails, ${verified.why}`;
		pin(key, "vouched");
		return `${called} now counts here: ${voucher.key.name} vouches for it`;
	};
	const grow = (origin: string, said: Approvers): string[] => {
		needMore.run(said.needed, said.needed);
		if (said.origin !== origin)
			return [`the Worker says that approvers sign at ${said.origin}; here only ${origin} counts`];
		return said.keys.map((one) => extend(one, origin)).filter((line) => line !== null);
	};
	/** Nothing was added to it yet. */
	const asEnrolled = (said: Approvers): Pinned => ({
		...{ origin: said.origin, needed: said.needed, codes: [], how: "enrolled" },
		keys: firstKeys(said, []).map((key) => ({
			...{ credential: key.credential, key, how: "enrolled", at: 0, revoked: false },
		})),
	});
	return {
		/** What the Worker says now. Returns what is worth a line in the log. */
		follow: (said: Approvers): string[] =>
			store.decide(() => {
				if (enrolled && !rule()) {
					revoke(enrolled);
					begin(enrolled, "enrolled", []);
				}
				revoke(said);
				const known = rule();
				if (known?.origin) return grow(known.origin, said);
				return [begin(said, known ? "local" : "first", known?.codes ?? [])];
			}),
		/** At this machine, by who administers it: nothing is believed any more. The keys with these codes count as soon as the Worker
		 * names them, and until then nothing runs; without codes, what it names first. What was revoked stays so, but for these codes. */
		reset: (codes: string[]): void =>
			store.decide(() => {
				if (enrolled && !rule()) revoke(enrolled);
				dropKeys.run();
				setRule.run(null, 0, JSON.stringify(codes), "local", Date.now());
			}),
		/** Null: passkeys aren't asked for here. */
		pinned: (): Pinned | null => {
			const known = rule();
			if (!known) return enrolled ? asEnrolled(enrolled) : null;
			const { origin, needed, codes, how } = known;
			if (origin === null && codes.length === 0) return null;
			return { origin: origin ?? "", needed: Math.max(1, needed), codes, how, keys: keys() };
		},
	};
};
