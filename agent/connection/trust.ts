// The Worker's key that this agent obeys: pinned at enrollment, and followed where the pinned key vouches for a new one.
import { z } from "zod";
import { keyIdOf, type SignedSuccession, successionMessage, wayFrom } from "../../protocol/keys.ts";
import { sha256, verifies } from "../home/keys.ts";
import { troubleOf } from "../home/trouble.ts";
import type { Store } from "../record/store.ts";

export type Trust = ReturnType<typeof openTrust>;

type Succession = NonNullable<ReturnType<typeof wayFrom>>[number];

const unpinned = (key: string): string =>
	`The Worker now has the key ${idOf(key)}. This agent can't save it, because this machine's disk takes nothing more.`;

const Row = z.object({ key: z.string() });
const MaybeRow = Row.optional();
const MaybeDoubt = z.object({ key: z.string(), reason: z.string() }).optional();

export const idOf = (key: string): string => keyIdOf(key, sha256);

/** `enrolled` is the key that enrollment pinned, raw, base64. */
export const openTrust = (store: Store, enrolled: string) => {
	const { db } = store;
	const newest = db.prepare("SELECT key FROM worker_keys ORDER BY n DESC LIMIT 1");
	const insert = db.prepare("INSERT INTO worker_keys (key, statement, signature, at) VALUES (?, ?, ?, ?)");
	const all = db.prepare("SELECT key FROM worker_keys");
	const setDoubt = db.prepare("INSERT OR REPLACE INTO doubt (one, key, reason) VALUES (1, ?, ?)");
	const dropDoubt = db.prepare("DELETE FROM doubt");
	const oneDoubt = db.prepare("SELECT key, reason FROM doubt");

	const pinned = (): string => MaybeRow.parse(newest.get())?.key ?? enrolled;
	const former = (): string[] => [
		enrolled,
		...z
			.array(Row)
			.parse(all.all())
			.map(({ key }) => key),
	];
	/** Why a key is not to be obeyed, in words; else what leads to it. */
	const judge = (key: string, signed: SignedSuccession[]) => {
		const from = pinned();
		const words = `The Worker now has the key ${idOf(key)}. This agent obeys only ${idOf(from)}`;
		if (former().includes(key)) return `${words}, which replaced it.`;
		const way = wayFrom(from, key, signed);
		if (!way) return `${words}, which does not vouch for it.`;
		const forged = way.find((one) => !verifies(one.from, successionMessage(one.statement), one.signature));
		return forged ? `${words}: ${idOf(forged.from)} didn't sign the statement for it.` : way;
	};
	const doubts = (key: string, doubt: string) => {
		store.decide(() => setDoubt.run(key, doubt));
		return { doubt, followed: false };
	};
	const pins = (way: Succession[]) => {
		store.decide(() => {
			for (const one of way) insert.run(one.to, one.statement, one.signature, Date.now());
			dropDoubt.run();
		});
		return { doubt: null, followed: way.length > 0 };
	};
	return {
		/** The key whose grants are obeyed. */
		pinned,
		/** The Worker says which key it has, and what vouches for it: pins it if that holds, for good, before this returns.
		 * Else says why not. */
		follow(key: string, signed: SignedSuccession[]): { doubt: string | null; followed: boolean } {
			const way = key === pinned() ? [] : judge(key, signed);
			try {
				return typeof way === "string" ? doubts(key, way) : pins(way);
			} catch (thrown) {
				if (!troubleOf(thrown)) throw thrown;
				// What can't be remembered is not obeyed.
				const doubt = typeof way === "string" ? way : way.length > 0 ? unpinned(key) : null;
				return { doubt, followed: false };
			}
		},
		/** What the agent last said about a key that it doesn't obey; null: the Worker has the right key. */
		doubt: (): string | null => MaybeDoubt.parse(oneDoubt.get())?.reason ?? null,
	};
};
