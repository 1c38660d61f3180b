// The Recording object: everything one run put out, or a part of it. Takes the agent's data socket, acks what is durable.
import { paceOf } from "../../domain/output/pace.ts";
import { base64 } from "../../protocol/bytes.ts";
import type { StoredRecord } from "../../protocol/read/transcript-source.ts";
import { type DataFromWorker, DataHello, dataHelloMessage } from "../../protocol/record/data-socket.ts";
import type { Inside } from "../../protocol/record/inside.ts";
import { decodeFrame, type RunRecord, type Stream } from "../../protocol/record/records.ts";
import { pingText, pongText } from "../../protocol/wire.ts";
import type { RecordingContract } from "../contracts/recording.ts";
import type {
	Cut,
	Excerpt,
	Outline,
	OutputPiece,
	PartBlocks,
	PartContents,
	RowsCheck,
	Spec,
} from "../contracts/values/recording.ts";
import { Base } from "../durable/base.ts";
import { tryJson } from "../durable/columns.ts";
import { type Env, settings } from "../env.ts";
import { random, verify } from "../keys/crypto.ts";
import { logged } from "../log.ts";
import { acks } from "./acks.ts";
import { Attachment } from "./attachment.ts";
import { blockContents, blocksAfter, findMore, isLong } from "./blocks.ts";
import { erasable, staying, strikeAfter } from "./erasing.ts";
import { follow, type Recorder } from "./events.ts";
import { firstOutput, pageIn } from "./excerpt.ts";
import { insideOf } from "./inside.ts";
import { newLimits } from "./limits.ts";
import { deliver, ending, questionReport, RecordingOutbox, reportProgress } from "./outbox.ts";
import { outlineOf, readRecords, readStream } from "./reading.ts";
import { tellsOfStart } from "./report.ts";
import { goesOnIn, rollOver } from "./roll-over.ts";
import { type RecordingStore, recordingStore, type SpecRow } from "./store.ts";
import { fresh, migrations } from "./tables.ts";
import { takeRecords } from "./taking.ts";
import { checkRows } from "./verify.ts";

type Totals = Parameters<RecordingContract["prepare"]>[3];

/** How often a running step's card learns of new output, in ms. */
const progressEvery = 1_000;

export class Recording extends Base<RecordingOutbox> implements RecordingContract {
	readonly #store: RecordingStore;
	readonly #limits: ReturnType<typeof newLimits>;
	readonly #acks = acks(() => this.#store.tail().n);
	#progressAt: number | null = null;
	/** When a run that has ended is cut into blocks: lost in a restart, it's done when someone looks. */
	#blocksAt: number | null = null;
	#shownAt = 0;

