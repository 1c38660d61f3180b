// Search: lines of what was said and printed, session by session, each of them open where it is.
import { html } from "hono/html";
import { shortId } from "../../protocol/ids.ts";
import { count } from "../../words/amounts.ts";
import { addressOf, type Query } from "../access/query.ts";
import { talk } from "../html/drawn.ts";
import { type Html, shown } from "../html/escape.ts";
import type { Who } from "../html/frame.ts";
import { layout } from "../html/layout.ts";
import { moment } from "../html/moment.ts";
import { clientSelect, select } from "../sessions/filters.ts";
import type { SearchResult, SearchWish, ShownLine, ShownSession } from "./wish.ts";

/** In characters. */
export const shortest = 3;
const longest = 200;

export const searchPage = (who: Who, query: Query, wish: SearchWish, result: SearchResult): Html =>
	layout({
		title: wish.text === "" ? "Search · Caisey" : `${wish.text.slice(0, 60)} · Search · Caisey`,
		who,
		at: "/search",
		body: html`<h1>Search${wish.session === null ? "" : html` <span class="hint">in session <a href="/s/${wish.session}">${shortId(wish.session)}</a></span>`}</h1>
			${form(query, wish, result)}
			<section class="found" aria-label="What was found">${answer(query, wish, result)}</section>`,
	});

export const isSearchable = (text: string): boolean => [...text].length >= shortest && text.length <= longest;

const form = (
	query: Query,
	wish: SearchWish,
	{ clients }: SearchResult,
): Html => html`<form class="finder" action="/search" role="search" aria-label="Search">
	<div class="ask"><input type="search" name="q" value="${wish.text}" maxlength="${longest}" aria-label="Search for" placeholder="A path, an error code, a name…" autocomplete="off" autofocus spellcheck="false"> <button class="primary">Search</button></div>
	${
		wish.session !== null
			? html`<input type="hidden" name="session" value="${wish.session}"><p class="hint"><a href="${addressOf("/search", query, { session: null, after: null })}">Search all sessions instead</a></p>`
			: html`<div class="filters">
		${clientSelect(clients, wish.client)}
		${select(
			"Output of",
			"endpoint",
			wish.endpoint,
			endpoints(clients, wish).map((name) => [name, name]),
		)}
		<label>Opened from <input type="date" name="from" value="${wish.from === null ? "" : (query.from ?? "")}"></label>
		<label>Opened to <input type="date" name="to" value="${wish.to === null ? "" : (query.to ?? "")}"></label>
	</div>`
	}
</form>`;

/** Of the chosen client, or of all. */
const endpoints = (clients: SearchResult["clients"], wish: SearchWish): string[] => {
	const some = clients.filter(({ client }) => wish.client === null || client === wish.client);
	return [
		...new Set([...some.flatMap((one) => one.endpoints), ...(wish.endpoint ? [wish.endpoint] : [])]),
	].sort();
};

const answer = (query: Query, wish: SearchWish, result: SearchResult): Html => {
	if (wish.text === "")
		return html`<p class="hint">Finds any text that people wrote, that someone proposed to run, or that a run printed: part of a path, an error code, a GUID, in any script. Case doesn't matter.</p>`;
	if ([...wish.text].length < shortest) return html`<p>Enter at least ${shortest} characters.</p>`;
	if (wish.text.length > longest)
		return html`<p>Enter at most ${longest} characters: a part of it is enough.</p>`;
	const { sessions, until, next } = result;
	return html`${waiting(result.waiting, wish.session !== null)}
		${sessions.length > 0 ? sessions.map((one) => group(one, query, wish)) : nothing(until, wish, query)}
		${further(until, next, query)}`;
};

const nothing = (until: number | null, wish: SearchWish, query: Query): Html => {
	const narrowed = wish.client ?? wish.endpoint ?? wish.from ?? wish.to;
	return html`<p>${until === null ? "Nothing" : "Nothing so far"} says “${talk(wish.text)}”${wish.before || wish.after ? " beyond this" : ""}.${
		narrowed === null
			? ""
			: html` <a href="${addressOf("/search", query, { client: null, endpoint: null, from: null, to: null, before: null })}">Search without filters</a>`
	}</p>`;
};

