// One run as text: the header, both streams whole, the environment snapshot, the proof.
import { inQuotes, says } from "../../domain/line.ts";
import { codePageOf } from "../../domain/output/pages.ts";
import { shown } from "../../domain/text.ts";
import type { StoredRecord, TranscriptRun, TranscriptSource } from "../../protocol/read/transcript-source.ts";
import type { Stream } from "../../protocol/record/records.ts";
import { count, exactBytes } from "../../words/amounts.ts";
import { reportedText } from "../../words/outcome.ts";
import { readingText } from "../../words/reading.ts";
import { unknownEntries } from "../../words/unknown-entries.ts";
import { oneLine } from "../html/escape.ts";
import { allRecords } from "../output/record-pages.ts";
import { eventWords } from "../output/record-words.ts";
import { driftLines, driftTitle } from "../transcript/drift.ts";
import {
	type Line,
	record,
	recordTitle,
	runHeader,
	snapshot,
	snapshotTitle,
	streamTitle,
} from "../transcript/header.ts";
import { value } from "./indent.ts";
import { addInside, type InsideSections, insideText, noSections } from "./inside-text.ts";
import { readableLines } from "./readable-lines.ts";

export const runText = async function* (
	run: TranscriptRun,
	source: TranscriptSource,
): AsyncGenerator<string | Uint8Array> {
	yield headerText(run);
	const seen: Seen = { streams: new Set(), unknown: 0, remarks: [], inside: noSections() };
	yield `\n${streamTitle(run, "stdout")}\n`;
	yield* streamText(run, "stdout", source, seen);
	yield `\n${streamTitle(run, "stderr")}\n`;
	// The recording is long, perhaps: it is read again only for what is there.
	if (seen.streams.has("stderr")) yield* streamText(run, "stderr", source, seen);
	yield insideText(seen.inside, run.endpoint.name);
	const { facts, groups, environment } = snapshot(run);
	yield `\n${snapshotTitle}\n${lines([...facts, ...groups.flatMap((group) => group.lines), ...environment])}`;
	if (run.drift) yield `\n${driftTitle}\n${lines(driftLines(run))}`;
	yield `\n${recordTitle}\n${lines(record(run))}`;
	for (const said of seen.remarks) yield `  (${oneLine(said)})\n`;
	if (seen.unknown > 0) yield `  (${unknownEntries(seen.unknown)})\n`;
};

/** The streams in a recording, how many entries of unknown kinds, what the agent remarks, and what the shell reported. */
type Seen = { streams: Set<Stream>; unknown: number; remarks: string[]; inside: InsideSections };

/** The article's seven lines, what the shell reported that counts, and what the step left running. */
export const headerText = (run: TranscriptRun): string => {
	const reported = reportedText({ ...run, endpoint: run.endpoint.name });
	return lines(runHeader(run)) + (reported === null ? "" : `  ${oneLine(reported)}\n`);
};

const lines = (of: Line[]): string =>
	of
		.map(({ label, value: text, run, to }) => {
			const exact = run ? shown(text) : text;
			const ends = to === undefined ? [exact] : [exact, shown(to)];
			const said = value(run && label !== "Command" ? ends.map(place).join(" → ") : exact);
			return label === null ? `${said}\n` : `${oneLine(label)}: ${said}\n`;
		})
		.join("");

/** Where it ran, by the agent's word: as it is if no one could take it for a sentence, else in quotes. */
const place = (text: string): string => (plainPlace.test(text) ? text : inQuotes(text));
const plainPlace = /^(?:[\p{L}\p{M}\p{N}_.:/\\~@$%+-]*|\(not (?:recorded|known yet)\))$/u;

/** One stream of the recording; what is in it at all, `seen` knows after stdout. */
const streamText = async function* (
	run: TranscriptRun,
	stream: Stream,
	source: TranscriptSource,
	seen: Seen,
) {
	const text = readableLines(codePageOf(run.context?.facts));
	for await (const stored of allRecords(source, run.run)) {
		const found = streamOf(stored);
		if (found) seen.streams.add(found);
		if (stream === "stdout") look(stored, run, seen);
		if (stored.kind === stream)
			yield* stored.bytes ? inSlices(text, stored.bytes) : marked(text, erasedMark(stored));
		const lost = gap(stored, stream, run.endpoint.name);
		if (lost) yield* marked(text, lost);
	}
	yield text.end();
	if (text.open()) {
		yield text.newLine();
		yield "  (no line feed at the end)\n";
	}
	const reading = text.reading();
	const how = readingText(reading);
	if (how !== "") yield `  (${how}${reading.overdrawn ? "; the JSON export has every byte" : ""})\n`;
};

const look = (stored: StoredRecord, run: TranscriptRun, seen: Seen): void => {
	const { event } = stored;
	addInside(seen.inside, stored);
	if (event?.type === "unknown") seen.unknown++;
	const said =
		event && remarks.includes(event.type) && seen.remarks.length < mostRemarks
			? eventWords(event, run.endpoint.name)
			: null;
	if (said !== null) seen.remarks.push(said);
};
const remarks = ["note", "output-held", "left", "none-left", "ran-as", "person"];
/** An agent says few; the JSON export has all of them. */
const mostRemarks = 50;

type Lines = ReturnType<typeof readableLines>;

/** Escapes take several times the room: a record in slices takes little of it at once. */
const inSlices = function* (text: Lines, bytes: Uint8Array) {
	for (let at = 0; at < bytes.length; at += sliceBytes) yield text.add(bytes.subarray(at, at + sliceBytes));
};
const sliceBytes = 32_768;

/** Marks are ours: they are to the left of all output. */
const marked = function* (text: Lines, said: string) {
	yield text.end();
	if (text.open()) yield text.newLine();
	yield `  (${said})\n`;
};

/** The stream that a record holds, or says that something of it is lost. */
const streamOf = ({ kind, event }: StoredRecord): Stream | null => {
	if (kind !== "event") return kind;
	return event?.type === "gap" ? event.stream : null;
};

const erasedMark = ({ n, offset, length }: StoredRecord) =>
	`erased: ${exactBytes(length)} from offset ${count(offset)}, record ${count(n)}`;

const gap = ({ event }: StoredRecord, stream: Stream, endpoint: string): string | null =>
	event?.type === "gap" && event.stream === stream
		? `lost: ${event.bytes === null ? "an unknown number of bytes" : exactBytes(event.bytes)}: ${oneLine(says(endpoint, event.reason))}`
		: null;
