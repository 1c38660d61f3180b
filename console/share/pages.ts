// Sharing on pages: choosing what a copy has, looking at it, the links there are; and the door of a copy, for whoever has its link.
import { html, raw } from "hono/html";
import { shortId } from "../../protocol/ids.ts";
import {
	type ShareChoice,
	type ShareEnd,
	type ShareRow,
	shortestPasscode,
} from "../../protocol/read/share.ts";
import type { StoredEvent, TranscriptHeader, TranscriptRun } from "../../protocol/read/transcript-source.ts";
import { count, exactBytes } from "../../words/amounts.ts";
import { shareEnds } from "../../words/share.ts";
import { exact, talk } from "../html/drawn.ts";
import type { Html } from "../html/escape.ts";
import type { Who } from "../html/frame.ts";
import { layout } from "../html/layout.ts";
import { moment } from "../html/moment.ts";
import { sentence } from "../sentences.ts";
import type { Names } from "../transcript/names.ts";
import { lasting } from "./choice.ts";

export type Choosing = {
	who: Who;
	header: TranscriptHeader;
	names: Names;
	events: StoredEvent[];
	runs: TranscriptRun[];
	/** What is chosen already, and the copy whose place it is to take. */
	choice: ShareChoice;
	again: string | null;
	links: ShareRow[];
	now: number;
	/** The link that was just published. */
	link: string | null;
};

const framed = (header: TranscriptHeader, who: Who, body: Html, wide = false): Html =>
	layout({
		title: `Share · Session ${shortId(header.session)} · Caisey`,
		who,
		wide,
		body: html`<nav class="path${wide ? " above" : ""}" aria-label="Where this is"><a href="/s/${header.session}">Session ${shortId(header.session)}</a></nav>${body}`,
	});

export const sharePage = (it: Choosing): Html =>
	framed(
		it.header,
		it.who,
		html`<h1>${it.again === null ? "Share a copy" : "Refresh a copy"}</h1>
			${it.link === null ? "" : published(it.link)}
			<p>A copy is a page that doesn't change when the session goes on. Whoever has its link and passcode can read it until it ends, without signing in. Choose what stays out of it, then look at it before anyone else can.</p>
			${form(it)}
			${links(it)}`,
	);

const published = (link: string): Html =>
	html`<div class="aside" role="status"><p><b>The copy can be opened now.</b> Copy its link: it isn't shown again. Tell the passcode on another way.</p><p><code class="link">${link}</code></p></div>`;

const form = ({
	header,
	names,
	events,
	runs,
	choice,
	again,
}: Choosing): Html => html`<form class="erase share" method="post" action="/s/${header.session}/share">
	${again === null ? "" : html`<input type="hidden" name="again" value="${again}">`}
	<label>Copy <select name="run"><option value="">The session</option>${runs
		.filter(({ state }) => state === "ended")
		.map(
			({ run }) =>
				html`<option value="${run}"${run === choice.run ? html` selected` : ""}>${names.run(run)}</option>`,
		)}</select></label>
	${group(
		"Leave these outputs out",
		runs
			.filter(({ stdout, stderr }) => stdout + stderr > 0)
			.map((run) =>
				tick(
					"output",
					run.run,
					choice.outputs.includes(run.run),
					html`<b>${talk(names.run(run.run))}</b> <span class="hint">${exactBytes(run.stdout + run.stderr)}</span><q>${exact(short(run.command))}</q>`,
				),
			),
	)}
	${group(
		"Leave these entries out",
		events.filter(isSaid).map((event) => {
			const { does, quote } = sentence(event, names);
			return tick(
				"event",
				String(event.seq),
				choice.events.includes(event.seq),
				html`<b>${talk(event.actor?.name ?? "")}</b> ${talk(does)} <span class="hint">${moment(event.at)}</span>${quote === undefined ? "" : html`<q>${talk(short(quote))}</q>`}`,
			);
		}),
		events.some(({ kind }) => kind === "prompt.asked") ? withIt : "",
	)}
	<label class="why">Black out these words, one a line <textarea name="words" rows="3" spellcheck="false">${choice.words.join("\n")}</textarea></label>
	<p><button class="primary">Look at the copy</button></p>
</form>`;

const isSaid = ({ kind, body }: StoredEvent): boolean =>
	body !== null &&
	[
		"message.said",
		"message.edited",
		"message.attached",
		"question.asked",
		"prompt.asked",
		"prompt.answered",
	].includes(kind);

const group = (title: string, lines: Html[], hint: Html | string = ""): Html | string =>
	lines.length === 0 ? "" : html`<fieldset><legend>${title}</legend>${hint}<ul>${lines}</ul></fieldset>`;

const withIt = html`<p class="hint">A question goes with what came of it. A question or an answer goes with the output of its step.</p>`;

const tick = (name: string, value: string, on: boolean, text: Html): Html =>
	html`<li><label><input type="checkbox" name="${name}" value="${value}"${on ? html` checked` : ""}> ${text}</label></li>`;

