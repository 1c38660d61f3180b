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

/** Whether Microsoft gives this app tokens. `wrong`: in its words, it won't before someone changes the app's settings; `unknown`: it
 * couldn't be asked, or said neither. In ms, it takes no longer than `within`. */
export const askToken = async (
	app: TeamsApp,
	within: number,
): Promise<{ is: "good" } | { is: "wrong" | "unknown"; why: string }> => {
	try {
		await granted(app, within);
		return { is: "good" };
	} catch (error) {
		const why = error instanceof Error ? error.message : String(error);
		return { is: isRefusal(why) ? "wrong" : "unknown", why };
	}
};

const answered = "no token: the identity service answered";

/** Whether it is this app that the identity service gives no token, as it told `granted`: for all that is known, not by chance. */
export const isRefusal = (error: string): boolean =>
	error.startsWith(`${answered} 400`) || error.startsWith(`${answered} 401`);

/** Whether another secret would be taken, by such a word. */
export const isWrongSecret = (error: string): boolean => /\bAADSTS(?:7000222|7000215)\b/.test(error);

/** https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
const Refused = z.looseObject({ error_codes: z.array(z.int().nonnegative()).max(20) });

/** Microsoft's own words for it are long, and name the app. */
const reasons: Readonly<Record<number, string>> = {
	7000222: "the secret has expired",
	7000215: "the secret is wrong, or the secret's id instead of its value",
	700016: "there is no such app in that tenant",
	90002: "there is no such tenant",
};

const reasonOf = async (response: Response): Promise<string> => {
	const [code] = Refused.safeParse(await response.json().catch(() => null)).data?.error_codes ?? [];
	return code === undefined ? "" : ` AADSTS${code}${reasons[code] ? `: ${reasons[code]}` : ""}`;
};

const granted = async (app: TeamsApp, within = 10_000): Promise<z.infer<typeof Granted>> => {
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
		signal: AbortSignal.timeout(within),
	});
	if (response.status !== 200) throw new Error(`${answered} ${response.status}${await reasonOf(response)}`);
	const { data } = Granted.safeParse(await response.json().catch(() => null));
	if (!data) throw new Error("no token: the identity service's answer isn't one");
	return data;
};
