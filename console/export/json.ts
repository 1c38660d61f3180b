// The transcript as JSON, streamed: everything that is stored, and all that is needed to check it elsewhere.

import { countsOf } from "../../domain/inside.ts";
import { base64, concat, fromUtf8, hex } from "../../protocol/bytes.ts";
import type { ExportedEvent, ExportedRecord } from "../../protocol/read/export.ts";
import type {
	StoredEvent,
	StoredRecord,
	TranscriptRun,
	TranscriptSource,
} from "../../protocol/read/transcript-source.ts";
import { allRecords } from "../output/record-pages.ts";
import { allEvents } from "../transcript/timeline.ts";

/** One line an event, a plan, a record, an attachment; then the seal over all of it: as `TranscriptExport` says. */
export const jsonExport = async function* (source: TranscriptSource, now: number): AsyncGenerator<string> {
	const seal = source.seal();
	for await (const part of contents(source, now)) {
		seal.add(part);
		yield part;
	}
	yield `"seal":${JSON.stringify(await seal.signed())}}\n`;
};

/** As of one moment, so that what is repeated for reading agrees with the events. */
const contents = async function* (source: TranscriptSource, now: number): AsyncGenerator<string> {
	const { header: whole, runs, last } = await source.moment();
	const { plans, erasures: _waiting, ...header } = whole;
	const blobs: string[] = [];
	yield `{"format":"caisey-transcript","v":2,"exportedAt":${now},\n"header":${JSON.stringify(header)},\n"plans":[`;
	yield* separated(
		plans.map(({ plan, machines: _live, secretsWanted: _now, ...rest }) => ({ id: plan.id, ...rest })),
	);
	yield '],\n"events":[';
	yield* separated(events(source, last, blobs));
	yield '],\n"runs":[';
	yield* withRecords(source, runs);
	yield '],\n"attachments":[';
	yield* attachments(source, blobs);
	await sameAsBefore(source, last);
	yield "],\n";
};

const events = async function* (source: TranscriptSource, last: number, blobs: string[]) {
	for await (const event of allEvents(source)) {
		if (event.seq > last) return;
		const { body } = event;
		if (body?.kind === "message.said") blobs.push(...body.attachments.map(({ blob }) => blob));
		if (body?.kind === "message.attached" && "attachment" in body.attached)
			blobs.push(body.attached.attachment.blob);
		yield eventJson(event);
	}
};

/** What goes while it is read would look like bytes that are gone without an erasure. */
const sameAsBefore = async (source: TranscriptSource, last: number): Promise<void> => {
	for await (const { kind } of allEvents(source, last))
		if (kind === "erased") throw new Error("something was erased during this export: export it again");
};

const eventJson = ({ seq, at, kind, payload, salt, hash }: StoredEvent): ExportedEvent => ({
	seq,
	at,
	kind,
	payload: payload && fromUtf8(payload),
	salt: salt && base64(salt),
	hash: hex(hash),
	...(payload ? {} : { erased: true as const }),
});

const withRecords = async function* (source: TranscriptSource, runs: TranscriptRun[]) {
	let comma = "";
	for (const run of runs) {
		// Its records and its plan have these, and the rest of what the shell reported.
		const { left: _, reading: __, ran: ___, success: ____, restart: _____, inside, ...rest } = run;
		const told = { ...rest, inside: inside && countsOf(inside) };
		yield `${comma}\n${JSON.stringify(told).slice(0, -1)},\n"records":[`;
		yield* separated(records(source, run));
		yield "]}";
		comma = ",";
	}
};

const records = async function* (source: TranscriptSource, { run }: TranscriptRun) {
	for await (const record of allRecords(source, run)) yield recordJson(record);
};

const recordJson = ({
	n,
	kind,
	at,
	receivedAt,
	offset,
	length,
	bytes,
	salt,
	hash,
}: StoredRecord): ExportedRecord => ({
	n,
	kind,
	at,
	receivedAt,
	offset,
	length,
	bytes: bytes && base64(bytes),
	salt: salt && base64(salt),
	hash: hex(hash),
	...(bytes ? {} : { erased: true as const }),
});

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
const inBase64 = async function* (bytes: ReadableStream<Uint8Array>) {
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
