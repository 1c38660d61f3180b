// Stands in for “Sign in with Slack”: oidc-provider, a certified OpenID provider, with Slack's claims and the local Slack's people.
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { html } from "hono/html";
import { Provider } from "oidc-provider";
import type { SignInApp, SignInService } from "./app.ts";

/** Someone who may sign in. `enterprise`: the organization of the workspace. */
export type Account = { team: string; user: string; name: string; enterprise?: string };
/** Its port is asked for by whoever starts it: it is a part of the issuer. */
export const startSlackSignIn = async (
	port: number,
	app: SignInApp,
	people: Account[],
): Promise<SignInService> => {
	const issuer = `http://localhost:${port}`;
	const provider = providerOf(issuer, app, people);
	const asked = provider.callback();
	const server = createServer((request, response) => {
		const interacting = request.url?.startsWith("/choose/")
			? choose(provider, people, request, response)
			: asked(request, response);
		interacting.catch(() => response.writeHead(400).end("This sign-in is over."));
	});
	await new Promise<void>((ready, failed) => {
		server.once("error", failed);
		server.listen(port, "127.0.0.1", ready);
	});
	return {
		issuer,
		stop: () =>
			new Promise((done) => {
				server.close(() => done());
				server.closeAllConnections();
			}),
	};
};

const claims = {
	team: "https://slack.com/team_id",
	user: "https://slack.com/user_id",
	enterprise: "https://slack.com/enterprise_id",
} as const;

const keyOf = ({ team, user }: Account) => `${team}-${user}`;

const providerOf = (issuer: string, app: SignInApp, people: Account[]): Provider => {
	const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
	const provider = new Provider(issuer, {
		clients: [
			{
				client_id: app.id,
				client_secret: app.secret,
				redirect_uris: [app.redirectUrl],
				token_endpoint_auth_method: "client_secret_post",
			},
		],
		jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), use: "sig", alg: "RS256" }] },
		cookies: { keys: [randomBytes(16).toString("hex")] },
		// Slack's ID tokens hold what others answer at the userinfo endpoint.
		conformIdTokenClaims: false,
		claims: { openid: ["sub", ...Object.values(claims)], profile: ["name"] },
		findAccount: (_ctx, id) => {
			const account = people.find((one) => keyOf(one) === id);
			return (
				account && {
					accountId: id,
					claims: () => ({
						sub: account.user,
						name: account.name,
						[claims.team]: account.team,
						[claims.user]: account.user,
						...(account.enterprise && { [claims.enterprise]: account.enterprise }),
					}),
				}
			);
		},
		// In seconds; oidc-provider remarks on each that isn't set.
		ttl: {
			AccessToken: 600,
			AuthorizationCode: 60,
			Grant: 600,
			IdToken: 600,
			Interaction: 600,
			Session: 600,
		},
		features: { devInteractions: { enabled: false } },
		interactions: { url: (_ctx, { uid }) => `/choose/${uid}` },
		// The app was allowed when it was installed.
		loadExistingGrant: async ({ oidc }) => {
			const { client, account } = oidc;
			if (!client || !account) return undefined;
			const grant = new provider.Grant({ clientId: client.clientId, accountId: account.accountId });
			grant.addOIDCScope("openid profile");
			await grant.save();
			return grant;
		},
	});
	return provider;
};

/** The page with everyone to choose from, and the choice: `?as=T0LOCAL1-U0ADA`. */
const choose = async (
	provider: Provider,
	people: Account[],
	request: IncomingMessage,
	response: ServerResponse,
): Promise<void> => {
	const as = new URL(request.url ?? "/", "http://localhost").searchParams.get("as");
	if (as !== null)
		return provider.interactionFinished(
			request,
			response,
			as === "" ? { error: "access_denied" } : { login: { accountId: as, remember: false } },
		);
	const page = html`<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>Sign in with Slack (local)</title>
		<h1>Sign in with Slack (local)</h1>
		<ul>${people.map((one) => html`<li><a href="?as=${keyOf(one)}">${one.name}</a> <small>${one.team}</small></li>`)}<li><a href="?as=">Decline</a></li></ul></html>`;
	response.writeHead(200, { "Content-Type": "text/html; charset=utf-8" }).end(String(await page));
};
