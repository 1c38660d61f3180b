// Proposing a command from a session's page: the form, its checks, the preview, and the proposal. Judged each time.
import type { Context } from "hono";
import { z } from "zod";
import { EndpointId, SessionId } from "../../protocol/ids.ts";
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
};

const sessionOf = (c: Context<Reading>): string => SessionId.parse(c.req.param("session"));
const newOnce = (): string => crypto.randomUUID();

const show = async (options: ConsoleOptions, c: Context<Reading>, shown: Shown) => {
	const { me, source } = c.var;
	const session = sessionOf(c);
	const { written, errors = {}, why = null, once = newOnce(), status = 200, found = [] } = shown;
	const offered = [...(written?.endpoints ?? []), ...found];
	const answer = await options.proposing.form(session, me, offered);
	if (!answer.ok) return c.html(notProposedPage(me, refusalNote(answer.refusal), session), 409);
	const { form } = answer;
	const { request } = await source.header();
	return c.html(
		formPage({
			...{ me, session, request, form, errors, why, once },
			written: written ?? unwritten(form.fields),
			untouched: written === null,
		}),
		status,
	);
};

/** GET /s/:session/propose. Changes nothing. */
export const askForProposal = (options: ConsoleOptions) => (c: Context<Reading>) =>
	show(options, c, { written: null });

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
	const { card, workspace } = found;
	const { providers } = options;
	return c.html(
		previewPage({ me, session, client, people, card, workspace, written, once, fresh, providers }),
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
