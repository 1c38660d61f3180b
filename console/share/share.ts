// Sharing a copy: choosing and publishing it, for who may; opening it, for whoever has its link and passcode.
import type { Context } from "hono";
import { whoMay } from "../../domain/authority.ts";
import { SessionId, ShareId } from "../../protocol/ids.ts";
import type { ShareChoice } from "../../protocol/read/share.ts";
import type { TranscriptHeader } from "../../protocol/read/transcript-source.ts";
import { crossSitePage, notSharedPage } from "../access/plain-pages.ts";
import type { Reading } from "../access/reading.ts";
import { fromHere } from "../access/safety.ts";
import { staleSignInPage } from "../access/sign-in-pages.ts";
import type { ConsoleOptions, SignedIn } from "../options.ts";
import { namesIn } from "../transcript/names.ts";
import { allEvents, collected } from "../transcript/timeline.ts";
import { againOf, choiceOf, Terms } from "./choice.ts";
import { freeze } from "./frozen.ts";
import { copyPage, doorPage, endedPage, lookPage, sharePage } from "./pages.ts";

type C = Context<Reading>;

const session = (c: Context): string => c.req.param("session") as string;

/** A copy is kept and read whole. */
const mostCharacters = 8_000_000;

const mayShare = (header: TranscriptHeader, { person }: SignedIn): boolean =>
	whoMay("share", header).some(({ id }) => id === person);

/** Who may share here, on their own page; else the answer. */
const judged = async (c: C): Promise<TranscriptHeader | Response> => {
	if (c.req.method === "POST" && !fromHere(c)) return c.html(crossSitePage(), 403);
	const header = await c.var.source.header();
	return mayShare(header, c.var.me)
		? header
		: c.html(notSharedPage(c.var.me, "Approvers of the client, and its IT provider, share copies"), 403);
};

const nothing: ShareChoice = { run: null, events: [], outputs: [], words: [] };

const choosing = async (options: ConsoleOptions, c: C, header: TranscriptHeader, link: string | null) => {
	const { source, me } = c.var;
	const runs = await source.runs();
	const links = await options.shares.list(session(c));
	const again = links.find(({ id }) => id === c.req.query("again"));
	const events = await collected(allEvents(source));
	const names = namesIn(header, runs, events);
	const choice = again?.choice ?? {
		...nothing,
		run: runs.find(({ run }) => run === c.req.query("run"))?.run ?? null,
	};
	const of = { who: me, header, names, events, runs, links, link, now: options.now() };
	return sharePage({ ...of, choice, again: again?.id ?? null });
};

/** GET /s/:session/share, with `run` or `again`. */
export const chooseToShare = (options: ConsoleOptions) => async (c: C) => {
	const header = await judged(c);
	return header instanceof Response ? header : c.html(await choosing(options, c, header, null));
};

/** POST /s/:session/share: the copy, for its maker alone. */
export const lookAtCopy = (options: ConsoleOptions) => async (c: C) => {
	const header = await judged(c);
	if (header instanceof Response) return header;
	const { source, me } = c.var;
	const sent = await c.req.parseBody({ all: true });
	const choice = choiceOf(sent);
	if (!choice) return c.html(notSharedPage(me, "The form could not be read"), 400);
	const again = againOf(sent);
	const draft = await options.shares.begin(session(c), { by: me, choice, again });
	if (draft === null)
		return c.html(notSharedPage(me, "The copy that it was to take the place of has ended"), 409);
	const copy = await freeze(source, choice, options.now());
	if (copy.html.length > mostCharacters)
		return c.html(notSharedPage(me, "The copy is too long. Leave outputs out, or share one run"), 413);
	if (copy.missed.length > 0) return c.html(lookPage(header, me, copy, null, again));
	if (!(await options.shares.fill(session(c), draft, copy.html)))
		return c.html(notSharedPage(me, "Something in the session was erased meanwhile. Choose again"), 409);
	return c.html(lookPage(header, me, copy, draft, again));
};

/** POST /s/:session/share/:share/publish: what was looked at, to the byte. */
export const publishCopy = (options: ConsoleOptions) => async (c: C) => {
	const header = await judged(c);
	if (header instanceof Response) return header;
	const { me } = c.var;
	const draft = ShareId.safeParse(c.req.param("share"));
	const sent = await c.req.parseBody();
	const terms = Terms.safeParse(sent);
	if (!draft.success || (!terms.success && "passcode" in sent))
		return c.html(notSharedPage(me, "The passcode needs 8 characters or more"), 400);
	if (!(await options.isFresh(c.req.raw)))
		return c.html(staleSignInPage(me, { providers: options.providers, next: `/s/${session(c)}/share` }), 403);
	// Without a log that says who is about to, nothing is published; once it is, the copies tell the log.
	await options.record(c.req.raw, me, {
		kind: "shared",
		session: session(c),
		what: terms.success ? "asked to publish a copy" : "asked to refresh a copy",
		detail: draft.data,
	});
	const done = await options.shares.publish(session(c), draft.data, terms.data ?? null, me);
	if (!done.ok)
		return c.html(notSharedPage(me, "Nobody looked at this copy in the last hour, or it is published"), 409);
	return c.html(await choosing(options, c, header, done.link));
};

/** POST /s/:session/share/:share/revoke */
export const revokeCopy = (options: ConsoleOptions) => async (c: C) => {
	const header = await judged(c);
	if (header instanceof Response) return header;
	const { me } = c.var;
	const share = ShareId.safeParse(c.req.param("share"));
	if (!share.success || !(await options.shares.revoke(session(c), share.data, me)))
		return c.html(notSharedPage(me, "This copy has ended already"), 409);
	return c.redirect(`/s/${session(c)}/share`, 303);
};

/** GET /shared/:session/:token: changes and tells nothing, since scanners of mail and chat open links. */
export const shareDoor = (options: ConsoleOptions) => async (c: Context) => {
	const of = SessionId.safeParse(session(c));
	const found = of.success
		? await options.shares.peek(of.data, c.req.param("token") ?? "")
		: ({ state: "unknown" } as const);
	if (found.state === "asks") return c.html(doorPage(null));
	return c.html(
		endedPage(found.state === "ended" ? found.because : null),
		found.state === "ended" ? 410 : 404,
	);
};

/** POST /shared/:session/:token: opens it by its passcode. Each opening, and each wrong passcode, is in the client's log. */
export const openCopy = (options: ConsoleOptions) => async (c: Context) => {
	if (!fromHere(c)) return c.html(crossSitePage(), 403);
	const of = SessionId.safeParse(session(c));
	const { passcode } = await c.req.parseBody();
	const found = of.success
		? await options.shares.open(of.data, c.req.param("token") ?? "", String(passcode ?? ""))
		: ({ state: "unknown" } as const);
	if (found.state === "open") return c.html(copyPage(found.html));
	if (found.state === "wrong") return c.html(doorPage(found.left), 403);
	return c.html(
		endedPage(found.state === "ended" ? found.because : null),
		found.state === "ended" ? 410 : 404,
	);
};
