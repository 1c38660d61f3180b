// The web client's calls to its server: the state, live changes, files, and everything that a person does.
import { Hono } from "hono";
import type { z } from "zod";
import { collections, type FileRow } from "../store/rows.ts";
import type { Workspace } from "../workspace.ts";
import { close, modalsOf, submit } from "./modals.ts";
import { press, shortcut, suggest } from "./press.ts";
import { dismiss, edit, home, remove, say } from "./say.ts";
import { showState } from "./show.ts";
import { type Reply, type Requests, requests, type State } from "./wire.ts";

/** Routes below `/client`; each names its person and workspace: `?as=dana&team=T0LOCAL1`. */
export const clientRoutes = (workspaces: Workspace[]): Hono => {
	const who = (query: (name: string) => string | undefined): { workspace: Workspace; user: string } => {
		const workspace = workspaces.find(({ team }) => team.id === query("team")) ?? workspaces[0];
		if (!workspace) throw new Error("a local Slack without a workspace");
		const people = workspace.team.people;
		const person = people.find(({ handle }) => handle === query("as")) ?? people[0];
		return { workspace, user: person?.id ?? "" };
	};
	const app = new Hono();
	app.get("/state", ({ req, json }) => {
		const { workspace, user } = who((name) => req.query(name));
		return json(look(workspace, user));
	});
	app.get("/live", ({ req }) => {
		const { workspace, user } = who((name) => req.query(name));
		return workspace.live.stream(user);
	});
	app.get("/file/:id", ({ req, text }) => {
		const { workspace, user } = who((name) => req.query(name));
		const file = workspace.store.collection<FileRow>(collections.files).findOneBy("file_id", req.param("id"));
		if (!file || !mayRead(workspace, user, file)) return text("There is no such file.", 404);
		return download(file);
	});
	for (const [name, doing] of Object.entries(doings)) {
		app.post(`/${name}`, async ({ req, json }) => {
			const { workspace, user } = who((key) => req.query(key));
			return json(await doing(workspace, user, await req.json()));
		});
	}
	return app;
};

/** What someone sees now. */
export const look = (workspace: Workspace, user: string): State =>
	showState(workspace.store, workspace.team, user, modalsOf(workspace, user));

const mayRead = ({ channel }: Workspace, user: string, file: FileRow): boolean =>
	[...file.channels, ...file.ims].some((id) => channel(id)?.members.includes(user));

const download = (file: FileRow): Response =>
	new Response(Buffer.from(file.content_base64 ?? "", "base64"), {
		headers: {
			"content-type": "application/octet-stream",
			"content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
			"x-content-type-options": "nosniff",
			"content-security-policy": "sandbox",
		},
	});

type Decoded = (workspace: Workspace, user: string, body: unknown) => Promise<Reply>;

const decoded =
	<T>(
		schema: z.ZodType<T>,
		doing: (workspace: Workspace, user: string, request: T) => Promise<Reply>,
	): Decoded =>
	async (workspace, user, body) => {
		const read = schema.safeParse(body);
		return read.success ? doing(workspace, user, read.data) : { trouble: "This could not be read." };
	};

const doings: Record<keyof Requests, Decoded> = {
	say: decoded(requests.say, say),
	edit: decoded(requests.edit, edit),
	delete: decoded(requests.delete, remove),
	press: decoded(requests.press, press),
	suggest: decoded(requests.suggest, suggest),
	submit: decoded(requests.submit, submit),
	close: decoded(requests.close, close),
	shortcut: decoded(requests.shortcut, shortcut),
	home: decoded(requests.home, home),
	dismiss: decoded(requests.dismiss, dismiss),
};