/** Said where it matters: what is missing below may be there a moment later. */
const waiting = (
	{ runs, running, sessions, missing, cut, inPart, unread, older, live, paused }: SearchResult["waiting"],
	inOne: boolean,
): Html | string => {
	const parts = [
		...(runs > 0 ? [`Output of ${counted(runs, "run")} is still being indexed.`] : []),
		...(sessions > 0 ? [`New words in ${counted(sessions, "session")} are still being indexed.`] : []),
		...(missing > 0
			? [
					`${counted(missing, "session")} ${missing === 1 ? "is" : "are"} still missing from the search. If that stays so, an owner can run “npm run admin -- reindex”.`,
				]
			: []),
		...(cut > 0
			? [
					`The search has no room for all of ${count(cut)} ${cut === 1 ? "run or session" : "runs or sessions"}: ${cut === 1 ? "its page has" : "their pages have"} the rest.`,
				]
			: []),
		...(running > 0
			? [
					paused
						? `${goingOn(running)}.`
						: `${goingOn(running)}: ${inOne ? searchedSoFar(running, live) : foundLater(running)}`,
				]
			: []),
		...(paused
			? ["You search very often, so this left out what isn’t indexed yet. Search again in a minute."]
			: []),
		...(inPart > 0
			? [
					`Of ${counted(inPart, "run")} that ${inPart === 1 ? "isn’t" : "aren’t"} indexed yet, this searched the newest output alone.`,
				]
			: []),
		...(unread > 0 ? [`Output of ${counted(unread, "run")} can’t be searched before it is indexed.`] : []),
		...(older ? ["Of output that isn’t indexed yet, only the newest lines are shown."] : []),
	];
	return parts.length === 0 ? "" : html`<p class="incomplete" role="status">${parts.join(" ")}</p>`;
};

const goingOn = (running: number): string =>
	`${counted(running, "run")} ${running === 1 ? "is" : "are"} still going on`;
const searchedSoFar = (running: number, live: boolean): string =>
	`what ${running === 1 ? "it" : "they"} printed so far is searched${live ? ", too" : " on the last page"}.`;
const foundLater = (running: number): string =>
	`${running === 1 ? "its" : "their"} output can be found here once ${running === 1 ? "it has" : "they have"} ended, and before that by the search within ${running === 1 ? "its session" : "their sessions"}.`;

const counted = (n: number, what: string): string => `${count(n)} ${n === 1 ? what : `${what}s`}`;

const further = (until: number | null, next: SearchResult["next"], query: Query): Html | string => {
	if (!next) return "";
	const address = addressOf("/search", query, { before: `${next.openedAt}.${next.session}` });
	return until === null
		? html`<p class="onward"><a class="button" href="${address}" rel="next">Older sessions</a></p>`
		: html`<p class="onward">There is a lot to look through: so far this covers sessions opened since ${moment(until, "long")}. <a class="button" href="${address}" rel="next">Search older sessions</a></p>`;
};

const group = (session: ShownSession, query: Query, wish: SearchWish): Html => html`<article class="hits">
	<h2><a href="/s/${session.session}">${talk(session.request)}</a> <span class="facts">${talk(session.client)} · ${shortId(session.session)} · ${moment(session.openedAt, "long")}</span></h2>
	<ol>${session.lines.map((one) => line(one, session.session))}</ol>
	${session.next === null ? "" : html`<p class="onward"><a href="${moreOf(session, query, wish)}">${wish.session === null ? "All in this session" : "More in this session"}</a></p>`}
</article>`;

const moreOf = ({ session, next }: ShownSession, query: Query, wish: SearchWish): string =>
	addressOf(
		"/search",
		{ q: query.q ?? "", endpoint: query.endpoint ?? "" },
		{ session, after: wish.session === null ? null : next },
	);

const line = (found: ShownLine, session: string): Html => {
	const { place, text, from, to, before, after } = found;
	const parts = [text.slice(0, from), text.slice(from, to), text.slice(to)] as const;
	return html`<li><a href="/s/${session}#${anchor(place)}">
		<span class="place">${placeText(place)}</span>
		<code dir="auto">${before ? "…" : ""}${shown(parts[0])}<mark>${shown(parts[1])}</mark>${shown(parts[2])}${after ? "…" : ""}</code>
	</a></li>`;
};

/** Where the session's page opens. */
const anchor = (place: ShownLine["place"]): string =>
	"seq" in place ? `e${place.seq}` : `${place.run}.${place.stream}.${place.byte}`;

const placeText = (place: ShownLine["place"]): Html =>
	"seq" in place
		? html`entry ${place.seq}`
		: html`${talk(place.endpoint)}${place.stream === "stderr" ? " · stderr" : ""}`;
