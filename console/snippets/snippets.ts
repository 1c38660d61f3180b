// The saved commands: listed, made, from a plan that ran too, changed and removed by the MSP's technicians. Judged each time.
import { type Context, Hono } from "hono";
import { z } from "zod";
import { PlanId, SessionId, SnippetId } from "../../protocol/ids.ts";
import { snippetsAtMost } from "../../protocol/read/snippet.ts";
import { blankProblemText } from "../../words/snippets.ts";
import { type Mine, mine } from "../access/mine.ts";
import { noSnippetsPage, notChangedPage, notFoundPage } from "../access/plain-pages.ts";
import type { ConsoleOptions } from "../options.ts";
import { emptySnippet, readSnippet, snippetOf, type Written, writtenAs, writtenIn } from "./form.ts";
import { snippetPage, snippetsPage } from "./page.ts";
import type { SnippetDone, SnippetsFound } from "./view.ts";

/** A plan of a session, as an address names it. */
const From = z
	.string()
	.transform((text) => text.split("~"))
	.pipe(z.tuple([SessionId, PlanId]));
const Version = z.coerce.number().int().min(0).catch(0);

/** Mounted at /snippets. */
export const snippetsRoutes = (options: ConsoleOptions): Hono<Mine> => {
	const app = new Hono<Mine>();
	app.use("/snippets/*", mine(options, "/snippets"));
	const list = (c: Context<Mine>) => options.snippets.list(c.var.me.person);
	const refused = (c: Context<Mine>) => c.html(noSnippetsPage(c.var.me), 403);

	app.get("/snippets", async (c) => {
		const found = await list(c);
		return found ? c.html(snippetsPage(c.var.me, found)) : refused(c);
	});
	app.get("/snippets/new", async (c) => {
		const found = await list(c);
		if (!found) return refused(c);
		const from = From.safeParse(c.req.query("from"));
		const written = from.success ? await ofPlan(options, c.var.me.person, from.data, found.clients) : null;
		const { clients } = found;
		return c.html(
			snippetPage({ who: c.var.me, clients, kept: null, written: written ?? emptySnippet, problem: null }),
		);
	});
	app.get("/snippets/:snippet", async (c) => {
		const found = await list(c);
		if (!found) return refused(c);
		const kept = found.snippets.find(({ id }) => id === c.req.param("snippet"));
		if (!kept) return c.html(gone(), 404);
		const { id, version, by: _, at: __, ...text } = kept;
		const form = { kept: { id, version, title: kept.title }, written: writtenAs(text), problem: null };
		return c.html(snippetPage({ who: c.var.me, clients: found.clients, ...form }));
	});
	/** The form again, with what is wrong above it. */
	const keep = async (c: Context<Mine>, id: string | null) => {
		const known = await list(c);
		if (!known) return refused(c);
		if (id !== null && known.snippets.every((one) => one.id !== id)) return c.html(gone(), 404);
		const body = await c.req.parseBody();
		const written = writtenIn(body);
		const version = Version.parse(body.version);
		const again = (problem: string, status: 400 | 409) => {
			const kept = id === null ? null : { id, version, title: written.title };
			return c.html(snippetPage({ who: c.var.me, clients: known.clients, kept, written, problem }), status);
		};
		const read = readSnippet(written);
		if (!read.ok) return again(read.problem, 400);
		const done = await options.snippets.change(c.var.me, { id, version, text: read.text });
		if (done.ok) return c.redirect("/snippets", 303);
		return done.why === "not-staff" ? refused(c) : again(whyNot(done), 409);
	};
	app.post("/snippets", (c) => keep(c, null));
	app.post("/snippets/:snippet", async (c) => {
		const id = SnippetId.safeParse(c.req.param("snippet"));
		return id.success ? keep(c, id.data) : c.html(gone(), 404);
	});
	app.post("/snippets/:snippet/remove", async (c) => {
		const id = SnippetId.safeParse(c.req.param("snippet"));
		if (!id.success) return c.html(gone(), 404);
		const version = Version.parse((await c.req.parseBody()).version);
		const done = await options.snippets.change(c.var.me, { id: id.data, version, text: null });
		if (done.ok) return c.redirect("/snippets", 303);
		if (done.why === "not-staff") return refused(c);
		return done.why === "gone" ? c.html(gone(), 404) : c.html(notChangedPage(c.var.me, whyNot(done)), 409);
	});
	return app;
};

const gone = () => notFoundPage("This snippet doesn't exist, or someone removed it.");

/** As far as this person may read its session now. */
const ofPlan = async (
	options: ConsoleOptions,
	person: string,
	[session, id]: [string, string],
	clients: SnippetsFound["clients"],
): Promise<Written | null> => {
	const found = await options.source(session, person);
	if (!found.ok) return null;
	const { plans, client } = await found.source.header();
	const plan = plans.find(({ plan }) => plan.id === id)?.plan;
	const written = plan ? snippetOf(plan) : null;
	return written && { ...written, client: clients.find(({ name }) => name === client)?.client ?? "" };
};

const whyNot = (done: Extract<SnippetDone, { ok: false }>): string => {
	switch (done.why) {
		case "blank":
			return blankProblemText(done.problem);
		case "secret":
			return `This looks like it contains ${done.what}. Write {{secret:its-name}} in its place.`;
		case "stale":
			return "Someone else changed this snippet meanwhile. Open it again to see their version.";
		case "gone":
			return "Someone removed this snippet meanwhile.";
		case "too-many":
			return `There are ${snippetsAtMost.all} snippets already. Remove one first.`;
		case "no-client":
			return "Choose a client from the list.";
		case "not-staff":
			return "Only the IT provider's technicians keep snippets.";
	}
};
