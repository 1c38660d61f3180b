// The local Slack: web client, Web API, response URLs and uploaded files on one port of this machine.
import { mkdir } from "node:fs/promises";
import { Hono } from "hono";
import { webApi } from "./api/api.ts";
import { type OAuthApp, oauthRoutes, registerApp } from "./api/oauth.ts";
import { privateFile } from "./api/private-file.ts";
import { respond } from "./api/respond.ts";
import { page, paths } from "./bundle.ts";
import { listen } from "./http.ts";
import { clientRoutes, look } from "./people/client.ts";
import type { State } from "./people/wire.ts";
import { isBots, newToken, revokeBots } from "./store/seed.ts";
import { acme, type Channel, type Person, type Team } from "./team.ts";
import { openWorkspace, type Workspace } from "./workspace.ts";

export type LocalSlackOptions = {
	/** 0: any free port. */
	port: number;
	/** Where the Worker listens, without a slash at the end; asked for with every delivery. */
	workerUrl: () => string;
	signingSecret: string;
	/** Where messages stay from start to start. */
	folder: string;
	/** How workspaces install the app themselves, to try that. */
	oauth?: OAuthApp;
	/** The workspaces on this server, `acme` alone by default; the Web API tells them apart by their tokens. */
	teams?: Team[];
	/** How long it waits for an answer, and how long a press may open a dialog, in ms; as long as Slack by default. */
	patience?: number;
	/** How many times as many messages and edits as Slack it takes in a time; as many by default. */
	rate?: number;
};

export type LocalWorkspace = {
	team: string;
	botToken: string;
	people: Person[];
	channels: Channel[];
	/** From now on no token of the app's is taken; the app doesn't hear of it. */
	revoke(): void;
	/** A further token of the app's. */
	renew(): string;
	/** What someone sees now; no one changes it. */
	look(handle: string): State;
	/** Calls `heard` whenever they may see something else; what comes back ends that. */
	watch(handle: string, heard: () => void): () => void;
};
export type LocalSlack = LocalWorkspace & {
	/** For browsers; `?as=dana` chooses the person, `&team=T…` the workspace. */
	url: string;
	/** For SLACK_API_URL. */
	apiUrl: string;
	port: number;
	/** All workspaces; the first one's fields are also here. */
	workspaces: LocalWorkspace[];
	stop(): Promise<void>;
};

/** Rejects with EADDRINUSE if the port is taken. */
export const startLocalSlack = async (options: LocalSlackOptions): Promise<LocalSlack> => {
	const { port: wanted, teams = [acme], folder, rate = 1 } = options;
	await mkdir(folder, { recursive: true });
	// Files' addresses carry the port, so it is taken before the workspaces are opened.
	let answer = (_request: Request): Response | Promise<Response> => new Response("starting", { status: 503 });
	const { port, stop } = await listen(wanted, (request) => answer(request));
	const url = `http://127.0.0.1:${port}`;
	const workspaces = await Promise.all(teams.map((team) => openWorkspace(team, { ...options, url })));
	if (options.oauth) for (const { store, team } of workspaces) registerApp(store, team, options.oauth);
	const app = routes(workspaces, port, rate, options.oauth !== undefined);
	answer = app.fetch;
	const shown = workspaces.map((workspace) => {
		const { team, botToken, store } = workspace;
		const idOf = (handle: string) => team.people.find((person) => person.handle === handle)?.id ?? "";
		return {
			team: team.id,
			botToken,
			people: team.people,
			channels: team.channels,
			revoke: () => revokeBots(store, team),
			renew: () => newToken(store, team, team.app.user),
			look: (handle: string) => look(workspace, idOf(handle)),
			watch: (handle: string, heard: () => void) => workspace.live.watch(idOf(handle), heard),
		};
	});
	const [first] = shown;
	if (!first) throw new Error("a local Slack without a workspace");
	return {
		...first,
		url: `http://localhost:${port}`,
		apiUrl: `${url}/api/`,
		port,
		workspaces: shown,
		stop: async () => {
			await Promise.all(workspaces.map((workspace) => workspace.stop()));
			await stop();
		},
	};
};

const routes = (workspaces: Workspace[], port: number, rate: number, oauth: boolean): Hono => {
	const app = new Hono();
	const apis = new Map(workspaces.map((workspace) => [workspace, webApi(workspace, rate)]));
	const ofToken = (header: string | undefined) =>
		workspaces.find(({ store, team }) => isBots(store, team, header?.replace(/^Bearer /, "") ?? ""));
	app.use(async ({ req, text }, next) => (fromHere(req.raw, port) ? next() : text("Not from here.", 403)));
	if (oauth) app.route("/", oauthRoutes(workspaces));
	app.all("/api/:method", async ({ req, json }) => {
		const workspace = ofToken(req.header("authorization"));
		const api = workspace && apis.get(workspace);
		return api ? api(req.param("method"), req.raw) : json({ ok: false, error: "invalid_auth" });
	});
	app.get("/files-pri/*", async ({ req, text }) => {
		const workspace = ofToken(req.header("authorization"));
		return workspace ? privateFile(workspace, req.raw) : text("not_authed", 401);
	});
	app.post("/respond/:team/:key", async ({ req }) => {
		const workspace = workspaces.find(({ team }) => team.id === req.param("team"));
		if (!workspace) return new Response("no_team", { status: 404 });
		const { status, body } = await respond(workspace, req.param("key"), await req.text());
		return new Response(body, { status });
	});
	app.route("/client", clientRoutes(workspaces));
	for (const path of paths) {
		app.get(path, async () => {
			const { type, body } = await page(path);
			return new Response(body, { headers: { ...pageHeaders, "content-type": type } });
		});
	}
	return app;
};

const pageHeaders = {
	"cache-control": "no-store",
	"content-security-policy":
		"default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: https:; frame-ancestors 'none'; base-uri 'none'",
	"x-content-type-options": "nosniff",
	"referrer-policy": "no-referrer",
};

// Anyone who can press Approve here can run a command on this machine. So no other web page may, by its own name or ours.
const fromHere = (request: Request, port: number): boolean => {
	const names = [`localhost:${port}`, `127.0.0.1:${port}`];
	const origin = request.headers.get("origin");
	return (
		names.includes(request.headers.get("host") ?? "") &&
		(origin === null || names.some((name) => origin === `http://${name}`))
	);
};
