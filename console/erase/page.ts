// Erasures on the page: what waits for a second person, and the form that asks for one.
import { html } from "hono/html";
import { type Act, whoMay } from "../../domain/authority.ts";
import { decodedText } from "../../domain/output/readable.ts";
import { shortId } from "../../protocol/ids.ts";
import type {
	StoredEvent,
	StoredRecord,
	TranscriptHeader,
	TranscriptRun,
} from "../../protocol/read/transcript-source.ts";
import { type Erasure, erasableKinds } from "../../protocol/record/erasure.ts";
import type { InsideEvent } from "../../protocol/record/inside.ts";
import { actorName } from "../../words/actors.ts";
import { count, size } from "../../words/amounts.ts";
import { entryWords } from "../../words/inside-entries.ts";
import { clock } from "../../words/times.ts";
import { exact, talk } from "../html/drawn.ts";
import { type Html, oneLine } from "../html/escape.ts";
import { layout } from "../html/layout.ts";
import { moment } from "../html/moment.ts";
import { erasable, sentence } from "../sentences.ts";
import type { Names } from "../transcript/names.ts";

/** Whether the page offers this to a reader; the Worker judges it. `asked`: the erasure that it is about. */
const offers = (act: Act, header: TranscriptHeader, reader: string, asked?: Erasure): boolean =>
	whoMay(act, header, { eraser: asked?.by.person ?? null, eraserAccount: asked?.by.identity ?? null }).some(
		({ id }) => id === reader,
	);

/** Whether the page offers this reader to have something erased. */
export const mayErase = (header: TranscriptHeader, reader: string): boolean =>
	offers("ask to erase", header, reader);

/** What waits, with the buttons of the person who may answer. */
export const waitingErasures = (header: TranscriptHeader, names: Names, reader: string): Html | string =>
	header.erasures.length === 0
		? ""
		: html`<section class="erasures" aria-label="Erasures waiting for an answer">${header.erasures.map((one) => waiting(one, header, names, reader))}</section>`;

const waiting = (asked: Erasure, header: TranscriptHeader, names: Names, reader: string): Html => {
	const { by, at, expires, reason, targets, id } = asked;
	const own = by.person === reader;
	return html`<article class="erasure" id="${id}">
		<h2>${own ? "You asked" : html`${talk(actorName(by))} asks`} to erase for good</h2>
		<ul>${targets.map((target) => html`<li>${talk(erasable(target, names))}${"seq" in target ? html` <a href="#e${target.seq}">see it</a>` : html` <a href="#${target.run}">see it</a>`}</li>`)}</ul>
		<p class="reason">${talk(reason)}</p>
		<p class="hint">Asked ${moment(at, "long")}. Nothing is erased unless someone on the other side, client or IT provider, confirms it by ${moment(expires, "long")}. A mark, the reason and both names stay.</p>
		${offers("withdraw an erasure", header, reader, asked) ? answers(header.session, id, [["withdraw", "Withdraw"]]) : ""}
		${
			offers("answer an erasure", header, reader, asked)
				? answers(header.session, id, [
						["confirm", "Erase for good"],
						["decline", "Decline"],
					])
				: ""
		}
	</article>`;
};

/** A form each, so that no key presses another's button. */
const answers = (session: string, id: string, offered: [string, string][]): Html =>
	html`<div class="answers">${offered.map(
		([answer, label]) =>
			html`<form method="post" action="/s/${session}/erasures/${id}"><button${answer === "confirm" ? html` class="danger"` : ""} name="answer" value="${answer}">${label}</button></form>`,
	)}</div>`;

export type Choosing = {
	header: TranscriptHeader;
	names: Names;
	reader: { person: string; name: string };
	events: StoredEvent[];
	runs: TranscriptRun[];
};

/** Choosing among what was written and what runs put out. */
export const erasePage = ({ header, names, reader, events, runs }: Choosing): Html => {
	const written = events.filter(
		({ kind, body }) => body !== null && (erasableKinds as readonly string[]).includes(kind),
	);
	const ended = runs.filter((run) => run.head && (run.stdout + run.stderr > 0 || run.inside));
	return page(
		header,
		reader,
		html`${group(
			"What people wrote or attached, and what steps asked",
			written.map((event) => writtenLine(event, names)),
		)}
		${group(
			"What runs printed",
			ended.map((run) => runLine(header.session, run, names)),
			reported,
		)}
		${written.length + ended.length === 0 ? html`<p>Nothing here can be erased. Requests, plans, decisions and the reports of runs stay.</p>` : ask}`,
	);
};

