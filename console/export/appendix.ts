// The end of a text export, for those who check it: ids and digests, each plan's bytes, each card as posted.

import { shortDigest } from "../../protocol/plan/plan.ts";
import type { TranscriptHeader } from "../../protocol/read/transcript-source.ts";
import type { SessionEvent, SessionEventBody } from "../../protocol/record/events.ts";
import { utc } from "../../words/times.ts";
import { oneLine } from "../html/escape.ts";
import { technicalDetails } from "../technical.ts";
import { idLines } from "../transcript/heard.ts";
import type { Names } from "../transcript/names.ts";
import { block } from "./indent.ts";

/** The number of the card that an entry shows, by the entry's. */
export const cardNumbers = (events: SessionEvent[]): Map<number, number> =>
	new Map(events.filter(({ body }) => body && isCard(body)).map(({ seq }, i) => [seq, i + 1]));

const isCard = (body: SessionEventBody) => body.kind === "card.shown" || body.kind === "card.served";

export const appendix = function* (
	{ session, threads, plans }: TranscriptHeader,
	events: SessionEvent[],
	names: Names,
): Generator<string> {
	yield "\n=== appendix: technical details ===\n";
	for (const line of idLines(session, threads)) yield `${oneLine(line)}\n`;
	for (const event of events) yield detailsText(event, names);
	if (plans.length > 0) yield "\n=== appendix: plans, as stored ===\n";
	for (const { digest, text } of plans)
		yield `plan ${shortDigest(digest)}, SHA-256 ${digest}:\n${block(text)}`;
	const numbers = cardNumbers(events);
	if (numbers.size > 0) yield "\n=== appendix: cards, as sent ===\n";
	for (const { seq, body } of events)
		if (body?.kind === "card.shown" || body?.kind === "card.served")
			yield `card ${numbers.get(seq)}, entry ${seq}, sent to ${oneLine(body.ref.workspace)}:\n${block(body.card)}`;
};

const detailsText = (event: SessionEvent, names: Names): string => {
	const details = technicalDetails(event, names);
	if (details.length === 0) return "";
	return `entry ${event.seq}, ${utc(event.at)}: ${details.map(({ label, value }) => `${label} ${oneLine(value)}`).join("; ")}\n`;
};
