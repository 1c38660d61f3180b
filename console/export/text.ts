// The transcript as plain text, streamed: our lines are at the margin, other people's words are indented and escaped.
import { named } from "../../domain/line.ts";
import { shortId } from "../../protocol/ids.ts";
import type {
	TranscriptHeader,
	TranscriptRun,
	TranscriptSource,
} from "../../protocol/read/transcript-source.ts";
import type { Attachment, MissingAttachment, SessionEvent } from "../../protocol/record/events.ts";
import { actorName } from "../../words/actors.ts";
import { exactBytes } from "../../words/amounts.ts";
import { surfaces } from "../../words/states.ts";
import { utc } from "../../words/times.ts";
import { oneLine } from "../html/escape.ts";
import { sentence } from "../sentences.ts";
import { sessionVerdict } from "../tone.ts";
import { askedIn, heardLines } from "../transcript/heard.ts";
import { type Names, namesIn, stepName } from "../transcript/names.ts";
import { allEvents, collected, timeline, unplaced } from "../transcript/timeline.ts";
import { appendix, cardNumbers } from "./appendix.ts";
import { block } from "./indent.ts";
import { planText } from "./plan-text.ts";
import { headerText, runText } from "./run-text.ts";

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
	const cards = cardNumbers(events);
	yield head(header, runs, now);
	yield overview(runs);
	yield "\n=== everything, in its order ===\n";
	for (const { event, run } of items) {
		yield eventText(event, names, header, cards.get(event.seq));
		if (run) yield* titled(run, runs, source);
	}
	for (const { run } of unplaced(items, runs)) yield* titled(run, runs, source);
	yield* appendix(header, events, names);
	yield "\n=== end of transcript ===\n";
};

const head = (header: TranscriptHeader, runs: TranscriptRun[], now: number): string => {
	const place = askedIn(header);
	return `Caisey transcript
Client: ${oneLine(header.client)}
Session: ${shortId(header.session)}
Requested by: ${oneLine(header.askedBy)}
${place === null ? "" : `Asked in: ${oneLine(place)}\n`}Opened: ${utc(header.openedAt)}
State: ${oneLine(sessionVerdict(header, runs).text)}
${header.ticket ? `Ticket: ${oneLine(header.ticket.ticket)}${header.ticket.url ? ` ${header.ticket.url}` : ""}\n` : ""}${heardLines(
	header.threads,
)
	.map((line) => `${oneLine(line)}\n`)
	.join("")}Exported: ${utc(now)}
All times are UTC. What people and machines wrote is indented by four spaces.
`;
};

/** The commands that ran, in the article's form; their checks and all output follow below, in their order. */
const overview = (runs: TranscriptRun[]): string =>
	runs
		.filter(({ phase }) => phase === "command")
		.map((run) => `\n${headerText(run)}`)
		.join("");

/** `card`: the number of the card that it shows, in the appendix. */
const eventText = (
	event: SessionEvent,
	names: Names,
	header: TranscriptHeader,
	card: number | undefined,
): string => {
	const { does, quote } = sentence(event, names);
	const shown = card === undefined ? "" : ` (card ${card} in the appendix)`;
	const quoted = quote === undefined ? "\n" : `:\n${block(quote)}`;
	return `[${utc(event.at)}] ${actorText(event)}: ${oneLine(does)}${shown}${quoted}${details(event, header, names)}`;
};

const actorText = ({ actor }: SessionEvent): string => {
	if (!actor) return "(erased)";
	const system = actor.surface === "worker" || actor.surface === "agent";
	const name = oneLine(actorName(actor));
	return system ? name : `${name} via ${surfaces[actor.surface]}`;
};

const details = ({ body }: SessionEvent, header: TranscriptHeader, names: Names): string => {
	if (body?.kind === "plan.proposed") {
		const found = header.plans.find(({ plan }) => plan.id === body.plan);
		return found ? planText(found, names.runs) : "";
	}
	if (body?.kind === "message.attached")
		return "attachment" in body.attached
			? attachedText(body.attached.attachment)
			: missingText(body.attached.missing);
	if (body?.kind !== "message.said") return "";
	const expected = (body.expected ?? []).map(
		({ name }) => `  came with it, see below: ${oneLine(named(name))}\n`,
	);
	return [...body.attachments.map(attachedText), ...body.missing.map(missingText), ...expected].join("");
};

const attachedText = (file: Attachment): string =>
	`  attached: ${oneLine(named(file.name))} (${exactBytes(file.bytes)}, SHA-256 ${file.sha256}, ${file.blob})\n`;

const missingText = ({ name, reason, bytes, sha256 }: MissingAttachment): string => {
	const seen =
		bytes === undefined || sha256 === undefined ? "" : ` (${exactBytes(bytes)}, SHA-256 ${sha256})`;
	return `  attached, but not recorded: ${oneLine(named(name))}${seen}: ${oneLine(reason)}\n`;
};

const titled = async function* (run: TranscriptRun, runs: TranscriptRun[], source: TranscriptSource) {
	yield `\n=== ${stepName(run, runs)} on ${oneLine(run.endpoint.name)} ===\n`;
	yield* runText(run, source);
	yield "\n";
};
