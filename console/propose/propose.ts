// Proposing a command from a session's page: the form, its checks, the preview, and the proposal. Judged each time.
import type { Context } from "hono";
import { z } from "zod";
import { EndpointId, PlanId, SessionId } from "../../protocol/ids.ts";
import type { Snippet } from "../../protocol/read/snippet.ts";
import { refusalNote } from "../../words/refusals.ts";
import { crossSitePage, notProposedPage } from "../access/plain-pages.ts";
import type { Reading } from "../access/reading.ts";
import { fromHere } from "../access/safety.ts";
import type { ConsoleOptions } from "../options.ts";
import { options as drawnOptions } from "./fields.ts";
import { withFile } from "./file.ts";
import { findingsList, findingsOf } from "./findings.ts";
import { formPage } from "./form-page.ts";
import { previewPage, proposedPage } from "./preview-page.ts";
import { fromSnippet, hasBlanks } from "./snippet.ts";
import { snippetPage } from "./snippet-page.ts";
import type { Errors, Written, Wrong } from "./view.ts";
import { readSent, readWritten, unwritten } from "./written.ts";

type Shown = {
	written: Written | null;
	errors?: Errors;
	why?: string | null;
	once?: string;
	status?: 200 | 409 | 400;
	/** Found by name, to be offered as well. */
	found?: string[];
	/** The earlier plan, or the saved command, that the form starts from. */
	from?: { again: string } | { snippet: Snippet; values: Record<string, string> };
};

const sessionOf = (c: Context<Reading>): string => SessionId.parse(c.req.param("session"));
const newOnce = (): string => crypto.randomUUID();

const show = async (options: ConsoleOptions, c: Context<Reading>, shown: Shown) => {
	const { me, source } = c.var;
	const session = sessionOf(c);
	const { written, errors = {}, why = null, once = newOnce(), status = 200, found = [], from } = shown;
	const offered = [...(written?.endpoints ?? []), ...found];
	const again = from && "again" in from ? from.again : null;
	const answer = await options.proposing.form(session, me, offered, again);
	if (!answer.ok) return c.html(notProposedPage(me, refusalNote(answer.refusal), session), 409);
	const { form } = answer;
	const { request } = await source.header();
	const start = written ?? { ...unwritten(form.fields), file: form.file };
	const filled = from && "snippet" in from ? fromSnippet(from.snippet, from.values, start) : null;
	if (filled && from && "snippet" in from && !filled.ok)
		return c.html(snippetPage({ me, session, ...from, errors: filled.errors }), 409);
	return c.html(
		formPage({
			...{ me, session, request, form, why, once },
			errors: { ...errors, ...(form.lost !== null && { command: form.lost }) },
			written: filled?.ok ? filled.written : start,
			untouched: written === null && from === undefined,
			snippets: await options.proposing.snippets(session, me),
		}),
		status,
	);
};

/** GET /s/:session/propose, with `again` (an earlier plan) or `snippet`. Changes nothing. */
export const askForProposal = (options: ConsoleOptions) => async (c: Context<Reading>) => {
	const [again, id] = [PlanId.safeParse(c.req.query("again")), c.req.query("snippet") ?? ""];
	if (again.success) return show(options, c, { written: null, from: { again: again.data } });
	if (id === "") return show(options, c, { written: null });
	const snippet = await snippetOf(options, c, id);
	if (!snippet) return gone(c);
	return hasBlanks(snippet)
		? c.html(snippetPage({ me: c.var.me, session: sessionOf(c), snippet, values: {}, errors: {} }))
		: show(options, c, { written: null, from: { snippet, values: {} } });
};

/** As it is by now: someone may have changed or removed it. */
const snippetOf = async (options: ConsoleOptions, c: Context<Reading>, id: string) =>
	(await options.proposing.snippets(sessionOf(c), c.var.me)).find((one) => one.id === id);

const gone = (c: Context<Reading>) =>
	c.html(notProposedPage(c.var.me, refusalNote({ code: "not-found", what: "snippet" }), sessionOf(c)), 409);

/** POST to the same: changes the form, shows the card, or proposes. What was typed comes back where nothing came of it. */
export const takeProposal = (options: ConsoleOptions) => async (c: Context<Reading>) => {
	if (!fromHere(c)) return c.html(crossSitePage(), 403);
	const { me } = c.var;
	const session = sessionOf(c);
	const sent = readSent(await c.req.parseBody({ all: true }), newOnce);
	const { once, written } = sent;
	const again = (more: Partial<Shown> = {}) => show(options, c, { written, once, ...more });
	const refused = ({ errors, why }: Wrong) => again({ errors, why, status: 409 });
	switch (sent.does) {
		case "edit":
			return again();
		case "forget":
			return again({ written: { ...written, file: null } });
		case "find": {
			const found = await options.proposing.find(session, me, sent.find);
			return again({ found: found.map(({ value }) => value) });
		}
		case "fill": {
			const { id, values } = sent.snippet;
			const snippet = await snippetOf(options, c, id);
			return snippet ? show(options, c, { written: null, from: { snippet, values } }) : gone(c);
		}
		case "file":
		case "preview":
		case "propose":
	}
	if (sent.upload) {
		const read = withFile(written, sent.upload.name, new Uint8Array(await sent.upload.arrayBuffer()));
		return read.ok ? again({ written: read.written }) : again({ errors: { command: read.why }, status: 400 });
	}
	if (sent.does === "file") return again({ errors: { command: "Choose a file first." }, status: 400 });
	const fresh = await options.isFresh(c.req.raw);
	if (sent.does === "propose" && fresh) {
		const done = await options.proposing.propose({ session, by: me, written }, once);
		return done.ok ? c.html(proposedPage(me, session, done.plan)) : refused(done);
	}
	const found = await options.proposing.preview({ session, by: me, written });
	if (!found.ok) return refused(found);
	const { client, people } = await c.var.source.header();
	const { cards } = found;
	const { providers } = options;
	return c.html(
		previewPage({ me, session, client, people, cards, written, once, fresh, providers }),
		sent.does === "propose" ? 403 : 200,
	);
};

/** POST /s/:session/propose/check: for the page's script, while someone writes. Empty: a newer text is checked instead. */
export const checkProposal = (options: ConsoleOptions) => async (c: Context<Reading>) => {
	if (!fromHere(c)) return c.text("ask from Caisey's own page", 403);
	const body = await c.req.parseBody({ all: true });
	const written = readWritten(body);
	const checked = await options.proposing.check({ session: sessionOf(c), by: c.var.me, written });
	const findings = findingsOf(checked);
	return findings === null ? c.body(null, 204) : c.html(findingsList(findings));
};

const Chosen = z.array(EndpointId).max(10).catch([]);

/** GET /s/:session/propose/machines: those that fit what someone types, for the page's script. */
export const findMachines = (options: ConsoleOptions) => async (c: Context<Reading>) => {
	const query = (c.req.query("q") ?? "").slice(0, 100);
	const chosen = new Set(Chosen.parse(c.req.queries("chosen") ?? []));
	const found = await options.proposing.find(sessionOf(c), c.var.me, query);
	return c.html(drawnOptions(found, chosen));
};
