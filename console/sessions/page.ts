// The list of sessions that someone may see, newest first; what is chosen from them is in the address.

import { html } from "hono/html";
import { shortId } from "../../protocol/ids.ts";
import { Tab } from "../../protocol/read/listed.ts";
import { count } from "../../words/amounts.ts";
import { sessionStanding } from "../../words/plan.ts";
import { addressOf, type Query } from "../access/query.ts";
import { talk } from "../html/drawn.ts";
import { type Html, shown } from "../html/escape.ts";
import type { Who } from "../html/frame.ts";
import { layout } from "../html/layout.ts";
import { moment } from "../html/moment.ts";
import { listedTone } from "../tone.ts";
import { filters, isNarrowed } from "./filters.ts";
import type { SessionRow, SessionsFound, SessionsWish } from "./wish.ts";

type SetAside = { client: string; endpoint: string };
export type Shown = {
	who: Who;
	query: Query;
	wish: SessionsWish;
	found: SessionsFound;
	quarantined: SetAside[];
};

export const sessionsPage = ({ who, query, wish, found, quarantined }: Shown): Html =>
	layout({
		title: "Sessions · Caisey",
		who,
		at: "/",
		body: html`${quarantined.length ? setAside(quarantined) : ""}<h1>Sessions</h1>
			${tabs(query, wish, found)}
			${filters(query, wish, found)}
			${found.sessions.length ? sessionList(found.sessions) : nothing(query, wish, found)}
			${found.next ? html`<p class="onward"><a class="button" href="${addressOf("/", query, { before: `${found.next.openedAt}.${found.next.session}` })}" rel="next">Older sessions</a></p>` : ""}`,
	});

const names = {
	all: "All",
	mine: "Mine",
	unclaimed: "Unclaimed",
	approval: "Waiting for approval",
	running: "Running",
} as const satisfies Record<Tab, string>;

const tabs = (query: Query, wish: SessionsWish, { counts }: SessionsFound): Html =>
	html`<nav class="tabs" aria-label="Which sessions"><ul>${Tab.options.map((tab) => {
		const href = addressOf("/", query, { tab: tab === "all" ? null : tab, before: null });
		return html`<li><a href="${href}"${tab === wish.tab ? html` aria-current="page"` : ""}>${names[tab]} <span class="count">${count(counts[tab])}</span></a></li>`;
	})}</ul></nav>`;

const setAside = (all: SetAside[]): Html =>
	html`<section class="aside" aria-label="Blocked endpoints">
		<h2>Blocked: nothing runs there</h2>
		<ul>${all.map(({ client, endpoint }) => html`<li><b>${talk(endpoint)}</b> of ${talk(client)}</li>`)}</ul>
		<p>Two machines share one agent key, for example because a disk was copied. Find the copy and stop its agent. Then the owner re-enrolls the right machine: <code>npm run admin -- apply &lt;set-up file&gt; --reissue &lt;client&gt;/&lt;ENDPOINT&gt;</code> prints the command to run there, with <code>--replace</code> at its end.</p>
	</section>`;

const empty = html`<p>You have no sessions yet. To start one, write <code>/caisey</code> and what should change in your company's channel.</p>`;

const nothing = (query: Query, wish: SessionsWish, { counts }: SessionsFound): Html => {
	if (!isNarrowed(wish) && wish.before === null && counts.all === 0) return empty;
	const others = Object.keys(query).length > 0 ? html` <a href="/">Show all sessions</a>` : "";
	return html`<p>${emptyTab[isNarrowed(wish) ? "all" : wish.tab]}${others}</p>`;
};

const emptyTab = {
	all: "No session is like that.",
	mine: "You asked for none of these sessions, and took none of them.",
	unclaimed: "Someone has taken each open session.",
	approval: "No plan is waiting for approval.",
	running: "Nothing is running.",
} as const satisfies Record<Tab, string>;

export const sessionList = (sessions: SessionRow[]): Html =>
	html`<ul class="sessions" data-list>${sessions.map(line)}</ul>`;

const line = (row: SessionRow): Html => {
	const { session, client, request, requester, takenBy, ticket, state, outcome, went, openedAt, erasing } =
		row;
	return html`<li>
	<a href="/s/${session}">
		<span class="asked">${talk(request)}</span>
		<span class="facts">${talk(client)} · ${talk(requester)}${takenBy === null || takenBy === requester ? "" : html` · taken by ${talk(takenBy)}`}${ticket === null ? "" : html` · ticket ${talk(ticket)}`} · ${shortId(session)} · ${moment(openedAt, "long")}</span>
		<span class="states"><span class="state ${listedTone(state, outcome)}">${shown(sessionStanding(state, went))}</span>${erasing ? html` <span class="state check">an erasure waits</span>` : ""}</span>
	</a>
</li>`;
};
