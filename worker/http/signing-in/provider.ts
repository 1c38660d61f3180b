// OpenID Connect with Slack and Microsoft, by the code flow with PKCE, state and nonce; the ID token's signature, issuer,
// audience and times are checked by `openid-client`.
import {
	allowInsecureRequests,
	authorizationCodeGrant,
	buildAuthorizationUrl,
	ClientSecretPost,
	type Configuration,
	type CustomFetch,
	calculatePKCECodeChallenge,
	customFetch,
	discovery,
	enableNonRepudiationChecks,
} from "openid-client";
import { Provider } from "../../../protocol/read/sign-ins.ts";
import { type Env, settings } from "../../env.ts";
import { secretOf } from "../browser-state.ts";

/** Where a provider is, and as whom this deployment asks it. */
export type Registered = { issuer: string; id: string; secret: string; insecure: boolean };

/** Microsoft's one for every organization; whose tenants are let in is judged by the set-up. */
const issuers = {
	slack: "https://slack.com",
	microsoft: "https://login.microsoftonline.com/organizations/v2.0",
} as const satisfies Record<Provider, string>;

/** Null: this deployment has no settings for it, and its button isn't offered. */
export const registered = (env: Env, provider: Provider): Registered | null => {
	const given = settings(env);
	const [id, secret, issuer] =
		provider === "slack"
			? [given.SIGN_IN_SLACK_ID, given.SIGN_IN_SLACK_SECRET, given.SIGN_IN_SLACK_ISSUER]
			: [given.SIGN_IN_MICROSOFT_ID, given.SIGN_IN_MICROSOFT_SECRET, given.SIGN_IN_MICROSOFT_ISSUER];
	if (id === undefined || secret === undefined) return null;
	return { issuer: issuer ?? issuers[provider], id, secret, insecure: issuer?.startsWith("http:") ?? false };
};

/** Whose accounts this deployment takes. */
export const offered = (env: Env): Provider[] =>
	Provider.options.filter((provider) => registered(env, provider) !== null);

/** How long what a provider says of itself is believed, in ms. */
const fresh = 3_600_000;
/** Only what has come: a request that ends takes its own fetch with it, which others may not wait for. */
const known = new Map<string, { at: number; configuration: Configuration }>();

const configurationOf = async (to: Registered, fetching?: CustomFetch): Promise<Configuration> => {
	const key = `${to.issuer} ${to.id}`;
	const before = known.get(key);
	if (!fetching && before && Date.now() - before.at < fresh) return before.configuration;
	const configuration = await discovery(new URL(to.issuer), to.id, undefined, ClientSecretPost(to.secret), {
		execute: [enableNonRepudiationChecks, ...(to.insecure ? [allowInsecureRequests] : [])],
		timeout: 10,
		...(fetching && { [customFetch]: fetching }),
	});
	known.set(key, { at: Date.now(), configuration });
	return configuration;
};

/** The address at which the provider asks the person. `state` from `newState`; `back`: where the browser comes back to. */
export const askUrl = async (
	env: Env,
	to: Registered,
	state: string,
	back: string,
	fetching?: CustomFetch,
): Promise<string> => {
	const challenge = await calculatePKCECodeChallenge(await secretOf(env, state, "verifier"));
	return buildAuthorizationUrl(await configurationOf(to, fetching), {
		redirect_uri: back,
		scope: "openid profile",
		state,
		nonce: await secretOf(env, state, "nonce"),
		code_challenge: challenge,
		code_challenge_method: "S256",
	}).href;
};

/** The ID token's claims, of a browser that came back to `back` with the query of `came`; throws if anything is wrong. */
export const claimsOf = async (
	env: Env,
	to: Registered,
	state: string,
	came: URL,
	fetching?: CustomFetch,
): Promise<unknown> => {
	const tokens = await authorizationCodeGrant(await configurationOf(to, fetching), came, {
		expectedState: state,
		expectedNonce: await secretOf(env, state, "nonce"),
		pkceCodeVerifier: await secretOf(env, state, "verifier"),
		idTokenExpected: true,
	});
	return tokens.claims();
};
