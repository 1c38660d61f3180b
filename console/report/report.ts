// GET /report and /report.csv: of a client whose transcripts the person may read now.
import { type Context, Hono } from "hono";
import { streamed } from "../access/body.ts";
import { attachment } from "../access/file-names.ts";
import { addressOf } from "../access/query.ts";
import { signedOutPage } from "../access/sign-in-pages.ts";
import type { ConsoleOptions, Done, SignedIn } from "../options.ts";
import { reportCsv } from "./csv.ts";
import { reportPage } from "./page.ts";
import { daysOf, type ReportFound, type ReportWish, reportWish } from "./wish.ts";

/** Sessions in a file: each is asked apart, and one answer may ask for about a thousand. */
const inFile = 600;

export const reportRoutes = (options: ConsoleOptions): Hono => {
	const app = new Hono();

	const reader = async (c: Context): Promise<{ me: SignedIn; wish: ReportWish } | Response> => {
		const me = await options.signedIn(c.req.raw);
		const next = addressOf(c.req.path === "/report" ? "/report" : "/", c.req.query());
		return me
			? { me, wish: reportWish(c.req.query(), options.now()) }
			: c.html(signedOutPage({ providers: options.providers, next }), 401);
	};

	/** Of a client's report, with its days. */
	const record = async (c: Context, me: SignedIn, kind: Done["kind"], wish: ReportWish, of: ReportFound) => {
		if (!of.client) return;
		const { from, to } = daysOf(wish);
		const done = {
			kind,
			session: null,
			what: "report",
			detail: `${from} to ${to}`,
			clients: [of.client.client],
		};
		await options.record(c.req.raw, me, done);
	};

	app.get("/report", async (c) => {
		const who = await reader(c);
		if (who instanceof Response) return who;
		const found = await (await options.report(who.me.person))(who.wish);
		await record(c, who.me, "opened", who.wish, found);
		return c.html(reportPage(who.me, c.req.query(), who.wish, found, options.now()));
	});
	app.get("/report.csv", async (c) => {
		const who = await reader(c);
		if (who instanceof Response) return who;
		const { me, wish } = who;
		const report = await options.report(me.person);
		const first = await report({ ...wish, before: null });
		await record(c, me, "exported", wish, first);
		const page = async (before: ReportFound["next"]) =>
			before === null ? first : report({ ...wish, before });
		const { from, to } = daysOf(wish);
		return c.body(streamed(reportCsv(page, new URL(c.req.url).origin, inFile)), 200, {
			"Content-Type": "text/csv; charset=utf-8",
			"Content-Disposition": attachment(`caisey-report-${first.client?.name ?? ""}-${from}-${to}.csv`),
		});
	});
	return app;
};
