// A report for a client and some days: on the page, and on paper by the browser, which makes a PDF of it too.
import { html } from "hono/html";
import { shortId } from "../../protocol/ids.ts";
import { count } from "../../words/amounts.ts";
import { utcMinute } from "../../words/times.ts";
import { addressOf, type Query } from "../access/query.ts";
import { exact, talk } from "../html/drawn.ts";
import { type Html, oneLine, shown } from "../html/escape.ts";
import type { Who } from "../html/frame.ts";
import { layout } from "../html/layout.ts";
import { select } from "../sessions/filters.ts";
import { type Row, rowsOf, tally } from "./rows.ts";
import { daysOf, type ReportFound, type ReportWish } from "./wish.ts";

export const reportPage = (who: Who, query: Query, wish: ReportWish, found: ReportFound, now: number): Html =>
	layout({
		title: `Report${found.client ? ` · ${oneLine(found.client.name)}` : ""} · Caisey`,
		who,
		at: "/report",
		wide: true,
		body: html`<section class="report"><h1>Report${found.client ? html` for ${talk(found.client.name)}` : ""}</h1>
			${filters(query, wish, found)}
			${found.client ? matter(query, wish, found, now) : html`<p class="empty">${found.clients.length === 0 ? "You have no sessions yet." : "Choose a client."}</p>`}</section>`,
	});

const filters = (query: Query, wish: ReportWish, { clients, client }: ReportFound): Html => {
	const { from, to } = daysOf(wish);
	const csv = addressOf("/report.csv", query, { client: client?.client ?? null, from, to, before: null });
	return html`<form class="filters" action="/report">
	${clients.length > 1 ? select("Client", "client", client?.client ?? null, namesOf(clients)) : ""}
	<label>From <input type="date" name="from" value="${from}"></label>
	<label>To <input type="date" name="to" value="${to}"></label>
	<span class="do"><button>Show</button> ${client ? html`<a class="button" href="${csv}" download>CSV</a> <button type="button" data-part="print" hidden>Print or PDF</button>` : ""} <span class="hint">Days are UTC.</span></span>
</form>`;
};

const namesOf = (clients: ReportFound["clients"]): [string, string][] =>
	clients.map(({ client, name }) => [client, name]);

const matter = (query: Query, wish: ReportWish, { sessions, next }: ReportFound, now: number): Html => {
	const rows = sessions.flatMap(rowsOf);
	const { from, to } = daysOf(wish);
	const days = from === to ? from : `${from} to ${to}`;
	const requests = `${count(sessions.length)} ${sessions.length === 1 ? "request" : "requests"}`;
	const older = next && addressOf("/report", query, { before: `${next.openedAt}.${next.session}` });
	return html`<p class="period"><b>${days}</b> · ${requests}${wish.before || next ? " on this page" : ""}${tally(rows).map(([sort, of]) => ` · ${count(of)} × ${sort}`)}</p>
		${rows.length === 0 ? html`<p class="empty">Nobody asked for anything in these days.</p>` : table(rows)}
		${older === null ? "" : html`<p class="paging">Earlier requests of these days are on the next page, and in the CSV. <a rel="next" href="${older}">Earlier</a></p>`}
		<p class="hint made">Made on ${utcMinute(now)} from the transcripts, as they were then. Times are UTC. The link of each result leads to its transcript, which can be exported and checked.</p>`;
};

const table = (rows: Row[]): Html => html`<table class="rows">
	<thead><tr><th scope="col">Asked</th><th scope="col">Change</th><th scope="col">Proposed and decided</th><th scope="col">Endpoint and start</th><th scope="col">Result</th></tr></thead>
	<tbody>${rows.map((row, i) => line(row, rows[i - 1]?.session === row.session))}</tbody>
</table>`;

/** A session's further plans don't repeat what was asked. */
const line = (row: Row, again: boolean): Html => {
	const { session, plan, result } = row;
	return html`<tr>
	<td class="asked">${again ? html`<span class="hint">the same request</span>` : asked(row)}</td>
	<td class="change">${plan ? change(plan) : html`<span class="hint">No plan</span>`}</td>
	<td class="decided">${plan ? decided(plan) : ""}</td>
	<td class="ran">${plan ? plan.ran.map(({ endpoint, at }) => html`<span class="each"><bdi>${oneLine(endpoint)}</bdi>${at === null ? "" : html` <small>${utcMinute(at)}</small>`}</span>`) : ""}</td>
	<td class="result"><span class="state ${result.tone}">${shown(result.text)}</span> <a href="/s/${session}${plan ? `#${plan.id}` : ""}">${shortId(session)}${plan ? html`<span class="sr">, plan ${plan.digest}</span>` : ""}</a></td>
</tr>`;
};

const asked = ({ request, requester, openedAt, ticket }: Row): Html =>
	html`<span class="request">${talk(request)}</span><span class="each">${talk(requester)}${ticket === null ? "" : html` · ticket ${talk(ticket)}`} <small>${utcMinute(openedAt)}</small></span>`;

const change = ({ changes, commands }: NonNullable<Row["plan"]>): Html =>
	html`${changes.trim() === "" ? "" : html`<span class="each">${talk(changes)}</span>`}${commands.map((one) => html`<code>${exact(one)}</code>`)}`;

const decided = ({ proposer, proposedAt, votes }: NonNullable<Row["plan"]>): Html =>
	html`<span class="each">${talk(proposer)} proposed <small>${utcMinute(proposedAt)}</small></span>${votes.map(
		({ name, verdict, at, reason }) =>
			html`<span class="each">${talk(name)} <b class="${verdict === "approve" ? "good" : "bad"}">${verdict === "approve" ? "approved" : "denied"}</b> <small>${utcMinute(at)}</small>${reason ? html` “${talk(reason)}”` : ""}</span>`,
	)}`;
