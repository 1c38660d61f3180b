// botbuilder, and all that is known of it: it verifies who speaks, and runs one turn. What replaces it replaces this file.
import {
	type Activity as BotActivity,
	CloudAdapter,
	ConfigurationBotFrameworkAuthentication,
} from "botbuilder";
import { ServiceClientCredentialsFactory } from "botframework-connector";
import { type Activity, Activity as ActivityShape } from "./activity.ts";
import { identityOf, isConnector, type TeamsApp } from "./app.ts";
import type { TokenSource } from "./token.ts";

export type Verified<T> = { ok: true; answer: T } | { ok: false; status: 400 | 401; reason: string };

/** `body` is what was posted, decoded from JSON. `work` sees only what is Teams' own, for this app, from a connector whose
 * address its token vouches for. */
export type Door = <T>(
	authorization: string,
	body: unknown,
	work: (activity: Activity) => Promise<T>,
) => Promise<Verified<T>>;

export const doorOf = (app: TeamsApp, tokens: TokenSource, log: (error: unknown) => string): Door => {
	const { openId, issuer, scope } = identityOf(app);
	const authentication = new ConfigurationBotFrameworkAuthentication(
		{
			ToBotFromChannelOpenIdMetadataUrl: openId,
			ToBotFromChannelTokenIssuer: issuer,
			ToChannelFromBotLoginUrl: "https://login.microsoftonline.com/botframework.com",
			ToChannelFromBotOAuthScope: scope,
			OAuthUrl: "https://api.botframework.com",
			CallerId: "urn:botframework:azure",
		},
		new Credentials(app, tokens),
		undefined,
		undefined,
		{ tokenRefreshInterval: app.local ? 0 : keyHours },
	);
	const adapter = new CloudAdapter(authentication);
	return async (authorization, body, work) => {
		const read = ActivityShape.safeParse(body);
		if (!read.success) return { ok: false, status: 400, reason: "no activity of Teams" };
		const activity = read.data;
		const no = { ok: false, status: 401, reason: "not from Teams" } as const;
		if (!isConnector(activity.serviceUrl, app)) return no;
		if (app.id !== "" && issuerOf(authorization) !== issuer) return no;
		const raw = body as Partial<BotActivity> as BotActivity;
		const authenticated = await authentication
			.authenticateRequest(raw, authorization)
			.catch((error: unknown) => void (isRefusal(error) || log(error)));
		if (!authenticated) return no;
		const answer: { of?: Awaited<ReturnType<typeof work>> } = {};
		await adapter.processActivityDirect(authenticated, raw, async () => {
			answer.of = await work(activity);
		});
		if (!("of" in answer)) throw new Error("a turn without an end");
		return { ok: true, answer: answer.of };
	};
};

/** For how long keys of those who speak to us are kept, in hours; one that is not known yet is looked for after an hour. */
const keyHours = 1;

/** Read before anything is verified: botbuilder would take tokens of its emulator too, whose issuers it adds up for ever. */
const issuerOf = (authorization: string): unknown => {
	const [, payload = ""] = (/^Bearer (\S+)$/.exec(authorization)?.[1] ?? "").split(".");
	try {
		return JSON.parse(Buffer.from(payload, "base64url").toString()).iss;
	} catch {
		return null;
	}
};

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
