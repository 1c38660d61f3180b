// botbuilder, and all that is known of it: it verifies who speaks, and runs one turn. What replaces it replaces this file.
import {
	type Activity as BotActivity,
	CloudAdapter,
	ConfigurationBotFrameworkAuthentication,
} from "botbuilder";
import { ServiceClientCredentialsFactory } from "botframework-connector";
import { z } from "zod";
import { type Activity, Activity as ActivityShape } from "./activity.ts";
import { identityOf, isConnector, type TeamsApp } from "./app.ts";
import { jsonIn } from "./connector.ts";
import { AskedBefore, publishedKeys } from "./published-keys.ts";
import type { TokenSource } from "./token.ts";

/** 503: whether it is good can't be told now. */
export type Verified<T> = { ok: true; answer: T } | { ok: false; status: 400 | 401 | 503; reason: string };

/** `body` is what was posted, decoded from JSON. `work` sees only what is Teams' own, for this app, from a connector whose
 * address its token vouches for. */
export type Door = <T>(
	authorization: string,
	body: unknown,
	work: (activity: Activity) => Promise<T>,
) => Promise<Verified<T>>;

export const doorOf = (app: TeamsApp, tokens: TokenSource, log: (error: unknown) => string): Door => {
	const { issuer } = identityOf(app);
	const verify = verifier(app, tokens);
	const adapter = new CloudAdapter(authenticationOf(app, tokens, 0));
	return async (authorization, body, work) => {
		const read = ActivityShape.safeParse(body);
		if (!read.success) return { ok: false, status: 400, reason: "no activity of Teams" };
		const activity = read.data;
		const no = { ok: false, status: 401, reason: "not from Teams" } as const;
		if (!isConnector(activity.serviceUrl, app)) return no;
		if (app.id !== "" && issuerOf(authorization) !== issuer) return no;
		const raw = body as Partial<BotActivity> as BotActivity;
		let authenticated: Authenticated;
		try {
			authenticated = await verify(raw, authorization);
		} catch (error) {
			if (isRefusal(error)) return no;
			if (!(error instanceof AskedBefore)) log(error);
			return { ok: false, status: 503, reason: "who speaks can't be told now, try again" };
		}
		const answer: { of?: Awaited<ReturnType<typeof work>> } = {};
		await adapter.processActivityDirect(authenticated, raw, async () => {
			answer.of = await work(activity);
		});
		if (!("of" in answer)) throw new Error("a turn without an end");
		return { ok: true, answer: answer.of };
	};
};

type Authenticated = Awaited<ReturnType<ConfigurationBotFrameworkAuthentication["authenticateRequest"]>>;

/** botbuilder keeps the keys of those who speak to us by the address where they are found, and looks for one that it does
 * not know once an hour at most. Another fragment is another address to it, and the same to who answers there. */
const authenticationOf = (app: TeamsApp, tokens: TokenSource, generation: number) => {
	const { openId, issuer, scope } = identityOf(app);
	return new ConfigurationBotFrameworkAuthentication(
		{
			ToBotFromChannelOpenIdMetadataUrl: `${openId}#${generation}`,
			ToBotFromChannelTokenIssuer: issuer,
			ToChannelFromBotLoginUrl: "https://login.microsoftonline.com/botframework.com",
			ToChannelFromBotOAuthScope: scope,
			OAuthUrl: "https://api.botframework.com",
			CallerId: "urn:botframework:azure",
		},
		new Credentials(app, tokens),
		undefined,
		undefined,
		{ tokenRefreshInterval: keyHours },
	);
};

/** For how long keys are used without asking whether they are still published, in hours. */
const keyHours = 1;

/** Rejects what is not Teams'. A token that is refused under a key which was good for none yet may be signed with a new one:
 * where that is published, botbuilder loads the keys anew, once for each. What it has loaded stays in use until then. */
const verifier = (app: TeamsApp, tokens: TokenSource) => {
	let authentication = authenticationOf(app, tokens, 0);
	const published = publishedKeys(identityOf(app).openId);
	const [good, loaded] = [new Set<unknown>(), new Set<unknown>()];
	return async (activity: BotActivity, authorization: string): Promise<Authenticated> => {
		const key = partOf(authorization, 0)?.kid;
		const attempt = async (by: typeof authentication) => {
			const found = await by.authenticateRequest(activity, authorization);
			good.add(key);
			return found;
		};
		try {
			return await attempt(authentication);
		} catch (error) {
			if (!isRefusal(error) || typeof key !== "string" || good.has(key) || loaded.has(key)) throw error;
			if (!(await published(key))) throw error;
			const next = authenticationOf(app, tokens, loaded.size + 1);
			const use = () => {
				loaded.add(key);
				authentication = next;
			};
			try {
				const found = await attempt(next);
				use();
				return found;
			} catch (again) {
				// The keys were loaded; the token is not good all the same.
				if (isRefusal(again)) use();
				throw again;
			}
		}
	};
};

/** Read before anything is verified: botbuilder would take tokens of its emulator too, whose issuers it adds up for ever. */
const issuerOf = (authorization: string): unknown => partOf(authorization, 1)?.iss;

/** The header (0) or the claims (1) of a token, as they are said to be; null where it is none. */
const partOf = (authorization: string, part: 0 | 1): Record<string, unknown> | null => {
	const text = /^Bearer (\S+)$/.exec(authorization)?.[1]?.split(".")[part] ?? "";
	const read = Part.safeParse(jsonIn(Buffer.from(text, "base64url").toString()));
	return read.success ? read.data : null;
};
const Part = z.record(z.string(), z.unknown());

/** A token that is not good is no bug; that keys could not be fetched may be one. */
const isRefusal = (error: unknown): boolean =>
	error instanceof Error &&
	(/^(?:JsonWebTokenError|TokenExpiredError|NotBeforeError)$/.test(error.name) ||
		("statusCode" in error && error.statusCode === 401));

class Credentials extends ServiceClientCredentialsFactory {
	readonly #app: TeamsApp;
	readonly #tokens: TokenSource;
	constructor(app: TeamsApp, tokens: TokenSource) {
		super();
		this.#app = app;
		this.#tokens = tokens;
	}
	async isValidAppId(id: string): Promise<boolean> {
		return this.#app.id !== "" && id === this.#app.id;
	}
	async isAuthenticationDisabled(): Promise<boolean> {
		return this.#app.id === "" && this.#app.local;
	}
	async createCredentials() {
		return {
			signRequest: async (request: Parameters<Signing>[0]) => {
				const token = await this.#tokens.token();
				if (token !== null) request.headers.set("authorization", `Bearer ${token}`);
				return request;
			},
		};
	}
}
type Signing = Awaited<ReturnType<ServiceClientCredentialsFactory["createCredentials"]>>["signRequest"];
