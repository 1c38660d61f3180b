// The evidence bundle: a session as files in one ZIP archive, streamed, which docs/verify-transcript.mjs checks without us. The
// archive stores its files as they are, so that a check can account for its every byte, and anyone can cut a stream out of it.
import { makeZip } from "client-zip";
import { fromBase64, utf8 } from "../../protocol/bytes.ts";
import type { StoredRecord, TranscriptRun, TranscriptSource } from "../../protocol/read/transcript-source.ts";
import type { SignedHead } from "../../protocol/record/events.ts";
import type { Stream } from "../../protocol/record/records.ts";
import { type HeadStamp, stampedBytes } from "../../protocol/record/stamp.ts";
import { allRecords } from "../output/record-pages.ts";
import { allEvents } from "../transcript/timeline.ts";
import { readme } from "./readme.ts";
import { blobsOf, eventRow, headerRow, planRows, recordRow, runRow, sameAsBefore } from "./rows.ts";

/** GET /s/:session/evidence.zip. In little memory, whatever the size of its runs. */
export const evidenceBundle = (source: TranscriptSource, now: number): ReadableStream<Uint8Array> =>
	leavable(makeZip(entries(source, now), { buffersAreUTF8: true }));

/** Who stops reading ends it, and that is no error. */
const leavable = (all: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> => {
	const reader = all.getReader();
	return new ReadableStream({
		async pull(controller) {
			const { done, value } = await reader.read();
			if (done) controller.close();
			else controller.enqueue(value);
		},
		cancel: () => reader.cancel().catch(() => {}),
	});
};

type Parts = Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;
type File = { name: string; parts: Parts };

const entries = async function* (source: TranscriptSource, now: number) {
	const lastModified = new Date(now);
	const listed: { name: string; bytes: number; sha256: string }[] = [];
	/** In batches; what went through is what the manifest says. */
	const hashed = async function* ({ name, parts }: File) {
		const hash = source.hash();
		let bytes = 0;
		for await (const piece of batches(parts)) {
			hash.add(piece);
			bytes += piece.length;
			yield piece;
		}
		listed.push({ name, bytes, sha256: hash.hex() });
	};
	const { header, runs, last } = await source.moment();
	for await (const file of files(source, { header, runs, last }))
		yield { name: file.name, lastModified, input: hashed(file) };
	await sameAsBefore(source, last);
	const of = { format: "caisey-evidence", v: 1, session: header.session, exportedAt: now };
	const text = `${JSON.stringify(of).slice(0, -1)},\n"files":[\n${listed.map((one) => JSON.stringify(one)).join(",\n")}],\n`;
	const seal = source.seal();
	seal.add(text);
	const input = utf8(`${text}"seal":${JSON.stringify(await seal.signed())}}\n`);
	yield { name: "manifest.json", lastModified, input };
};

type Moment = Awaited<ReturnType<TranscriptSource["moment"]>>;

/** In the order in which they are read: each is written before the next is asked for. */
const files = async function* (
	source: TranscriptSource,
	{ header, runs, last }: Moment,
): AsyncGenerator<File> {
	const { workerKeys, endpointKeys, ...rest } = headerRow(header);
	yield { name: "README.txt", parts: [readme(header)] };
	yield { name: "header.json", parts: [`${JSON.stringify(rest)}\n`] };
	yield { name: "keys.json", parts: [`${JSON.stringify({ workerKeys, endpointKeys })}\n`] };
	yield { name: "plans.jsonl", parts: lines(planRows(header)) };
	const found: Found = { heads: [], stamps: [], blobs: [] };
	yield { name: "events.jsonl", parts: lines(events(source, last, found)) };
	yield { name: "heads.jsonl", parts: lines(found.heads) };
	for (const { name, bytes } of found.stamps) yield { name: `stamps/${name}`, parts: [bytes] };
	yield { name: "runs.jsonl", parts: lines(runs.map(runRow)) };
	for (const run of runs) yield* recording(source, run);
	yield { name: "attachments.jsonl", parts: lines(attachments(source, found.blobs)) };
	for (const id of found.blobs) {
		const blob = await source.blob(id);
		if (blob) yield { name: `attachments/${id}`, parts: blob.bytes };
	}
};

/** What events tell of what comes in later files. */
type Found = { heads: SignedHead[]; stamps: { name: string; bytes: Uint8Array }[]; blobs: string[] };

const events = async function* (source: TranscriptSource, last: number, found: Found) {
	const signed = new Map<number, SignedHead>();
	for await (const event of allEvents(source)) {
		if (event.seq > last) return;
		found.blobs.push(...blobsOf(event));
		if (event.body?.kind === "head.signed" || event.body?.kind === "run.ended")
			found.heads.push(event.body.head);
		if (event.body?.kind === "head.signed") signed.set(event.body.head.count, event.body.head);
		if (event.body?.kind === "head.stamped") found.stamps.push(...stampFiles(event.seq, event.body, signed));
		yield eventRow(event);
	}
};

/** As other programs take them, too: what was stamped, and the token. */
const stampFiles = (seq: number, { count, token }: HeadStamp, signed: Map<number, SignedHead>) => {
	const head = signed.get(count);
	return [
		{ name: `${seq}.json`, bytes: head ? stampedBytes(head) : new Uint8Array(0) },
		{ name: `${seq}.tst`, bytes: fromBase64(token) },
	];
};

/** The last record, and the bytes of each stream that are there. */
type Seen = { last: number } & Record<Stream, number>;

/** A run goes on, perhaps: its streams end where its list of records does. */
const recording = async function* (source: TranscriptSource, { run }: TranscriptRun): AsyncGenerator<File> {
	const seen: Seen = { last: 0, stdout: 0, stderr: 0 };
	yield { name: `runs/${run}/records.jsonl`, parts: lines(records(source, run, seen)) };
	for (const stream of ["stdout", "stderr"] as const) {
		const parts = seen[stream] === 0 ? [] : output(source, run, stream, seen);
		yield { name: `runs/${run}/${stream}`, parts };
	}
};

const records = async function* (source: TranscriptSource, run: string, seen: Seen) {
	for await (const record of allRecords(source, run)) {
		seen.last = record.n;
		if (record.kind !== "event" && record.bytes) seen[record.kind] += record.length;
		yield listedRecord(record);
	}
};

/** Output is in the file of its stream. */
const listedRecord = (record: StoredRecord) => {
	if (record.kind === "event" || record.bytes === null) return recordRow(record);
	const { bytes: _, ...rest } = recordRow({ ...record, bytes: new Uint8Array(0) });
	return rest;
};

/** In one call; of an output of which some was erased, what is left, record by record. */
const output = async function* (source: TranscriptSource, run: string, stream: Stream, seen: Seen) {
	const whole = await source.stream(run, stream, 0, seen[stream]);
	if (whole) return yield* whole;
	for await (const { n, kind, bytes } of allRecords(source, run)) {
		if (n > seen.last) return;
		if (kind === stream && bytes) yield bytes;
	}
};

const attachments = async function* (source: TranscriptSource, ids: string[]) {
	for (const id of ids) {
		const blob = await source.blob(id);
		if (!blob) throw new Error("an attachment was erased during this export: export it again");
		// Its bytes are in a file of their own.
		await blob.bytes.cancel();
		yield { blob: id, name: blob.name, type: blob.type };
	}
};

const lines = async function* (of: Iterable<object> | AsyncIterable<object>): AsyncGenerator<string> {
	for await (const one of of) yield `${JSON.stringify(one)}\n`;
};

const enough = 65_536;

/** Some parts in one, as each write costs. */
const batches = async function* (parts: Parts): AsyncGenerator<Uint8Array> {
	let some: Uint8Array[] = [];
	let length = 0;
	const joined = (): Uint8Array => {
		const whole = new Uint8Array(length);
		let at = 0;
		for (const one of some) {
			whole.set(one, at);
			at += one.length;
		}
		[some, length] = [[], 0];
		return whole;
	};
	for await (const part of parts) {
		const bytes = typeof part === "string" ? utf8(part) : part;
		some.push(bytes);
		length += bytes.length;
		if (length >= enough) yield joined();
	}
	if (length > 0) yield joined();
};
