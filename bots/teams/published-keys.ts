// Which keys Microsoft's identity service publishes now, by their ids: whether it is worth while to load them anew.
import { z } from "zod";

/** How often it is asked, in ms, however many tokens come that name a key which it does not publish. */
const betweenAsking = 10_000;
const timeout = 5_000;

const OpenId = z.looseObject({ jwks_uri: z.url() });
const Keys = z.looseObject({ keys: z.array(z.looseObject({ kid: z.string() })) });

/** It is no bug, and nothing to log: anybody can name keys. */
export class AskedBefore extends Error {
	constructor(key: string) {
		super(`the key ${key} was not published a moment ago`);
	}
}

/** Rejects where that can't be told now: it was asked a moment ago, before which the key may not have been there, or it can't
 * be had. */
export const publishedKeys = (openId: string, now: () => number = Date.now) => {
	let asking: Promise<Set<string>> | null = null;
	let [known, askedAt] = [new Set<string>(), Number.NEGATIVE_INFINITY];
	const ask = async (): Promise<Set<string>> => {
		const { jwks_uri } = OpenId.parse(await read(openId));
		return new Set(Keys.parse(await read(jwks_uri)).keys.map(({ kid }) => kid));
	};
	return async (key: string): Promise<boolean> => {
		if (known.has(key)) return true;
		if (!asking && now() - askedAt < betweenAsking) throw new AskedBefore(key);
		asking ??= ask().finally(() => {
			askedAt = now();
			asking = null;
		});
		known = await asking;
		return known.has(key);
	};
};

const read = async (url: string): Promise<unknown> => {
	const response = await fetch(url, { signal: AbortSignal.timeout(timeout) });
	if (!response.ok) throw new Error(`${url}: HTTP ${response.status}`);
	return response.json();
};
