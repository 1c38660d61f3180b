// Bytes as they are: a run's streams by range, its records page by page, attachments.
import type { Context } from "hono";
import { z } from "zod";
import { codePageOf } from "../../domain/output/pages.ts";
import { base64 } from "../../protocol/bytes.ts";
import { BlobId } from "../../protocol/ids.ts";
import type { StoredRecord, TranscriptRun } from "../../protocol/read/transcript-source.ts";
import { Stream } from "../../protocol/record/records.ts";
import { attachedFile, streamFile as nameOf } from "../access/file-names.ts";
import { erasedPage, notFoundPage } from "../access/plain-pages.ts";
import type { Reading } from "../access/reading.ts";
import { download } from "../access/safety.ts";
import { wantedRange } from "./range.ts";
import { recordPageBytes } from "./record-pages.ts";
import { toShow } from "./record-words.ts";

type C = Context<Reading>;

/** GET /s/:session/runs/:run/stdout|stderr: 200, 206, 416; 410 where bytes of it were erased. */
export const streamFile = async (c: C) => {
	const run = await runOf(c);
	const stream = Stream.parse(c.req.param("stream"));
	if (!run) return c.html(notFoundPage("This run doesn't exist."), 404);
	if (run.erased) return c.html(erasedPage(), 410);
	const length = run[stream];
	const wanted = wantedRange(rangeOf(c, run, stream), length);
	if (wanted.kind === "beyond") return c.body(null, 416, { "Content-Range": `bytes */${length}` });
	const { start, end } = wanted.kind === "part" ? wanted : { start: 0, end: length };
	const bytes = await c.var.source.stream(run.run, stream, start, end);
	if (!bytes) return c.html(erasedPage(), 410);
	return c.body(exactly(bytes, end - start), wanted.kind === "part" ? 206 : 200, {
		...download(nameOf(c.req.param("session") ?? "", run, stream)),
		"Content-Length": String(end - start),
		"Accept-Ranges": "bytes",
		...(run.head ? { ETag: tag(run, stream) } : {}),
		...(wanted.kind === "part" ? { "Content-Range": `bytes ${start}-${end - 1}/${length}` } : {}),
	});
};

/** GET /s/:session/runs/:run/records?after=n: what the viewer shows, about 512 KiB of it. */
export const recordsPage = async (c: C) => {
	const after = After.safeParse(c.req.query("after") ?? 0);
	if (!after.success) return c.json({ error: "after must be a whole number" }, 400);
	const run = await runOf(c);
	if (!run) return c.json({ error: "no such run" }, 404);
	const records = await c.var.source.records(run.run, after.data, recordPageBytes);
	return c.json({
		run: run.run,
		codePage: codePageOf(run.context?.facts),
		next: records.at(-1)?.n ?? after.data,
		records: records.map((record) => recordJson(record, run)),
	});
};

/** GET /s/:session/blobs/:id */
export const blobFile = async (c: C) => {
	const id = BlobId.safeParse(c.req.param("id"));
	const blob = id.success ? await c.var.source.blob(id.data) : null;
	if (!blob) return c.html(notFoundPage("This attachment doesn't exist, or was erased."), 404);
	return c.body(exactly(blob.bytes, blob.size), 200, {
		...download(attachedFile(c.req.param("session") ?? "", blob.name)),
		"Content-Length": String(blob.size),
	});
};

export const After = z.coerce.number().int().min(0);

export const runOf = async (c: C): Promise<TranscriptRun | undefined> =>
	(await c.var.source.runs()).find(({ run }) => run === c.req.param("run"));

const recordJson = (record: StoredRecord, run: TranscriptRun) => {
	const { n, receivedAt, offset, event } = record;
	const { bytes, ...rest } = toShow(record, run);
	return { n, ...rest, receivedAt, offset, bytes: bytes && base64(bytes), event };
};

/** A download that is resumed must be of the same bytes. */
const rangeOf = (c: C, run: TranscriptRun, stream: Stream): string | undefined => {
	const same = c.req.header("If-Range");
	return same === undefined || (run.head && same === tag(run, stream)) ? c.req.header("Range") : undefined;
};

const tag = ({ head }: TranscriptRun, stream: Stream) => `"${head?.link}-${stream}"`;

/** Workers send `Content-Length` for a stream only where its length is promised. */
const exactly = (bytes: ReadableStream<Uint8Array>, length: number): ReadableStream =>
	typeof FixedLengthStream === "undefined" ? bytes : bytes.pipeThrough(new FixedLengthStream(length));
