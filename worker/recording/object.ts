// The Recording object: everything one run put out. Takes the agent's data socket, acks what is durable.
import { z } from "zod";
import { base64, hex } from "../../protocol/bytes.ts";
import { payloadHash } from "../../protocol/chain.ts";
import {
	type DataFromWorker,
	DataHello,
	dataHelloMessage,
	decodeFrame,
	type RunEvent,
	type RunRecord,
	readRunEvent,
	type Stream,
	summaryMessage,
} from "../../protocol/records.ts";
import type { StoredRecord } from "../../protocol/transcript.ts";
import { pingText, pongText } from "../../protocol/wire.ts";
import { Base } from "../base.ts";
import { tryJson } from "../columns.ts";
import { random, sha256, signHead, verify } from "../crypto.ts";
import type { Env } from "../env.ts";
import { objectOf } from "../places.ts";
import type { Progress } from "../session/running.ts";
import { firstOutput, lastOutput } from "./excerpt.ts";
import { migrations, type RecordingStore, type RecordRow, recordingStore, type Spec } from "./store.ts";
import { readSummary } from "./summary.ts";
import { type RecordingCheck, verifyRecording } from "./verify.ts";

const RecordingOutbox = z.discriminatedUnion("type", [
	z.object({ type: z.literal("started") }),
	z.object({ type: z.literal("ended") }),
	z.object({ type: z.literal("integrity"), reason: z.string() }),
]);
type RecordingOutbox = z.infer<typeof RecordingOutbox>;

/** How often a running step's card learns of new output, in ms. */
const progressEvery = 1_000;

/** What a socket is, kept across hibernation. */
const Attachment = z.discriminatedUnion("stage", [
	z.object({ stage: z.literal("challenged"), nonce: z.string() }),
	z.object({ stage: z.literal("live") }),
	z.object({ stage: z.literal("replaced") }),
]);
type Attachment = z.infer<typeof Attachment>;

export class Recording extends Base<RecordingOutbox> {
	readonly #store: RecordingStore;
	#progressAt: number | null = null;
	#shownAt = 0;

