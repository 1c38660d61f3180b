// Who reads which session: judged on every request, before anything else.
import type { Context, MiddlewareHandler } from "hono";
import { SessionId } from "../../protocol/ids.ts";
import type { TranscriptSource } from "../../protocol/read/transcript-source.ts";
import type { ConsoleOptions, SignedIn } from "../options.ts";
import { noRolePage, notFoundPage, signedOutPage } from "./plain-pages.ts";

/** What the routes below /s/:session know: the source, and who reads, asks and decides. */
export type Reading = { Variables: { source: TranscriptSource; me: SignedIn } };

export const reading =
	(options: ConsoleOptions): MiddlewareHandler<Reading> =>
	async (c, next) => {
		const me = await options.signedIn(c.req.raw);
		if (!me) return refuse(c, 401, signedOutPage());
		const session = SessionId.safeParse(c.req.param("session"));
		const found = session.success
			? await options.source(session.data, me.person)
			: { ok: false as const, status: 404 as const };
		if (!found.ok)
			return refuse(
				c,
				found.status,
				found.status === 403 ? noRolePage(me.name) : notFoundPage("This session doesn't exist."),
			);
		c.set("source", found.source);
		c.set("me", me);
		return next();
	};

/** A page for people; for the page's own script, the status alone. */
const refuse = (c: Context, status: 401 | 403 | 404, page: ReturnType<typeof signedOutPage>) =>
	/\/(?:events|records|verify)$/.test(c.req.path) && c.req.header("Sec-Fetch-Dest") !== "document"
		? c.json({ error: { 401: "not signed in", 403: "no role", 404: "not found" }[status] }, status)
		: c.html(page, status);