const short = (text: string): string => {
	const characters = [...text];
	return characters.length > 200 ? `${characters.slice(0, 199).join("")}…` : text;
};

/** Beside those that are open, the newest. */
const mostLinks = 50;

const links = ({ header, links: all, names, now }: Choosing): Html | string =>
	all.length === 0
		? ""
		: html`<h2>Copies of this session</h2>${all.length > mostLinks ? html`<p class="hint">Of ${count(all.length)}, these are the newest ${mostLinks}, and any that is open. The audit log has all.</p>` : ""}<ul class="links">${all
				.filter(({ ended }, n) => n < mostLinks || ended === null)
				.map(
					(
						one,
					) => html`<li><p><b>${one.choice.run === null ? "The session" : talk(names.run(one.choice.run))}</b> <span class="state ${one.ended === null ? "live" : "quiet"}">${one.ended === null ? "open" : shareEnds[one.ended]}</span>
				<span class="hint">by ${talk(one.by)}, ${moment(one.madeAt, "long")} · ${one.ended === null ? html`until ${moment(one.expires, "long")}` : "its page is deleted"} · opened ${count(one.opened)} ${one.opened === 1 ? "time" : "times"}${one.lastOpened === null ? "" : html`, last ${moment(one.lastOpened, "long")}`}${left(one.choice)}</span></p>
				${one.ended === null && one.expires > now ? html`<div class="answers"><a class="button" href="/s/${header.session}/share?again=${one.id}">Refresh…</a><form method="post" action="/s/${header.session}/share/${one.id}/revoke"><button class="danger">Revoke</button></form></div>` : ""}</li>`,
				)}</ul>`;

const left = ({ events, outputs, words }: ShareChoice): string =>
	[
		[events.length, "entry", "entries"],
		[outputs.length, "output", "outputs"],
		[words.length, "word", "words"],
	]
		.filter(([n]) => n !== 0)
		.map(([n, one, more]) => ` · ${n} ${n === 1 ? one : more} left out`)
		.join("");

/** The copy as others will see it, and the button that publishes it. */
export const lookPage = (
	header: TranscriptHeader,
	who: Who,
	copy: { html: string; missed: string[] },
	draft: string | null,
	again: string | null,
): Html =>
	framed(
		header,
		who,
		html`<h1>Look at the copy</h1>
			${copy.missed.length > 0 ? missed(copy.missed) : html`<p>No one but you can see it yet. This is all of it.</p>${draft === null ? "" : publishing(header.session, draft, again)}`}
			<p class="hint">To change it, go back.</p>
			<div class="copy">${raw(copy.html)}</div>`,
		true,
	);

const missed = (words: string[]): Html =>
	html`<div class="aside"><p><b>This can't be shared yet.</b> These words are still in it, in pieces: ${words.map((word, i) => html`${i > 0 ? ", " : ""}“${talk(word)}”`)}. Go back and leave out the entry or the output that has them.</p></div>`;

const publishing = (session: string, draft: string, again: string | null): Html =>
	html`<form class="share" method="post" action="/s/${session}/share/${draft}/publish">
	${
		again === null
			? html`<label>Passcode, ${shortestPasscode} characters at least <input name="passcode" minlength="${shortestPasscode}" maxlength="200" autocomplete="off" required></label>
	<label>It ends after <select name="days">${lasting.map((days) => html`<option value="${days}"${days === 7 ? html` selected` : ""}>${days === 1 ? "a day" : `${days} days`}</option>`)}</select></label>
	<button class="primary">Publish it</button>`
			: html`<button class="primary">Put it in the place of the copy</button> <span class="hint">Its link, its passcode and its end stay.</span>`
	}
</form>`;

/** The door: it tells nothing of what is behind it. */
export const doorPage = (wrong: number | null): Html =>
	layout({
		title: "A shared copy · Caisey",
		who: null,
		body: html`<section class="notice"><h1>A shared copy</h1>
			<p>Someone shared a page of a Caisey session with you. Enter the passcode that they gave you. They see that it was opened.</p>
			${wrong === null ? "" : html`<p class="state bad" role="alert">This isn't the passcode. ${wrong === 0 ? "The link is closed now, after too many tries." : `${count(wrong)} ${wrong === 1 ? "try is" : "tries are"} left.`}</p>`}
			<form class="share" method="post"><label>Passcode <input name="passcode" type="password" autocomplete="off" maxlength="200" required autofocus></label> <button class="primary">Open</button></form></section>`,
	});

export const endedPage = (because: ShareEnd | null): Html =>
	layout({
		title: "A shared copy · Caisey",
		who: null,
		body: html`<section class="notice"><h1>This copy can't be opened</h1><p>${because === null ? "The link is unknown. It may be cut off." : `It has ended: ${shareEnds[because]}.`} Ask whoever gave you the link.</p></section>`,
	});

export const copyPage = (copy: string): Html =>
	layout({ title: "A shared copy · Caisey", who: null, wide: true, body: html`${raw(copy)}` });
