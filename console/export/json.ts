// The transcript as JSON, streamed: everything that is stored, and all that is needed to check it elsewhere.
import { base64, concat } from "../../protocol/bytes.ts";
import type { ExportedRecord } from "../../protocol/read/export.ts";
import type { StoredRecord, TranscriptRun, TranscriptSource } from "../../protocol/read/transcript-source.ts";
import { allRecords } from "../output/record-pages.ts";
import { allEvents } from "../transcript/timeline.ts";
import { blobsOf, eventRow, headerRow, planRows, recordRow, runRow, sameAsBefore } from "./rows.ts";

/** One line an event, a plan, a record, an attachment; then the seal over all of it: as `TranscriptExport` says. `elsewhere`: the
 * runs whose output is left to the bundle. */
export const jsonExport = async function* (
	source: TranscriptSource,
	now: number,
	elsewhere: ReadonlySet<string> = new Set(),
): AsyncGenerator<string> {
	const seal = source.seal();
	for await (const part of contents(source, now, elsewhere)) {
		seal.add(part);
		yield part;
	}
	yield `"seal":${JSON.stringify(await seal.signed())}}\n`;
};

/** As of one moment, so that what is repeated for reading agrees with the events. */
const contents = async function* (
	source: TranscriptSource,
	now: number,
	elsewhere: ReadonlySet<string>,
): AsyncGenerator<string> {
	const { header, runs, last } = await source.moment();
	const blobs: string[] = [];
	yield `{"format":"caisey-transcript","v":2,"exportedAt":${now},\n"header":${JSON.stringify(headerRow(header))},\n"plans":[`;
	yield* separated(planRows(header));
	yield '],\n"events":[';
	yield* separated(events(source, last, blobs));
	yield '],\n"runs":[';
	yield* withRecords(source, runs, elsewhere);
	yield '],\n"attachments":[';
	yield* attachments(source, blobs);
	await sameAsBefore(source, last);
	yield "],\n";
};

const events = async function* (source: TranscriptSource, last: number, blobs: string[]) {
	for await (const event of allEvents(source)) {
		if (event.seq > last) return;
		blobs.push(...blobsOf(event));
		yield eventRow(event);
	}
};

const withRecords = async function* (
	source: TranscriptSource,
	runs: TranscriptRun[],
	elsewhere: ReadonlySet<string>,
) {
	let comma = "";
	for (const run of runs) {
		yield `${comma}\n${JSON.stringify(runRow(run)).slice(0, -1)},\n"records":[`;
		yield* separated(records(source, run, elsewhere.has(run.run)));
		yield "]}";
		comma = ",";
	}
};

const records = async function* (source: TranscriptSource, { run }: TranscriptRun, leaves: boolean) {
	for await (const record of allRecords(source, run))
		yield leaves && record.kind !== "event" && record.bytes ? leftRow(record) : recordRow(record);
};

const leftRow = (record: StoredRecord): ExportedRecord => {
	const { erased: _, ...rest } = recordRow({ ...record, bytes: null, salt: null });
	return { ...rest, elsewhere: true };
};

const attachments = async function* (source: TranscriptSource, ids: string[]) {
	let comma = "";
	for (const id of ids) {
		const blob = await source.blob(id);
		const { name, type } = blob ?? {};
		yield `${comma}\n${JSON.stringify({ blob: id, name, type }).slice(0, -1)},`;
		if (blob) yield* quoted(inBase64(blob.bytes));
		else yield '"bytes":null,"erased":true}';
		comma = ",";
	}
};

const quoted = async function* (text: AsyncIterable<string>) {
	yield '"bytes":"';
	yield* text;
	yield '"}';
};

/** Bytes that come in pieces of any size, as one base64: it takes three at a time. */
export const inBase64 = async function* (bytes: AsyncIterable<Uint8Array>) {
	let rest = new Uint8Array(0);
	for await (const piece of bytes) {
		const all = concat(rest, piece);
		const whole = all.length - (all.length % 3);
		yield base64(all.subarray(0, whole));
		rest = all.slice(whole);
	}
	yield base64(rest);
};

/** Each as JSON on its own line, with commas between. */
const separated = async function* (of: Iterable<object> | AsyncIterable<object>): AsyncGenerator<string> {
	let comma = "";
	for await (const one of of) {
		yield `${comma}\n${JSON.stringify(one)}`;
		comma = ",";
	}
};