	constructor(ctx: DurableObjectState, env: Env) {
		super(ctx, env, migrations, RecordingOutbox, fresh, "things");
		this.#store = recordingStore(ctx.storage.sql);
		this.#limits = newLimits(this.#store, (body) => this.outbox.put("limited", "session", body));
		ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(pingText, pongText));
	}

	/** Makes the recording ready to take this run's records; a later part of it, those after `start`. */
	async prepare(spec: Spec, part = 0, start: Cut | null = null, events?: Totals): Promise<void> {
		this.#store.prepare(spec, part, start, events);
	}

	/** The agent's data socket: first a challenge; records only from who answers it with the endpoint's key. */
	override async fetch(request: Request): Promise<Response> {
		const spec = this.#store.spec();
		const endpoint = new URL(request.url).pathname.split("/")[2];
		if (request.headers.get("Upgrade")?.toLowerCase() !== "websocket")
			return new Response("a WebSocket is expected here", { status: 426 });
		if (!spec || spec.endpoint !== endpoint)
			return new Response("no such run on this endpoint", { status: 404 });
		const last = this.#store.parts().at(-1)?.part;
		if (last !== undefined) return goesOnIn(last);
		if (spec.full) {
			const next = { start: this.#store.tail(), events: this.#limits.eventTotals() };
			return goesOnIn(await rollOver(this.env, this, spec, next));
		}
		const { 0: client, 1: server } = new WebSocketPair();
		const nonce = base64(random(32));
		this.ctx.acceptWebSocket(server);
		server.serializeAttachment({ stage: "challenged", nonce } satisfies Attachment);
		server.send(JSON.stringify({ type: "challenge", nonce } satisfies DataFromWorker));
		return new Response(null, { status: 101, webSocket: client });
	}

	/** For the first part: where a later one begins. */
	async goesOn(part: number, start: Cut): Promise<void> {
		this.#store.addPart(part, start);
	}

	/** A connection on which something broke is ended: the agent's next one goes on after the last ack. */
	override async webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): Promise<void> {
		await this.#heard(socket, message).catch((error) => {
			this.#limits.forget();
			socket.close(1011, `something went wrong in the Worker (code ${logged(error)})`);
		});
	}

	/** Answers the close: for a socket that hibernates the runtime doesn't. */
	override async webSocketClose(socket: WebSocket): Promise<void> {
		socket.close();
	}

	async #heard(socket: WebSocket, message: string | ArrayBuffer): Promise<void> {
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
		const spec = this.#store.spec() as SpecRow;
		if (spec.full) this.#sendOn();
		else this.#take(socket, records);
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
		this.#acks.now(socket);
	}

	/** Stores what follows the last record, in one transaction. A full part takes no more. */
	#take(socket: WebSocket, records: RunRecord[]): void {
		const now = Date.now();
		const { problem, full } = this.outbox.transaction(() => {
			const before = this.#store.tail().n;
			const problem =
				this.#limits.objection() ??
				takeRecords(this.#store, records, this.#store.ended(), now, (event, n) =>
					follow(event, n, this.#recorder),
				);
			if (!problem && !this.#store.ended()) this.#limits.took(records, before);
			const full = !problem && this.#isFull() && !this.#store.ended();
			if (full) this.#store.markFull();
			return { problem, full };
		});
		if (problem) {
			if (problem.missing) socket.close(1011, problem.reason);
			else this.#contradiction(socket, problem.reason);
			return;
		}
		this.#acks.inTurn(socket);
		this.#progressSoon(now);
		if (this.outbox.nextAt() !== null) this.wake();
		if (full) this.#sendOn();
	}

	#isFull(): boolean {
		return this.sql.databaseSize >= settings(this.env).RECORDING_PART_BYTES;
	}

	/** Agents connect again, and are then brought to the next part. */
	#sendOn(): void {
		for (const socket of this.ctx.getWebSockets())
			socket.close(1000, "this recording goes on in another part");
	}

	/** What follows from events inside the run, inside the transaction that stores them. */
	readonly #recorder: Recorder = {
		started: (n) => {
			if (!this.#store.markContext(n)) return;
			this.outbox.put("started", "session", { type: "started" });
		},
		questioned: (entry) => {
			if (this.#limits.mayAsk(entry.id))
				this.outbox.put(`${entry.what}:${entry.id}`, "session", questionReport(entry));
		},
		asked: (n) => this.outbox.put(`person:${n}`, "session", { type: "person", n }),
		ended: () => {
			if (isLong(this.#store)) this.#blocksAt = Date.now() + progressEvery;
			this.outbox.put("ended", "session", { type: "ended" });
		},
	};

	#contradiction(socket: WebSocket, reason: string): void {
		this.change(() => this.outbox.put(`integrity:${reason}`, "session", { type: "integrity", reason }));
		socket.send(JSON.stringify({ type: "rejected", reason } satisfies DataFromWorker));
		socket.close(1008, reason.slice(0, 120));
	}

	#progressSoon(now: number): void {
		if (this.#progressAt !== null) return;
		this.#progressAt = Math.max(now + 50, this.#shownAt + progressEvery);
		this.later();
	}

	protected override nextTime(): number | null {
		return this.#progressAt ?? this.#blocksAt;
	}

	// Shown, not recorded: so a failure here costs a refresh of the card, and the next one makes up for it.
	protected override async onTime(now: number): Promise<void> {
		if (this.#blocksAt !== null && now >= this.#blocksAt) {
			const { complete } = this.ctx.storage.transactionSync(() => findMore(this.#store));
			this.#blocksAt = complete ? null : now;
		}
		if (this.#progressAt === null || now < this.#progressAt) return;
		this.#progressAt = null;
		this.#shownAt = now;
		await reportProgress(this.env, this.#store);
	}

	/** The first output of this part. */
	async beginning(): Promise<Excerpt> {
		return firstOutput(this.#store);
	}

	/** The last output until the end of this part. */
	async ending(): Promise<OutputPiece[]> {
		return ending(this.env, this.#store);
	}

	/** For the first part: the code page that the run's context names. */
	async codePage(): Promise<number | null> {
		return pageIn(this.#store);
	}

	protected override async deliver(body: RecordingOutbox): Promise<void> {
		await deliver(body, this.env, this.#store);
	}

	/** Of this part: whether it begins with the start of a process. */
	async tellsOfStart(): Promise<boolean> {
		return tellsOfStart(this.#store);
	}

	/** What the shell reported of the step in this part. */
	async inside(): Promise<Inside> {
		return insideOf(this.#store);
	}

	// What is read of this part, and erased in it; whole.ts puts the parts together.
	async outline(): Promise<Outline> {
		return outlineOf(this.#store);
	}
	async tail(): Promise<Cut> {
		return this.#store.tail();
	}
	async records(after: number, maxBytes: number, only?: "events"): Promise<StoredRecord[]> {
		return readRecords(this.#store, after, maxBytes, only);
	}
	async pace(...[wish]: Parameters<RecordingContract["pace"]>) {
		return paceOf(this.#store, wish);
	}
	/** Bytes [start, end) of a stream, read as they are wanted; null if they were erased. */
	async stream(stream: Stream, start: number, end: number): Promise<ReadableStream<Uint8Array> | null> {
		return readStream(this.#store, stream, start, end);
	}
	async blocks(i: number): Promise<PartBlocks> {
		return this.ctx.storage.transactionSync(() => blocksAfter(this.#store, i));
	}
	async block(i: number, after: number): Promise<PartContents | null> {
		return blockContents(this.#store, i, after);
	}
	/** Null if this part was never prepared. */
	async about(): Promise<{ spec: Spec; start: Cut; erased: boolean } | null> {
		const spec = this.#store.spec();
		return spec && { spec, start: this.#store.start(), erased: spec.erased };
	}
	async check(from: Cut, maxBytes: number): Promise<RowsCheck> {
		return checkRows(this.#store, from, maxBytes);
	}
	async erasable(records: number[]): Promise<number[]> {
		return erasable(this.#store, records);
	}
	async staying(): Promise<{ stays: number[]; others: boolean }> {
		return staying(this.#store);
	}
	async erase(records: number[] | null): Promise<void> {
		this.#store.markErased();
		this.#store.clearBlocks();
		if (records !== null) this.#store.strike(erasable(this.#store, records));
		const stays = records === null ? new Set(staying(this.#store).stays) : null;
		for (let n: number | null = 0; stays && n !== null; ) {
			n = strikeAfter(this.#store, n, stays);
			await this.ctx.storage.sync();
		}
		// Someone may have looked meanwhile.
		this.#store.clearBlocks();
	}
}
