// One entry of the timeline: when, who, what in words, what was said, and the plan or run that belongs to it.
import { html } from "hono/html";
import type { Actor } from "../../protocol/people.ts";
import type { TranscriptHeader } from "../../protocol/read/transcript-source.ts";
import type {
	Attachment,
	ExpectedFile,
	MissingAttachment,
	SessionEvent,
} from "../../protocol/record/events.ts";
import { actorName } from "../../words/actors.ts";
import { exactBytes } from "../../words/amounts.ts";
import { surfaces } from "../../words/states.ts";
import { day } from "../../words/times.ts";
import { cardView, servedView } from "../card/card.ts";
import { talk } from "../html/drawn.ts";
import { type Html, shown } from "../html/escape.ts";
import { moment } from "../html/moment.ts";
import { sentence } from "../sentences.ts";
import { type Detail, technicalDetails } from "../technical.ts";
import type { Names } from "./names.ts";
import { planPanel } from "./plan.ts";

/** What an entry is shown with; `newDay`: it is the first of its day. */
export type Entry = {
	event: SessionEvent;
	run: Html | null;
	names: Names;
	header: TranscriptHeader;
	/** The reader's id. */
	reader: string;
	newDay?: boolean;
	/** The group that it is folded into. */
	foldedAs?: string | null;
};

export const entry = ({ event, run, names, header, reader, newDay, foldedAs = null }: Entry): Html => {
	const { does, quote, tone } = sentence(event, names);
	return html`<li class="entry ${kindClass(event)}${newDay ? " newday" : ""}" id="e${event.seq}" data-seq="${event.seq}"${foldedAs === null ? "" : html` data-folded="${foldedAs}"`}${refs(event)}>
		<a class="at" href="#e${event.seq}"><span class="day">${day(event.at)}</span>${moment(event.at)}</a>
		<div class="what">
			<p class="line tone-${tone}">${who(event.actor)} <span class="does">${talk(does)}</span>${foldedAs === null ? "" : html` <span class="hint">entry ${event.seq}</span>`}</p>
			${quote === undefined ? "" : html`<blockquote dir="auto">${shown(quote)}</blockquote>`}
			${more(event, header, reader, names)}${elsewhere.has(event.kind) ? "" : technical(technicalDetails(event, names))}${run ?? ""}
		</div>
	</li>`;
};

/** A run whose events were erased is still on the page. */
export const orphan = (run: Html): Html =>
	html`<li class="entry system"><span class="at"></span><div class="what">${run}</div></li>`;

/** Who did it, and where. */
export const who = (actor: Actor | null): Html => {
	if (!actor) return html`<b class="name">(erased)</b>`;
	const { surface } = actor;
	const where =
		surface === "worker" || surface === "agent" ? "" : html` <span class="via">${surfaces[surface]}</span>`;
	return html`<b class="name">${talk(actorName(actor))}</b>${where}`;
};

const kindClass = ({ kind, actor }: SessionEvent): string => {
	const talk = ["session.opened", "message.said", "message.edited", "question.asked"].includes(kind);
	const person = actor && actor.surface !== "worker" && actor.surface !== "agent";
	return talk ? "said" : person ? "did" : "system";
};

/** Which message an entry is, changes or pressed: the browser links it with the other entry that has to do with it. */
const refs = ({ body, actor }: SessionEvent): Html | string => {
	if (body?.kind === "message.said") return html` data-message="${key(body.ref)}"`;
	if (body?.kind === "card.shown") return html` data-card="${key(body.ref)}"`;
	if (body?.kind === "card.served") return html` data-card="${key(body.ref)}" data-to="${body.to}"`;
	if (body?.kind === "card.unkept") return html` data-plan="${body.plan}" data-to="${body.to}"`;
	if (body?.kind === "vote.cast")
		return body.ref
			? html` data-pressed="${key(body.ref)}" data-by="${actor?.person ?? ""}" data-plan="${body.plan}"`
			: "";
	if (body?.kind === "message.edited") return html` data-edits="${key(body.ref)}"`;
	return body?.kind === "message.deleted" ? html` data-deletes="${key(body.ref)}"` : "";
};

const key = ({ workspace, channel, message }: { workspace: string; channel: string; message: string }) =>
	encodeURIComponent(`${workspace}/${channel}/${message}`.toWellFormed());

const more = (
	{ body }: SessionEvent,
	header: TranscriptHeader,
	reader: string,
	names: Names,
): Html | string => {
	switch (body?.kind) {
		case "message.said":
			return files(body.attachments, body.missing, body.expected ?? [], header.session);
		case "message.attached":
			return "attachment" in body.attached
				? files([body.attached.attachment], [], [], header.session)
				: files([], [body.attached.missing], [], header.session);
		case "plan.proposed": {
			const found = header.plans.find(({ plan }) => plan.id === body.plan);
			return found ? planPanel(found, header, reader, names.runs) : "";
		}
		case "card.shown":
			return cardView(body.card, body.ref, header.people);
		case "card.served":
			return servedView(body.card, header.people, names.person(body.to));
		default:
			return "";
	}
};

/** Their ids are shown with the session, the plan or the run; a vote's are in the exports alone. */
const elsewhere: ReadonlySet<string> = new Set(["session.opened", "plan.proposed", "run.ended", "vote.cast"]);

/** Ids and digests, for those who want them. */
const technical = (details: Detail[]): Html | string =>
	details.length === 0
		? ""
		: html`<details class="fold"><summary>Technical details</summary>
			<ul class="details">${details.map(({ label, value }) => html`<li>${label}: ${talk(value)}</li>`)}</ul>
		</details>`;

const files = (
	attachments: Attachment[],
	missing: MissingAttachment[],
	expected: ExpectedFile[],
	session: string,
): Html | string =>
	attachments.length + missing.length + expected.length === 0
		? ""
		: html`<ul class="files">
			${attachments.map((file) => html`<li><a href="/s/${session}/blobs/${file.blob}" download>${talk(file.name)}</a> <span class="hint">${exactBytes(file.bytes)} · SHA-256 ${file.sha256.slice(0, 8)}…</span></li>`)}
			${missing.map((file) => html`<li>${talk(file.name)} <span class="hint">not recorded: ${talk(file.reason)}${seen(file)}</span></li>`)}
			${expected.map((file) => html`<li>${talk(file.name)} <span class="hint">came with it. A later entry says what happened to it</span></li>`)}
		</ul>`;

const seen = ({ bytes, sha256 }: MissingAttachment): string =>
	bytes === undefined || sha256 === undefined ? "" : ` · ${exactBytes(bytes)} · SHA-256 ${sha256}`;
