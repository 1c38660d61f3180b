// Machines: the list of all that someone serves, and each one's page, tokens and environment. Judged each time.
import { type Context, Hono } from "hono";
import { z } from "zod";
import { ClientId, RunId, SessionId } from "../../protocol/ids.ts";
import { EndpointName } from "../../protocol/setup.ts";
import { refusalText } from "../../words/refusals.ts";
import { attachment } from "../access/file-names.ts";
import { type Mine, mine } from "../access/mine.ts";
import { noMachinesPage, notChangedPage, notFoundPage } from "../access/plain-pages.ts";
import { addressOf, type Query, reader, Whole } from "../access/query.ts";
import { staleSignInPage } from "../access/sign-in-pages.ts";
import type { ConsoleOptions } from "../options.ts";
import { sessionsWish } from "../sessions/wish.ts";
import { pathOf } from "./chips.ts";
import { comparePage, type Side } from "./compare-page.ts";
import { confirmMachine } from "./confirming.ts";
import { machinesCsv } from "./csv.ts";
import { environmentPage } from "./environment-page.ts";
import { machinesPage } from "./list-page.ts";
import { machinePage } from "./machine-page.ts";
import { tokenPage } from "./token-page.ts";
import { chosen, machinesWish } from "./wish.ts";

const Cursor = z
	.string()
	.transform((text) => text.split("~"))
	.pipe(z.tuple([Whole, RunId]))
	.transform(([at, run]) => ({ at, run }));
const Chosen = z
	.string()
	.transform((text) => text.split("~"))
	.pipe(z.tuple([SessionId, RunId]))
	.transform(([session, run]) => ({ session, run }));
const Where = z.object({ client: ClientId, machine: EndpointName });

/** Mounted at /machines, and at /machines.csv. */
export const machinesRoutes = (options: ConsoleOptions): Hono<Mine> => {
	const app = new Hono<Mine>();
	app.use("/machines/*", mine(options, "/machines"));
	app.use("/machines.csv", mine(options, "/machines"));

	app.get("/machines", async (c) => {
		const all = await options.machines.list(c.var.me.person);
		if (all.length === 0) return c.html(noMachinesPage(c.var.me), 403);
		const query = c.req.query();
		return c.html(machinesPage({ who: c.var.me, query, wish: machinesWish(query), all, now: options.now() }));
	});
	app.get("/machines.csv", async (c) => {
		const all = await options.machines.list(c.var.me.person);
		if (all.length === 0) return c.html(noMachinesPage(c.var.me), 403);
		const query = c.req.query();
		const { shown } = chosen(all, machinesWish(query), options.now());
		const clients = shown.map(({ client }) => client);
		const done = { kind: "exported", session: null, what: "machines", detail: addressOf("", query) } as const;
		await options.record(c.req.raw, c.var.me, { ...done, clients });
		const day = new Date(options.now()).toISOString().slice(0, 10);
		return c.body(machinesCsv(shown), 200, {
			"Content-Type": "text/csv; charset=utf-8",
			"Content-Disposition": attachment(`caisey-machines-${day}.csv`),
		});
	});

	/** The machine of the address, as far as this person may see it; else the page that says why not. */
	const found = async (c: Context<Mine>) => {
		const where = Where.safeParse(c.req.param());
		if (!where.success) return c.html(notFoundPage("This machine doesn't exist."), 404);
		const answer = await options.machines.one(c.var.me.person, where.data.client, where.data.machine);
		if (answer.ok) return answer.found;
		return answer.status === 403
			? c.html(noMachinesPage(c.var.me), 403)
			: c.html(notFoundPage("This machine doesn't exist."), 404);
	};

	app.get("/machines/:client/:machine", async (c) => {
		const one = await found(c);
		if (one instanceof Response) return one;
		const { client, machine } = one;
		const { person } = c.var.me;
		const wish = { ...sessionsWish({}), client, endpoint: machine.name };
		const [{ sessions }, { runs }] = await Promise.all([
			options.sessions(person, wish),
			options.machines.runs(one, null),
		]);
		return c.html(
			machinePage({ who: c.var.me, found: one, sessions: sessions.slice(0, 5), runs, now: options.now() }),
		);
	});
	app.post("/machines/:client/:machine/token", async (c) => {
		const one = await found(c);
		if (one instanceof Response) return one;
		const { client, machine } = one;
		const again = machine.state !== "pending";
		if (again && one.may.reenroll && !(await options.isFresh(c.req.raw)))
			return c.html(
				staleSignInPage(c.var.me, { providers: options.providers, next: pathOf(client, machine.name) }),
				403,
			);
		const made = await options.machines.makeToken(c.var.me, client, machine.name);
		if (!made.ok) return c.html(notChangedPage(c.var.me, refusalText(made.refusal)), 403);
		const { token, expires, url } = made;
		return c.html(tokenPage({ who: c.var.me, client, name: machine.name, token, expires, url, again }));
	});
	app.post("/machines/:client/:machine/token/end", async (c) => {
		const one = await found(c);
		if (one instanceof Response) return one;
		const { client, machine } = one;
		const ended = await options.machines.endToken(c.var.me, client, machine.name);
		if (!ended.ok) return c.html(notChangedPage(c.var.me, refusalText(ended.refusal)), 403);
		return c.redirect(pathOf(client, machine.name), 303);
	});

	app.post("/machines/:client/:machine/confirm", async (c) => {
		const one = await found(c);
		return one instanceof Response ? one : confirmMachine(options, c, one);
	});

	app.get("/machines/:client/:machine/environment", async (c) => {
		const one = await found(c);
		if (one instanceof Response) return one;
		const query: Query = c.req.query();
		const runs = await options.machines.runs(one, reader(query)(Cursor, "before"));
		const { client, name, machine } = one;
		const shown = { client, name, ...runs };
		return c.html(
			environmentPage({ who: c.var.me, machine: machine.name, query, found: shown, now: options.now() }),
		);
	});
	app.get("/machines/:client/:machine/environment/compare", async (c) => {
		const one = await found(c);
		if (one instanceof Response) return one;
		const { client, machine } = one;
		const read = reader(c.req.query());
		const side = async (name: "before" | "after"): Promise<Side | null> => {
			const wanted = read(Chosen, name);
			const source = wanted && (await options.source(wanted.session, c.var.me.person));
			if (!wanted || !source?.ok) return null;
			const run = (await source.source.runs()).find((each) => each.run === wanted.run);
			if (!run?.context || !machine.ids.includes(run.endpoint.id)) return null;
			const kept = { kind: "opened", session: wanted.session, what: "environment of a run" } as const;
			await options.record(c.req.raw, c.var.me, { ...kept, detail: run.run, once: true });
			return { session: wanted.session, run, context: run.context };
		};
		const [before, after] = [await side("before"), await side("after")];
		if (!before || !after)
			return c.html(
				notFoundPage(
					"One of these two runs isn't one on this machine, or it told nothing of its environment.",
				),
				404,
			);
		return c.html(comparePage({ who: c.var.me, client, machine: machine.name, before, after }));
	});
	return app;
};
