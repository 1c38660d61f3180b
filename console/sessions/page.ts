// The list of sessions that somebody may see, newest first.
import { html } from "hono/html";
import { shortId } from "../../protocol/ids.ts";
import { sessionStanding } from "../../words/plan.ts";
import { talk } from "../html/drawn.ts";
import { type Html, shown } from "../html/escape.ts";
import { layout } from "../html/layout.ts";
import { moment } from "../html/moment.ts";
import type { SessionRow } from "../options.ts";
import { listedTone } from "../tone.ts";

type SetAside = { client: string; endpoint: string };

export const sessionsPage = (name: string, sessions: SessionRow[], quarantined: SetAside[]): Html =>
	layout({
		title: "Sessions · Caisey",
		name,
		body: html`${quarantined.length ? setAside(quarantined) : ""}<h1>Sessions</h1>
			${sessions.length ? list(sessions) : empty}`,
	});

const setAside = (all: SetAside[]): Html =>
	html`<section class="aside" aria-label="Blocked endpoints">
		<h2>Blocked: nothing runs there</h2>
		<ul>${all.map(({ client, endpoint }) => html`<li><b>${talk(endpoint)}</b> of ${talk(client)}</li>`)}</ul>
		<p>Two machines share one agent key, for example because a disk was copied. Find the copy and stop its agent. Then the owner re-enrolls the right machine: <code>npm run admin -- apply &lt;set-up file&gt; --reissue &lt;client&gt;/&lt;ENDPOINT&gt;</code> prints the command to run there, with <code>--replace</code> at its end.</p>
	</section>`;

const empty = html`<p>You have no sessions yet. To start one, write <code>/caisey</code> and what should change in your company's channel.</p>`;

const list = (sessions: SessionRow[]): Html =>
	html`<ul class="sessions">${[...sessions].sort((a, b) => b.openedAt - a.openedAt).map(line)}</ul>`;

const line = ({ session, client, request, state, outcome, went, openedAt }: SessionRow): Html => html`<li>
	<a href="/s/${session}">
		<span class="asked">${talk(request)}</span>
		<span class="facts">${talk(client)} · ${shortId(session)} · ${moment(openedAt, "long")}</span>
		<span class="state ${listedTone(state, outcome)}">${shown(sessionStanding(state, went))}</span>
	</a>
</li>`;
