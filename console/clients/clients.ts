// A client's people, roles, channels and policy: shown, changed by the rules of an apply, and exported. Judged each time.
import { Hono } from "hono";
import { ClientId } from "../../protocol/ids.ts";
import { refusalText } from "../../words/refusals.ts";
import { attachment } from "../access/file-names.ts";
import { type Mine, mine } from "../access/mine.ts";
import { noMachinesPage, notChangedPage, notFoundPage } from "../access/plain-pages.ts";
import { staleSignInPage } from "../access/sign-in-pages.ts";
import type { ConsoleOptions } from "../options.ts";
import { changedPage, notAppliedPage, previewPage } from "./change-page.ts";
import { clientPage } from "./client-page.ts";
import { readChange } from "./form.ts";
import { clientsPage } from "./list-page.ts";

/** Mounted at /clients, and at /setup.yaml. */
export const clientsRoutes = (options: ConsoleOptions): Hono<Mine> => {
	const app = new Hono<Mine>();
	const { providers } = options;
	for (const path of ["/clients/*", "/setup.yaml"]) app.use(path, mine(options, "/clients"));

	app.get("/clients", async (c) => {
		const clients = await options.setUps.list(c.var.me.person);
		return clients.length > 0
			? c.html(clientsPage(c.var.me, clients))
			: c.html(noMachinesPage(c.var.me), 403);
	});
	app.get("/setup.yaml", async (c) => {
		const file = await options.setUps.file(c.var.me.person);
		if (file === null) return c.html(noMachinesPage(c.var.me), 403);
		await options.record(c.req.raw, c.var.me, { kind: "exported", session: null, what: "set-up file" });
		return c.body(file, 200, {
			"Content-Type": "application/yaml; charset=utf-8",
			"Content-Disposition": attachment("setup.yaml"),
		});
	});

	const found = async (person: string, id: string) => {
		const client = ClientId.safeParse(id);
		return client.success ? options.setUps.one(person, client.data) : null;
	};
	app.get("/clients/:client", async (c) => {
		const client = await found(c.var.me.person, c.req.param("client"));
		if (!client) return c.html(noMachinesPage(c.var.me), 403);
		const fresh = client.may.change && (await options.isFresh(c.req.raw));
		return c.html(clientPage({ who: c.var.me, client, fresh, providers }));
	});
	app.post("/clients/:client/change", async (c) => {
		const { me } = c.var;
		const client = await found(me.person, c.req.param("client"));
		if (!client) return c.html(noMachinesPage(me), 403);
		if (!client.may.change)
			return c.html(notChangedPage(me, refusalText({ code: "owners-only", client: client.name })), 403);
		if (!(await options.isFresh(c.req.raw)))
			return c.html(staleSignInPage(me, { providers, next: `/clients/${client.id}` }), 403);
		const read = readChange(await c.req.parseBody({ all: true }));
		if (!read.ok) return c.html(notAppliedPage(me, client, read.problems), 400);
		const { edit, confirmed } = read.asked;
		const done = await options.setUps.change(me, client.id, edit, confirmed);
		if (done.ok && confirmed) return c.html(changedPage(me, client, edit, done));
		const stale = !done.ok && done.why === "stale";
		const shown = stale ? await options.setUps.change(me, client.id, edit, null) : done;
		if (shown.ok) return c.html(previewPage({ who: me, client, edit, found: shown, again: stale }));
		if (shown.why === "no-client") return c.html(notFoundPage("The set-up no longer has this client."), 404);
		if (shown.why === "not-an-owner")
			return c.html(notChangedPage(me, refusalText({ code: "owners-only", client: client.name })), 403);
		return c.html(notAppliedPage(me, client, shown.errors), 409);
	});
	return app;
};
