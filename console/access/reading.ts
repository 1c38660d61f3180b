// Who reads which session: judged on every request, before anything else.
import type { Context, MiddlewareHandler } from "hono";
import { SessionId } from "../../protocol/ids.ts";
import type { TranscriptSource } from "../../protocol/read/transcript-source.ts";
import type { ConsoleOptions, SignedIn } from "../options.ts";
import { noRolePage, notFoundPage } from "./plain-pages.ts";
import { signedOutPage } from "./sign-in-pages.ts";

/** What the routes below /s/:session know: the source, and who reads, asks and decides. */
export type Reading = { Variables: { source: TranscriptSource; me: SignedIn } };

/** What a session's open page asks for by itself. */
export const isForScript = (path: string): boolean =>
	/^\/s\/[^/]+(?:\/runs\/[^/]+)?\/(?:events|records|blocks(?:\/\d+)?|verify)$/.test(path);

export const reading =
	(options: ConsoleOptions): MiddlewareHandler<Reading> =>
	async (c, next) => {
		const me = await options.signedIn(c.req.raw);
		if (!me)
			return refuse(
				c,
				401,
				signedOutPage({ providers: options.providers, next: isPage(c) ? c.req.path : "/" }),
			);
		const session = SessionId.safeParse(c.req.param("session"));
		const found = session.success
			? await options.source(session.data, me.person)
			: { ok: false as const, status: 404 as const };
		if (!found.ok)
			return refuse(
				c,
				found.status,
				found.status === 403 ? noRolePage(me) : notFoundPage("This session doesn't exist."),
			);
		c.set("source", found.source);
		c.set("me", me);
		return next();
	};

/** Whether its address shows a page: what was sent to the form of a proposal leads back to that form. */
const isPage = ({ req }: Context): boolean => req.method === "GET" || /^\/s\/[^/]+\/propose$/.test(req.path);

/** A page for people; for the page's own script, the status alone. */
const refuse = (c: Context, status: 401 | 403 | 404, page: ReturnType<typeof signedOutPage>) =>
	isForScript(c.req.path) && c.req.header("Sec-Fetch-Dest") !== "document"
		? c.json({ error: { 401: "not signed in", 403: "no role", 404: "not found" }[status] }, status)
		: c.html(page, status);