	constructor(ctx: DurableObjectState, env: Env) {
		super(ctx, env, migrations, RecordingOutbox);
		this.#store = recordingStore(ctx.storage.sql);
		ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(pingText, pongText));
	}

	/** Makes the recording ready to take this run's records. */
	async prepare(spec: Spec): Promise<void> {
		this.#store.prepare(spec);
	}

	/** The agent's data socket: first a challenge; records only from who answers it with the endpoint's key. */
	override async fetch(request: Request): Promise<Response> {
		const spec = this.#store.spec();
		const endpoint = new URL(request.url).pathname.split("/")[2];
		if (request.headers.get("Upgrade")?.toLowerCase() !== "websocket")
			return new Response("a WebSocket is expected here", { status: 426 });
		if (!spec || spec.endpoint !== endpoint)
			return new Response("no such run on this endpoint", { status: 404 });
		const { 0: client, 1: server } = new WebSocketPair();
		const nonce = base64(random(32));
		this.ctx.acceptWebSocket(server);
		server.serializeAttachment({ stage: "challenged", nonce } satisfies Attachment);
		server.send(JSON.stringify({ type: "challenge", nonce } satisfies DataFromWorker));
		return new Response(null, { status: 101, webSocket: client });
	}

	override async webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): Promise<void> {
		const attachment = Attachment.parse(socket.deserializeAttachment());
		if (attachment.stage === "challenged") return this.#hello(socket, attachment.nonce, message);
		if (attachment.stage === "replaced" || typeof message === "string")
			return socket.close(1008, "not expected");
		let records: RunRecord[];
		try {
			records = decodeFrame(new Uint8Array(message));
		} catch (error) {
			return this.#contradiction(socket, `a frame could not be read: ${(error as Error).message}`);
		}
		this.#take(socket, records);
	}

	async #hello(socket: WebSocket, nonce: string, message: string | ArrayBuffer): Promise<void> {
		const spec = this.#store.spec() as Spec;
		const hello = typeof message === "string" ? DataHello.safeParse(tryJson(message)) : null;
		const proven =
			hello?.success &&
			(await verify(spec.key, dataHelloMessage(spec.endpoint, spec.run, nonce), hello.data.signature));
		if (!proven) return socket.close(1008, "the challenge was not answered with this endpoint's key");
		for (const other of this.ctx.getWebSockets()) {
			if (other === socket || Attachment.parse(other.deserializeAttachment()).stage !== "live") continue;
			other.serializeAttachment({ stage: "replaced" } satisfies Attachment);
			other.close(1000, "a newer connection has taken over");
		}
		socket.serializeAttachment({ stage: "live" } satisfies Attachment);
		this.#ack(socket);
	}

	#ack(socket: WebSocket): void {
		// The output gate holds this until what was written before is durable.
		socket.send(JSON.stringify({ type: "ack", n: this.#store.tail("").n } satisfies DataFromWorker));
	}

	/** Stores what follows the last record, in one transaction; what is there already must be the same. */
	#take(socket: WebSocket, records: RunRecord[]): void {
		const spec = this.#store.spec();
		if (!spec) return;
		const now = Date.now();
		let problem: string | null = null;
		this.ctx.storage.transactionSync(() => {
			let { n, link } = this.#store.tail(spec.run);
			for (const record of records) {
				problem = this.#objection(record, n, spec.ended);
				if (problem) return;
				if (record.n <= n) continue;
				link = this.#store.append(record, link, now);
				n = record.n;
				if (record.kind === "event") spec.ended = this.#event(record) || spec.ended;
			}
		});
		if (problem) {
			this.#contradiction(socket, problem);
			return;
		}
		this.#ack(socket);
		this.#progressSoon(now);
		if (this.outbox.nextAt() !== null) this.wake();
	}

	/** What is wrong with a record, in words; null where it is the next one, or one that is stored just so. */
	#objection(record: RunRecord, last: number, ended: boolean): string | null {
		if (record.n > last + 1) return `record ${record.n} came after record ${last}`;
		if (record.n <= last)
			return this.#sameAs(record) ? null : `record ${record.n} came again with other bytes`;
		if (ended) return `record ${record.n} came after the end`;
		if (record.kind === "event") return eventObjection(record);
		const expected = this.#store.total(record.kind);
		return record.offset === expected
			? null
			: `record ${record.n} of ${record.kind} starts at byte ${record.offset}, ${expected} was expected`;
	}

	#sameAs(record: RunRecord): boolean {
		const stored = this.#store.at(record.n);
		if (
			!stored ||
			stored.kind !== record.kind ||
			stored.offset !== record.offset ||
			stored.length !== record.bytes.length
		)
			return false;
		return stored.salt === null || hex(payloadHash(stored.salt, record.bytes, sha256)) === hex(stored.hash);
	}

	/** What follows from an event inside the run; true where it is the end. Inside the transaction. */
	#event(record: RunRecord): boolean {
		const event = readRunEvent(record.bytes);
		if (event.type === "context") this.outbox.put("started", "session", { type: "started" });
		if (event.type !== "end") return false;
		this.#store.markEnded();
		this.outbox.put("ended", "session", { type: "ended" });
		return true;
	}

	#contradiction(socket: WebSocket, reason: string): void {
		this.change(() => this.outbox.put(`integrity:${reason}`, "session", { type: "integrity", reason }));
		socket.close(1008, reason.slice(0, 120));
	}

	#progressSoon(now: number): void {
		if (this.#progressAt !== null) return;
		this.#progressAt = Math.max(now + 50, this.#shownAt + progressEvery);
		void this.ctx.storage.setAlarm(this.#progressAt);
	}

	protected override nextTime(): number | null {
		return this.#progressAt;
	}

	// Shown, not recorded: so a failure here costs a refresh of the card, and the next one makes up for it.
	protected override async onTime(now: number): Promise<void> {
		if (this.#progressAt === null || now < this.#progressAt) return;
		this.#progressAt = null;
		this.#shownAt = now;
		const spec = this.#store.spec();
		if (spec && !spec.ended)
			await objectOf(this.env.SESSION, spec.session).progressed(spec.run, this.#progress(false));
	}

	#progress(ended: boolean): Progress {
		const counts = { stdout: this.#store.total("stdout"), stderr: this.#store.total("stderr"), lines: null };
		return ended
			? { ...counts, ...firstOutput(this.#store) }
			: { ...counts, excerpt: lastOutput(this.#store), whole: false };
	}

	protected override async deliver(body: RecordingOutbox): Promise<void> {
		const spec = this.#store.spec() as Spec;
		const session = objectOf(this.env.SESSION, spec.session);
		if (body.type === "integrity") return session.integrity(spec.run, body.reason);
		if (body.type === "started") {
			const context = this.#find("context");
			return session.runStarted(spec.run, context.event, Math.floor(context.at / 1000));
		}
		await session.runEnded(spec.run, await this.#ended(spec));
	}

	#find<T extends "context" | "end">(type: T): { event: Extract<RunEvent, { type: T }>; at: number } {
		const numbers =
			type === "context" ? this.#store.list(0, 5) : this.#store.list(this.#store.tail("").n - 1, 1);
		for (const { n, kind, at } of numbers) {
			const event =
				kind === "event" ? readRunEvent((this.#store.at(n) as RecordRow).payload as Uint8Array) : null;
			if (event?.type === type) return { event: event as Extract<RunEvent, { type: T }>, at };
		}
		throw new Error(`no ${type} in this recording`);
	}

	/** The signed summary, whether it is true and the agent's, and the signed head. */
	async #ended(spec: Spec) {
		const { event } = this.#find("end");
		const summary = readSummary(event.summary);
		if (!summary) throw new Error("an end record's summary was checked before it was stored");
		const { n, link } = this.#store.tail(spec.run);
		const agrees =
			(await verify(spec.key, summaryMessage(event.summary), event.signature)) &&
			summary.run === spec.run &&
			summary.plan === spec.plan &&
			summary.digest === spec.digest &&
			summary.endpoint === spec.endpoint &&
			summary.records === n - 1 &&
			summary.stdout.bytes === this.#store.total("stdout") &&
			summary.stderr.bytes === this.#store.total("stderr");
		const head = await signHead(this.env, { id: spec.run, count: n, link: hex(link) });
		return { summary, agrees, head, progress: this.#progress(true) };
	}

	// What the console reads.
	async records(after: number, maxBytes: number): Promise<StoredRecord[]> {
		const found: StoredRecord[] = [];
		let bytes = 0;
		for (const { n, length } of this.#store.list(after, 2_000)) {
			if (found.length > 0 && bytes + length > maxBytes) break;
			found.push(storedRecord(this.#store.at(n) as RecordRow));
			bytes += length + 200;
		}
		return found;
	}
	async totals(): Promise<{ stdout: number; stderr: number; last: number }> {
		return {
			stdout: this.#store.total("stdout"),
			stderr: this.#store.total("stderr"),
			last: this.#store.tail("").n,
		};
	}
	/** Bytes [start, end) of a stream, read as they are wanted; null where they were erased. */
	async stream(stream: Stream, start: number, end: number): Promise<ReadableStream<Uint8Array> | null> {
		if (this.#store.spec()?.erased !== false) return null;
		let at = start;
		return new ReadableStream({
			type: "bytes",
			pull: (controller) => {
				const record = at < end ? this.#store.holding(stream, at) : null;
				if (!record) return controller.close();
				if (!record.payload) return controller.error(new Error("this output was erased"));
				const piece = record.payload.slice(at - record.offset, end - record.offset);
				at += piece.length;
				controller.enqueue(piece);
			},
		});
	}
	async verify(): Promise<RecordingCheck> {
		return verifyRecording(this.#store, this.#store.spec());
	}
	/** Those of some records that hold output which is not erased yet. */
	async erasable(records: number[]): Promise<number[]> {
		return this.#store.erasable(records);
	}
	/** Strikes out bytes and salts of some records of output, or of all; the chain still verifies. */
	async erase(records: number[] | null): Promise<void> {
		this.ctx.storage.transactionSync(() => this.#store.erase(records));
	}
}

const storedRecord = (row: RecordRow): StoredRecord => ({
	n: row.n,
	kind: row.kind,
	at: row.at,
	receivedAt: row.received_at,
	offset: row.offset,
	length: row.length,
	bytes: row.payload,
	salt: row.salt,
	hash: row.hash,
	event: row.kind === "event" && row.payload ? tryEvent(row.payload) : null,
});

const eventObjection = ({ n, bytes }: RunRecord): string | null => {
	const event = tryEvent(bytes);
	if (!event) return `record ${n} is an event that could not be read`;
	return event.type === "end" && !readSummary(event.summary)
		? `record ${n} is an end whose summary could not be read`
		: null;
};

const tryEvent = (bytes: Uint8Array): RunEvent | null => {
	try {
		return readRunEvent(bytes);
	} catch {
		return null;
	}
};
