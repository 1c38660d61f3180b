// One run as text: the header, both streams whole, the environment snapshot, the proof.
import type { Stream } from "../../protocol/records.ts";
import type { StoredRecord, TranscriptRun, TranscriptSource } from "../../protocol/transcript.ts";
import { oneLine, plain } from "../escape.ts";
import {
	type Line,
	record,
	recordTitle,
	runHeader,
	snapshot,
	snapshotTitle,
	streamTitle,
} from "../header.ts";
import { allRecords } from "../record-pages.ts";
import { utf8Reader } from "../utf8.ts";
import { indenter, value } from "./indent.ts";

export const runText = async function* (
	run: TranscriptRun,
	source: TranscriptSource,
): AsyncGenerator<string> {
	yield lines(runHeader(run));
	for (const stream of ["stdout", "stderr"] as const) {
		yield `\n${streamTitle(run, stream)}\n`;
		yield* streamText(run, stream, source);
	}
	const { facts, machine, environment } = snapshot(run);
	yield `\n${snapshotTitle}\n${lines([...facts, ...machine, ...environment])}`;
	yield `\n${recordTitle}\n${lines(record(run))}`;
};

const lines = (of: Line[]): string =>
	of
		.map(({ label, value: text }) => `${label === null ? "" : `${oneLine(label)}: `}${value(text)}\n`)
		.join("");

const streamText = async function* (run: TranscriptRun, stream: Stream, source: TranscriptSource) {
	const text = escapedStream();
	for await (const stored of allRecords(source, run.run)) {
		if (stored.kind === stream) yield stored.bytes ? text.add(stored.bytes) : text.mark(erasedMark(stored));
		const lost = gap(stored, stream);
		if (lost) yield text.mark(lost);
	}
	yield text.end();
};

/** Output as indented text. Marks are ours: they stand left of where output can be. */
const escapedStream = () => {
	const reader = utf8Reader();
	const indented = indenter();
	const write = (text: string) => indented.add(plain(text));
	const close = () => write(reader.end()) + (indented.open() ? indented.add("\n") : "");
	return {
		add: (bytes: Uint8Array) => write(reader.read(bytes)),
		mark: (said: string) => `${close()}  (${said})\n`,
		end: () => {
			const left = write(reader.end());
			return indented.open() ? `${left}\n  (no line feed at the end)\n` : left;
		},
	};
};

const erasedMark = ({ n, offset, length }: StoredRecord) =>
	`erased: ${length} bytes from offset ${offset}, record ${n}`;

const gap = ({ event }: StoredRecord, stream: Stream): string | null =>
	event?.type === "gap" && event.stream === stream
		? `lost: ${event.bytes ?? "an unknown number of"} bytes: ${oneLine(event.reason)}`
		: null;
