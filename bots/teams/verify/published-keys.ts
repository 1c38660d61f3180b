// Which keys Microsoft's identity service publishes: asked for each hour, and when a token names another one.
import { z } from "zod";

const hour = 3_600_000;
/** For how long keys are used without asking whether they are still published, in ms. */
const freshFor = hour;
/** For how long they are used while the service can't be reached, in ms. Microsoft wants the list refreshed each day:
 * https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication */
const usableFor = 24 * hour;
/** How often we ask while there are usable keys, in ms, however many tokens name others. */
const betweenAsking = 10_000;
/** How long Caisey doesn't ask after a failure without any keys, in ms. */
const afterFailure = 1_000;
/** How many requests ask within a second then; the others wait for what these get, in ms and so often. */
const aSecond = 10;
const [pause, looks] = [50, 100];
const timeout = 5_000;

/** The library that uses a key reads the rest of it. */
const Key = z.looseObject({
	kid: z.string(),
	kty: z.string(),
	/** The channels whose activities it may sign, such as `msteams`. */
	endorsements: z.array(z.string()).default([]),
});
type PublishedKey = z.infer<typeof Key>;

const OpenId = z.looseObject({ jwks_uri: z.url() });
/** An unreadable key doesn't keep the others from use. */
const KeySet = z.looseObject({
	keys: z
		.array(z.unknown())
		.transform((keys) => keys.flatMap((key) => Key.safeParse(key).data ?? []))
		.refine((keys) => keys.length > 0, "no key that can be read"),
});

/** This isn't a bug to log: anyone can name keys. */
export class AskedBefore extends Error {
	constructor(kid: string) {
		super(`the key ${kid} was not published a moment ago`);
	}
}

/** Null: no one publishes such a key. Rejects if that can't be known now: the service can't be reached, or we asked a
 * moment ago and the key may be newer. */
export type PublishedKeys = (kid: string) => Promise<PublishedKey | null>;

/** Remembers values alone, never a promise: the request that asked may end before its answer comes. `log` gets why keys
 * that are in use couldn't be refreshed. */
export const publishedKeys = (
	openId: string,
	now: () => number,
	log: (error: unknown) => unknown,
): PublishedKeys => {
	let known = new Map<string, PublishedKey>();
	/** Were published once: what names one of them is old, not new. */
	let withdrawn = new Set<string>();
	const never = Number.NEGATIVE_INFINITY;
	let [loadedAt, askedAt, failedAt] = [never, never, never];
	let [begun, taken] = [0, 0];
	let [secondFrom, inSecond] = [never, 0];
	const take = (keys: PublishedKey[]) => {
		const before = [...withdrawn, ...known.keys()];
		known = new Map(keys.map((key) => [key.kid, key]));
		withdrawn = new Set(before.filter((kid) => !known.has(kid)));
		loadedAt = now();
	};
	const load = async () => {
		const turn = ++begun;
		try {
			const { keys } = await fetched(openId);
			// An answer that was overtaken tells of older keys.
			if (turn > taken) {
				taken = turn;
				take(keys);
			}
		} catch (error) {
			failedAt = now();
			throw error;
		}
	};
	const mayAsk = () => {
		if (now() - secondFrom >= 1_000) [secondFrom, inSecond] = [now(), 0];
		return ++inSecond <= aSecond;
	};
	/** While there are no usable keys: a burst of requests asks a few times, and all share the answers. */
	const first = async (kid: string) => {
		for (let look = 0; look < looks; look++) {
			if (now() - loadedAt < usableFor) return;
			if (now() - failedAt < afterFailure) break;
			if (mayAsk()) return load();
			await new Promise((resolve) => setTimeout(resolve, pause));
		}
		throw new AskedBefore(kid);
	};
	const refresh = async (kid: string) => {
		askedAt = now();
		await load().catch((error) => {
			if (!known.has(kid)) throw error;
			log(error);
		});
	};
	return async (kid) => {
		const age = now() - loadedAt;
		if (age >= usableFor) await first(kid);
		else if (age >= freshFor || !known.has(kid)) {
			if (now() - askedAt >= betweenAsking) await refresh(kid);
			else if (!known.has(kid) && !withdrawn.has(kid)) throw new AskedBefore(kid);
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
