// A run as it happened, as an asciicast (version 2, https://docs.asciinema.org/manual/asciicast/v2/): output at its times, with
// markers at errors, exit codes and prompts. Written while it is read, so that any size passes.
import { codePageOf } from "../../domain/output/pages.ts";
import { segmentReader } from "../../domain/output/segments.ts";
import { utf8Text } from "../../domain/output/utf8.ts";
import type { StoredRecord, TranscriptRun, TranscriptSource } from "../../protocol/read/transcript-source.ts";
import type { Stream } from "../../protocol/record/records.ts";
import { oneLine } from "../html/escape.ts";
import { insideNotes } from "../output/inside-notes.ts";
import { allRecords } from "../output/record-pages.ts";
import { eventWords } from "../output/record-words.ts";
import { tamer } from "./tame.ts";

/** What a player makes of it by itself: pauses are cut to so many seconds. */
export const idleLimit = 2;
const screen = { width: 120, height: 30 };

/** `run` has begun. */
export const castOf = async function* (source: TranscriptSource, run: TranscriptRun): AsyncGenerator<string> {
	const markers = await markersOf(source, run);
	const clock = clockOf();
	const draw = drawing(codePageOf(run.context?.facts));
	yield line({
		version: 2,
		...screen,
		timestamp: Math.floor((run.startedAt ?? 0) / 1000),
		idle_time_limit: idleLimit,
		title: oneLine(`${run.endpoint.name}: ${run.command}`.toWellFormed()).slice(0, 200),
	});
	for await (const record of allRecords(source, run.run)) {
		const at = clock(record.at);
		for (let next = markers[0]; next && next.at <= record.at; next = markers[0]) {
			yield event(Math.min(at, clock.of(next.at)), "m", next.text);
			markers.shift();
		}
		const text = record.kind === "event" ? lastOf(record, draw) : draw.read(record.kind, record);
		if (text !== "") yield event(at, "o", text);
	}
	for (const { at, text } of markers) yield event(clock(at), "m", text);
};

const line = (value: unknown): string => `${JSON.stringify(value)}\n`;
const event = (seconds: number, kind: "o" | "m", text: string): string =>
	line([Number(seconds.toFixed(6)), kind, text]);

/** Seconds since the first record, never backwards, whatever the endpoint's clock did. */
const clockOf = () => {
	let [first, latest]: [number | null, number] = [null, 0];
	const of = (at: number) => Math.max(0, (at - (first ?? at)) / 1_000_000);
	const next = (at: number): number => {
		first ??= at;
		latest = Math.max(latest, of(at));
		return latest;
	};
	return Object.assign(next, { of: (at: number) => Math.min(latest, of(at)) });
};

type Marker = { at: number; text: string };
const mostMarkers = 500;

/** What is reported of a moment comes later in the record: so all of it is read first, where a shell reports anything. */
const markersOf = async (source: TranscriptSource, run: TranscriptRun): Promise<Marker[]> => {
	const found: Marker[] = [];
	let reports = false;
	/** False: there are enough of them, which is the last to be said. */
	const mark = (at: number, text: string): boolean => {
		const isFull = found.length === mostMarkers;
		found.push({ at, text: isFull ? `only ${mostMarkers} moments are marked` : oneLine(text) });
		return !isFull;
	};
	for await (const record of allRecords(source, run.run)) {
		const { event, n, at } = record;
		// The capture is told before the process starts.
		if (event?.type === "capture") reports ||= event.by !== "plain";
		if (record.kind !== "event" && !reports) break;
		if (event?.type === "left" && !mark(at, eventWords(event, run.endpoint.name) ?? ""))
			return inOrder(found);
		if (event?.type !== "inside") continue;
		for (const entry of event.entries) {
			const [note] = insideNotes(run.run, n, { ...event, entries: [entry] });
			if (!note || !("at" in entry) || !(note.counts || note.sign === "asks")) continue;
			if (!mark(entry.at, note.text)) return inOrder(found);
		}
	}
	return inOrder(found);
};

const inOrder = (markers: Marker[]): Marker[] => markers.sort((a, b) => a.at - b.at);

/** Each piece of output at once, in its encoding; a line's end as a terminal gets it. Nothing in it does more than draw. */
const drawing = (page: number | null) => {
	const readers = { stdout: segmentReader(page), stderr: segmentReader(page) };
	const tamed = { stdout: tamer(), stderr: tamer() };
	const ends = { stdout: "", stderr: "" };
	const text = (stream: Stream, segments: ReturnType<(typeof readers)["stdout"]["read"]>): string => {
		const all = segments.map((one) => ("bytes" in one ? utf8Text(one.bytes) : one.text)).join("");
		const before = ends[stream];
		if (all !== "") ends[stream] = all.at(-1) ?? "";
		const lines = `${before}${all}`
			.replace(/(?<!\r)\n/g, "\r\n")
			.slice(before === "\n" ? 2 : before.length)
			.replace(/[\udc80-\udcff]/g, byteShown)
			.toWellFormed();
		return tamed[stream].read(lines);
	};
	return {
		read(stream: Stream, { bytes, length }: StoredRecord): string {
			if (!bytes) return `${tamed[stream].end()}[${length} bytes erased]\r\n`;
			const reader = readers[stream];
			return text(stream, [...reader.read(bytes), ...reader.flush()]);
		},
		end: (): string =>
			(["stdout", "stderr"] as const).map((one) => text(one, readers[one].end()) + tamed[one].end()).join(""),
	};
};

const lastOf = ({ event }: StoredRecord, draw: ReturnType<typeof drawing>): string =>
	event?.type === "end" ? draw.end() : "";

/** A byte that is no text; half of a character stays, and becomes U+FFFD. */
const byteShown = (unit: string, at: number, whole: string): string => {
	const before = whole.charCodeAt(at - 1);
	const isHalf = before >= 0xd800 && before <= 0xdbff;
	return isHalf ? unit : `\\x${(unit.charCodeAt(0) & 0xff).toString(16)}`;
};
