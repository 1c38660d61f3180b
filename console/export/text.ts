// The transcript as plain text, streamed: what is ours stands at the margin, what others wrote is indented and escaped.
import type { Attachment, MissingAttachment, SessionEvent } from "../../protocol/events.ts";
import type { TranscriptHeader, TranscriptRun, TranscriptSource } from "../../protocol/transcript.ts";
import { sessionStates, surfaces, word } from "../../words/states.ts";
import { utc } from "../../words/times.ts";
import { oneLine } from "../html/escape.ts";
import { sentence } from "../sentences.ts";
import { technicalDetails } from "../technical.ts";
import { heardLines } from "../transcript/heard.ts";
import { type Names, namesIn, stepName } from "../transcript/names.ts";
import { allEvents, collected, timeline, unplaced } from "../transcript/timeline.ts";
import { block } from "./indent.ts";
import { planText } from "./plan-text.ts";
import { runText } from "./run-text.ts";

/** Texts, and output as UTF-8 bytes. */
export const textExport = async function* (
	source: TranscriptSource,
	now: number,
): AsyncGenerator<string | Uint8Array> {
	const header = await source.header();
	const runs = await source.runs();
	const events = await collected(allEvents(source));
	const items = timeline(events, runs);
	const names = namesIn(header, runs, events);
	yield head(header, now);
	for (const { event, run } of items) {
		yield eventText(event, names, header);
		if (run) yield* titled(run, runs, source);
	}
	for (const run of unplaced(items, runs)) yield* titled(run, runs, source);
	yield "=== end of transcript ===\n";
};

const head = (header: TranscriptHeader, now: number): string =>
	`Caisey transcript
Client: ${oneLine(header.client)}
Session: ${header.session}
Requested by: ${oneLine(header.requester)}
Opened: ${utc(header.openedAt)}
State: ${word(sessionStates, header.state)}
${header.ticket ? `Ticket: ${oneLine(header.ticket.ticket)}${header.ticket.url ? ` ${header.ticket.url}` : ""}\n` : ""}${heardLines(
	header.threads,
)
	.map((line) => `${oneLine(line)}\n`)
	.join("")}Exported: ${utc(now)}
All times are UTC. What people and machines wrote is indented by four spaces.

=== events ===
`;

const eventText = (event: SessionEvent, names: Names, header: TranscriptHeader): string => {
	const { does, quote } = sentence(event, names);
	const quoted = quote === undefined ? "\n" : `:\n${block(quote)}`;
	return `[${utc(event.at)}] ${actorText(event)}: ${oneLine(does)}${quoted}${technical(event, names)}${details(event, header)}`;
};

/** Ids and digests, two spaces in: ours, but not the story. */
const technical = (event: SessionEvent, names: Names): string =>
	technicalDetails(event, names)
		.map(({ label, value }) => `  ${label}: ${oneLine(value)}\n`)
		.join("");

const actorText = ({ actor }: SessionEvent): string => {
	if (!actor) return "(erased)";
	const system = actor.surface === "worker" || actor.surface === "agent";
	return system ? oneLine(actor.name) : `${oneLine(actor.name)} via ${surfaces[actor.surface]}`;
};

const details = ({ body }: SessionEvent, header: TranscriptHeader): string => {
	if (body?.kind === "plan.proposed") {
		const found = header.plans.find(({ plan }) => plan.id === body.plan);
		return found ? planText(found) : "";
	}
	if (body?.kind === "card.shown")
		return `  card, exactly as sent to ${oneLine(body.ref.workspace)}:\n${block(body.card)}`;
	if (body?.kind === "message.attached")
		return "attachment" in body.attached
			? attachedText(body.attached.attachment)
			: missingText(body.attached.missing);
	if (body?.kind !== "message.said") return "";
	const expected = (body.expected ?? []).map(({ name }) => `  came with it, see below: ${oneLine(name)}\n`);
	return [...body.attachments.map(attachedText), ...body.missing.map(missingText), ...expected].join("");
};

const attachedText = (file: Attachment): string =>
	`  attached: ${oneLine(file.name)} (${file.bytes} bytes, SHA-256 ${file.sha256}, ${file.blob})\n`;

const missingText = ({ name, reason, bytes, sha256 }: MissingAttachment): string => {
	const seen = bytes === undefined || sha256 === undefined ? "" : ` (${bytes} bytes, SHA-256 ${sha256})`;
	return `  attached, but not recorded: ${oneLine(name)}${seen}: ${oneLine(reason)}\n`;
};

const titled = async function* (run: TranscriptRun, runs: TranscriptRun[], source: TranscriptSource) {
	yield `\n=== ${stepName(run, runs)} on ${oneLine(run.endpoint.name)} ===\n`;
	yield* runText(run, source);
	yield "\n";
};
