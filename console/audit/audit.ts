// The audit log: the page, and the same entries as CSV.
import { type Context, Hono } from "hono";
import { streamed } from "../access/body.ts";
import { attachment } from "../access/file-names.ts";
import { noLogPage } from "../access/plain-pages.ts";
import { addressOf, type Query } from "../access/query.ts";
import { signedOutPage } from "../access/sign-in-pages.ts";
import type { ConsoleOptions, SignedIn } from "../options.ts";
import { askedIn } from "./asked.ts";
import { auditCsv } from "./csv.ts";
import { auditPage } from "./page.ts";

const shown = 100;
const inFile = 500;

type Reader = { me: SignedIn; logs: { id: string; name: string }[]; query: Query };

/** GET /audit and /audit.csv, for people who may read a log at all. */
export const auditRoutes = (options: ConsoleOptions): Hono => {
	const app = new Hono();

	const reader = async (c: Context): Promise<Reader | Response> => {
		const me = await options.signedIn(c.req.raw);
		const query = c.req.query();
		const next = addressOf("/audit", query);
		if (!me) return c.html(signedOutPage({ providers: options.providers, next }), 401);
		const logs = await options.auditLogs(me.person);
		return logs.length > 0 ? { me, logs, query } : c.html(noLogPage(me), 403);
	};

	app.get("/audit", async (c) => {
		const who = await reader(c);
		if (who instanceof Response) return who;
		const { me, logs, query } = who;
		const found = await options.audited(logs, { ...askedIn(query), limit: shown });
		return c.html(auditPage(me, logs, query, found));
	});
	app.get("/audit.csv", async (c) => {
		const who = await reader(c);
		if (who instanceof Response) return who;
		const { me, logs, query } = who;
		const detail = addressOf("", query, { behind: null });
		await options.record(c.req.raw, me, { kind: "exported", session: null, what: "audit log", detail });
		const page = (behind: ReturnType<typeof askedIn>["behind"]) =>
			options.audited(logs, { ...askedIn(query), behind, limit: inFile });
		const day = new Date(options.now()).toISOString().slice(0, 10);
		return c.body(streamed(auditCsv(page)), 200, {
			"Content-Type": "text/csv; charset=utf-8",
			"Content-Disposition": attachment(`caisey-audit-${day}.csv`),
		});
	});
	return app;
};
