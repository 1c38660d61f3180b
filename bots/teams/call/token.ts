// The bot's own token, by client credentials: kept until shortly before it expires.
import { z } from "zod";
import { identityOf, type TeamsApp } from "../app.ts";

export type TokenSource = {
	/** Null if the app has no id. Throws if we can't get one. */
	token(): Promise<string | null>;
	/** The connector would not take this one: the next is a new one. */
	refused(token: string): void;
};

/** Renewed this long before it expires, in ms. */
const margin = 300_000;

const Granted = z.looseObject({
	access_token: z.string().min(1),
	/** Seconds. */ expires_in: z.coerce.number(),
});

/** Remembers a value alone, as workerd lets no request wait for another's call. */
export const tokenSource = (app: TeamsApp, now: () => number): TokenSource => {
	let known: { token: string; until: number } | null = null;
	return {
		token: async () => {
			if (app.id === "") return null;
			if (known && now() < known.until) return known.token;
			const { access_token, expires_in } = await granted(app);
			known = { token: access_token, until: now() + expires_in * 1000 - margin };
			return access_token;
		},
		refused: (token) => {
			if (known?.token === token) known = null;
		},
	};
};

const granted = async (app: TeamsApp): Promise<z.infer<typeof Granted>> => {
	const { token, scope } = identityOf(app);
	const response = await fetch(token, {
		method: "POST",
		body: new URLSearchParams({
			grant_type: "client_credentials",
			client_id: app.id,
			client_secret: app.password,
			scope,
		}),
		redirect: "manual",
		signal: AbortSignal.timeout(10_000),
	});
	if (response.status !== 200) throw new Error(`no token: the identity service answered ${response.status}`);
	return Granted.parse(await response.json());
};
