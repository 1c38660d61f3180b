// Installing the app by OAuth in a local workspace: emulate's own page and exchange, one workspace beside the other.
import { Hono } from "hono";
import { collections } from "../store/rows.ts";
import type { Row, Store } from "../store/store.ts";
import type { Team } from "../team.ts";
import { ApiAnswer, type Workspace } from "../workspace.ts";

/** The app's id and secret at Slack, and where Slack may send its browsers back to. */
export type OAuthApp = { clientId: string; clientSecret: string; redirectUrl: string };

type AppRow = Row & { client_id: string };

/** Without an app there is nothing to install: emulate would hand a token to anyone. */
export const registerApp = (store: Store, team: Team, app: OAuthApp): void => {
	const rows = store.collection<AppRow & Record<string, unknown>>(collections.oauthApps);
	const row = {
		client_id: app.clientId,
		client_secret: app.clientSecret,
		name: team.app.name,
		redirect_uris: [app.redirectUrl],
		scopes: [],
		user_scopes: [],
		app_id: team.app.id,
		bot_id: team.app.bot,
		bot_user_id: team.app.user,
		bot_name: team.app.name.toLowerCase(),
	};
	const known = rows.findOneBy("client_id", app.clientId);
	if (known) rows.update(known.id, row);
	else rows.insert(row);
};

/** `?team=T…` chooses the workspace, the first one if it is left out. */
export const oauthRoutes = (workspaces: Workspace[]): Hono => {
	const app = new Hono();
	app.get("/oauth/v2/authorize", ({ req }) => {
		const team = req.query("team");
		const chosen = workspaces.find((one) => one.team.id === team) ?? workspaces[0];
		return chosen ? chosen.fetch(req.raw) : new Response("no team", { status: 404 });
	});
	// The form names the person who agrees, and so their workspace.
	app.post("/oauth/v2/authorize/callback", async ({ req }) => {
		const body = await req.text();
		const user = new URLSearchParams(body).get("user_id");
		const chosen = workspaces.find(({ team }) => team.people.some(({ id }) => id === user));
		return chosen ? chosen.fetch(again(req.raw, body)) : new Response("no such user", { status: 404 });
	});
	app.post("/api/oauth.v2.access", async ({ req }) => {
		const body = await req.text();
		let answer: ApiAnswer = { ok: false, error: "invalid_code" };
		// Only the workspace that gave the code knows it.
		for (const workspace of workspaces) {
			answer = ApiAnswer.parse(await (await workspace.fetch(again(req.raw, body))).json());
			if (answer.ok) break;
		}
		return Response.json(answer);
	});
	return app;
};

const again = ({ url, method, headers }: Request, body: string): Request =>
	new Request(url, { method, headers, body });