/** Choosing among one run's records. `more`: there are later ones; `codePage`: of what isn't UTF-8. */
export const eraseRecordsPage = (
	{ header, names, reader }: Omit<Choosing, "events" | "runs">,
	run: string,
	records: StoredRecord[],
	more: number | null,
	codePage: number | null,
): Html => {
	const output = records.filter(
		({ kind, bytes, event }) => kind !== "event" || !bytes || event?.type === "inside",
	);
	const next =
		more === null
			? ""
			: html`<p><a href="/s/${header.session}/erase?run=${run}&after=${more}">Later records</a> <span class="hint">(ask for these first: the page forgets what you ticked)</span></p>`;
	return page(
		header,
		reader,
		html`${group(
			`Records of ${oneLine(names.run(run))}`,
			output.map((record) => recordLine(run, codePage, record)),
		)}
		${output.length === 0 ? html`<p>Nothing in this part can be erased.</p>` : ask}${next}`,
	);
};

const page = (header: TranscriptHeader, who: Choosing["reader"], choices: Html): Html =>
	layout({
		title: `Erase · Session ${shortId(header.session)} · Caisey`,
		who,
		body: html`<nav class="path" aria-label="Where this is"><a href="/s/${header.session}">Session ${shortId(header.session)}</a></nav>
			<h1>Ask for an erasure</h1>
			<p>You can ask to erase what should never have been recorded. Someone on the other side (an approver of the client, or the owner at the IT provider) has to confirm it. Then it is gone for good. The transcript keeps that it happened, why, and both names, and it still verifies. Messages in Slack and Teams stay: delete them there.</p>
			<form class="erase" method="post" action="/s/${header.session}/erasures">${choices}</form>`,
	});

const group = (title: string, lines: Html[], hint: Html | string = ""): Html | string =>
	lines.length === 0 ? "" : html`<fieldset><legend>${title}</legend><ul>${lines}</ul>${hint}</fieldset>`;

const reported = html`<p class="hint">What the shell reported goes with all output: errors, statements, and programs with their arguments. How many there were stays.</p>`;

const ask = html`<label class="why">Why? <input name="reason" minlength="3" maxlength="500" autocomplete="off" required></label>
	<p class="hint">The transcript keeps the reason, so don't repeat in it what should go.</p>
	<p><button class="primary">Ask to erase it</button></p>`;

const tick = (value: string, text: Html): Html =>
	html`<label><input type="checkbox" name="what" value="${value}"> ${text}</label>`;

const writtenLine = (event: StoredEvent, names: Names): Html => {
	const { does, quote } = sentence(event, names);
	return html`<li>${tick(`event:${event.seq}`, html`<b>${talk(event.actor?.name ?? "")}</b> ${talk(does)} <span class="hint">${moment(event.at)}</span>${quote === undefined ? "" : html`<q>${talk(short(quote))}</q>`}`)}</li>`;
};

const runLine = (session: string, run: TranscriptRun, names: Names): Html =>
	html`<li>${tick(`run:${run.run}`, html`All output of <b>${talk(names.run(run.run))}</b> <span class="hint">${size(run.stdout + run.stderr)}${run.erased ? ", some or all of it erased already" : ""}</span><q>${exact(short(run.command))}</q>`)}
		<a class="hint" href="/s/${session}/erase?run=${run.run}">or only some records of it</a></li>`;

const recordLine = (
	run: string,
	codePage: number | null,
	{ n, kind, at, length, bytes, event }: StoredRecord,
): Html => {
	const about = html`<b>${count(n)}</b> ${kind === "event" ? "reported by the shell" : kind} <span class="hint">${clock(Math.floor(at / 1000))} UTC, ${size(length)}</span>`;
	if (bytes === null) return html`<li>${about} <span class="gone">erased</span></li>`;
	const text = event?.type === "inside" ? reportText(event) : decodedText(bytes.subarray(0, 2_000), codePage);
	return html`<li>${tick(`record:${run}:${n}`, html`${about}<q>${talk(short(text))}</q>`)}</li>`;
};

/** What people look for in a report: its own words, before how they are recorded. */
const reportText = ({ entries }: InsideEvent): string =>
	entries.flatMap((entry) => entryWords(entry)?.text ?? JSON.stringify(entry)).join("; ");

const short = (text: string): string => {
	const characters = [...text];
	return characters.length > 300 ? `${characters.slice(0, 299).join("")}…` : text;
};
