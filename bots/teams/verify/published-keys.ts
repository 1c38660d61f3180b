// Which keys Microsoft's identity service publishes: kept for an hour, and asked for again when a token names another one.
import { z } from "zod";

/** For how long keys are used without asking whether they are still published, in ms. */
const lifetime = 3_600_000;
/** How often unknown keys make us ask, in ms, however many tokens name one. */
const betweenAsking = 10_000;
const timeout = 5_000;

/** What else a key holds is left to the library that uses it. */
const Key = z.looseObject({
	kid: z.string(),
	kty: z.string(),
	/** The channels whose activities it may sign, such as `msteams`. */
	endorsements: z.array(z.string()).default([]),
});
export type PublishedKey = z.infer<typeof Key>;

const OpenId = z.looseObject({ jwks_uri: z.url() });
const KeySet = z.looseObject({ keys: z.array(Key) });

/** This is no bug, and nothing to log: anyone can name keys. */
export class AskedBefore extends Error {
	constructor(kid: string) {
		super(`the key ${kid} was not published a moment ago`);
	}
}

/** Null: nobody publishes such a key. Rejects where that can't be told now: the service can't be reached, or we asked a
 * moment ago and the key may be newer. */
export type PublishedKeys = (kid: string) => Promise<PublishedKey | null>;

/** Remembers values alone, never a promise: the request that asked may end before its answer comes. */
export const publishedKeys = (openId: string, now: () => number): PublishedKeys => {
	let known = new Map<string, PublishedKey>();
	/** Were published once: what names one of them is old, not new. */
	let withdrawn = new Set<string>();
	let [loadedAt, askedAt] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
	const load = async () => {
		const { keys } = await fetched(openId);
		const before = [...withdrawn, ...known.keys()];
		known = new Map(keys.map((key) => [key.kid, key]));
		withdrawn = new Set(before.filter((kid) => !known.has(kid)));
		loadedAt = now();
	};
	return async (kid) => {
		if (now() - loadedAt >= lifetime) await load();
		else if (!known.has(kid)) {
			if (now() - askedAt >= betweenAsking) {
				askedAt = now();
				await load();
			} else if (!withdrawn.has(kid)) throw new AskedBefore(kid);
		}
		return known.get(kid) ?? null;
	};
};

const fetched = async (openId: string): Promise<z.infer<typeof KeySet>> => {
	const { jwks_uri } = OpenId.parse(await read(openId));
	return KeySet.parse(await read(jwks_uri));
};

const read = async (url: string): Promise<unknown> => {
	const response = await fetch(url, { signal: AbortSignal.timeout(timeout) });
	if (!response.ok) throw new Error(`${url}: HTTP ${response.status}`);
	return response.json();
};
