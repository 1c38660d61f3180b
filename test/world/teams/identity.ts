// Microsoft's identity services for a test: keys, tokens for the connector to speak to us with, tokens for the bot.
import { generateKeyPairSync, type KeyObject, randomUUID, sign } from "node:crypto";

type Key = { kid: string; private: KeyObject; jwk: object };

export type Claims = {
	iss?: string;
	aud?: string;
	serviceurl?: string;
	/** Seconds from now. */
	expiresIn?: number;
	/** Signed with an unpublished key. */
	forged?: boolean;
	/** The key's id that it names, instead of the one that it was signed with. */
	kid?: string;
};

export type Identity = ReturnType<typeof newIdentity>;

export const newIdentity = (app: { id: string; password: string; tenant: string }) => {
	let key = newKey();
	/** Tokens given to the bot, the newest last; how long each is valid, in seconds. */
	const granted: string[] = [];
	const refused = new Set<string>();
	let [lifetime, asked, keysAsked, down] = [3_600, 0, 0, false];
	return {
		granted,
		/** How often the bot asked for a token. */
		asked: () => asked,
		/** How often someone asked for the keys. */
		keysAsked: () => keysAsked,
		/** Whether the keys are unavailable. */
		keysDown: (is: boolean) => {
			down = is;
		},
		grantFor: (seconds: number) => {
			lifetime = seconds;
		},
		/** The connector takes none of those that it gave so far. */
		revoke: () => {
			for (const token of granted) refused.add(token);
		},
		isGood: (authorization: string | undefined) => {
			const token = authorization?.replace(/^Bearer /, "") ?? "";
			return granted.includes(token) && !refused.has(token);
		},
		/** From now on another key signs, and the old one is no longer published. */
		rotate: () => {
			key = newKey();
		},
		/** What the connector proves itself by. */
		token: (serviceUrl: string, claims: Claims = {}) => {
			const now = Math.floor(Date.now() / 1000);
			const signing = claims.forged ? newKey(claims.kid ?? key.kid) : key;
			return jwt(signing, {
				iss: claims.iss ?? "https://api.botframework.com",
				aud: claims.aud ?? app.id,
				serviceurl: claims.serviceurl ?? serviceUrl,
				nbf: now - 3_600,
				exp: now + (claims.expiresIn ?? 3_600),
			});
		},
		/** Answers to calls of the services themselves; null: not theirs. */
		answer: (method: string, url: URL, body: string): { status: number; body: unknown } | null => {
			if (url.pathname === "/v1/.well-known/openidconfiguration")
				return {
					status: 200,
					body: { issuer: "https://api.botframework.com", jwks_uri: `${url.origin}/v1/.well-known/keys` },
				};
			if (url.pathname === "/v1/.well-known/keys" && ++keysAsked && down)
				return { status: 500, body: { error: "down" } };
			if (url.pathname === "/v1/.well-known/keys")
				return { status: 200, body: { keys: [{ ...key.jwk, kid: key.kid, endorsements: ["msteams"] }] } };
			if (method !== "POST" || url.pathname !== `/${app.tenant}/oauth2/v2.0/token`) return null;
			asked++;
			const form = new URLSearchParams(body);
			const wanted = {
				grant_type: "client_credentials",
				client_id: app.id,
				client_secret: app.password,
				scope: "https://api.botframework.com/.default",
			};
			const wrong = Object.entries(wanted).find(([name, value]) => form.get(name) !== value)?.[0];
			if (wrong === "client_secret")
				return { status: 401, body: { error: "invalid_client", error_codes: [7000215] } };
			if (wrong !== undefined) return { status: 400, body: { error: "invalid_client" } };
			granted.push(`token-${randomUUID()}`);
			return {
				status: 200,
				body: { token_type: "Bearer", expires_in: lifetime, access_token: granted.at(-1) },
			};
		},
	};
};

const newKey = (kid: string = randomUUID()): Key => {
	const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
	return {
		kid,
		private: privateKey,
		jwk: { ...publicKey.export({ format: "jwk" }), use: "sig", alg: "RS256" },
	};
};

const jwt = (key: Key, payload: object): string => {
	const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
	const text = `${part({ alg: "RS256", typ: "JWT", kid: key.kid })}.${part(payload)}`;
	return `${text}.${sign("RSA-SHA256", Buffer.from(text), key.private).toString("base64url")}`;
};
