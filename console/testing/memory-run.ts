// One run's recording held in memory: it can grow while it is read.
import { createHash } from "node:crypto";
import { noInside, saysAnything, withEvent } from "../../domain/inside.ts";
import { cutBlocks, firstBlock } from "../../domain/output/blocks.ts";
import { concat, utf8 } from "../../protocol/bytes.ts";
import type { BlockPage, BlockStart } from "../../protocol/read/blocks.ts";
import type { BlockContents, StoredRecord, TranscriptRun } from "../../protocol/read/transcript-source.ts";
import type { Drift } from "../../protocol/record/drift.ts";
import type { Inside } from "../../protocol/record/inside.ts";
import {
	eventBytes,
	type RecordKind,
	type RunContext,
	type RunEnd,
	type RunEvent,
	type RunSummary,
	recordMeta,
	type Stream,
	summaryMessage,
} from "../../protocol/record/records.ts";
import { holds, type Key, type Row, row, signed, signedHead } from "./chain.ts";

export type RunStart = Pick<
	TranscriptRun,
	"run" | "plan" | "step" | "phase" | "command" | "endpoint" | "by" | "approvals"
>;

export class MemoryRun {
	private readonly rows: Row[] = [];
	private readonly stored: StoredRecord[] = [];
	private readonly sizes = { stdout: 0, stderr: 0 };
	private readonly rest: Pick<
		TranscriptRun,
		| "state"
		| "startedAt"
		| "agentStartedAt"
		| "context"
		| "drift"
		| "end"
		| "cancelled"
		| "doubted"
		| "summary"
		| "agrees"
		| "head"
		| "erased"
	> = {
		state: "waiting",
		startedAt: null,
		agentStartedAt: null,
		context: null,
		drift: null,
		end: null,
		cancelled: null,
		doubted: null,
		summary: null,
		agrees: null,
		head: null,
		erased: false,
	};

	readonly facts: RunStart;
	private readonly digest: string;
	private readonly workerKey: Key;
	private readonly agentKey: Key;

	constructor(facts: RunStart, digest: string, workerKey: Key, agentKey: Key) {
		this.facts = facts;
		this.digest = digest;
		this.workerKey = workerKey;
		this.agentKey = agentKey;
	}

	start(at: number, context: RunContext): void {
		Object.assign(this.rest, { state: "running", startedAt: at, agentStartedAt: at, context });
		this.note(at, context);
		this.note(at, { type: "started", v: 1, pid: 4321 });
	}

	drifted(drift: Drift): void {
		this.rest.drift = drift;
	}

	write(at: number, stream: Stream, bytes: Uint8Array): void {
		this.add(at, stream, this.sizes[stream], bytes, null);
		this.sizes[stream] += bytes.length;
	}

	note(at: number, event: RunEvent): void {
		this.add(at, "event", 0, eventBytes(event), event);
	}

	/** An event of a kind that this version doesn't know. */
	unknown(at: number, text: string): void {
		this.add(at, "event", 0, utf8(text), { type: "unknown" });
	}

	finish(at: number, end: RunEnd): void {
		const { run, plan, endpoint } = this.facts;
		const summary: RunSummary = {
			v: 1,
			run,
			plan,
			digest: this.digest,
			endpoint: endpoint.id,
			records: this.stored.length,
			stdout: this.total("stdout"),
			stderr: this.total("stderr"),
			durationMs: this.rest.startedAt === null ? null : at - this.rest.startedAt,
			end,
		};
		const text = JSON.stringify(summary);
		this.note(at, {
			type: "end",
			v: 1,
			summary: text,
			signature: signed(this.agentKey, summaryMessage(text)),
		});
		const head = signedHead(this.workerKey, "record", run, this.rows);
		Object.assign(this.rest, { state: "ended", end, summary, agrees: true, head });
	}

	/** The events that stay. */
	stays(): number[] {
		return this.stored.flatMap(({ n, kind, event }) =>
			kind === "event" && event && event.type !== "inside" ? [n] : [],
		);
	}

	erase(): void {
		this.told = this.inside();
		this.starts = [firstBlock(1)];
		this.generation++;
		for (const [i, one] of this.stored.entries()) {
			if (one.kind === "event" && one.event?.type !== "inside") continue;
			Object.assign(one, { bytes: null, salt: null, event: null });
			Object.assign(this.rows[i] ?? {}, { payload: null, salt: null });
		}
		this.rest.erased = true;
	}

	/** Changes a stored byte behind the chain's back. */
	tamper(): void {
		const payload = this.rows.find((_, i) => this.stored[i]?.kind === "stdout")?.payload;
		if (payload) payload[0] = (payload[0] ?? 0) ^ 1;
	}

	transcript(): TranscriptRun {
		const reading = { as: [], overdrawn: false };
		const ran = { shell: "powershell", program: "" } as const;
		const left = this.stored.reduce(
			(sum, { event }) => (event?.type === "left" ? event.processes.length : sum),
			0,
		);
		const held = this.stored.some(({ event }) => event?.type === "output-held");
		const told = { left, ...(held && { held }), reading, ran, inside: this.inside() };
		return { ...this.facts, ...this.rest, ...this.sizes, ...told, lastRecord: this.stored.length };
	}

	/** Counts stay when the words go. */
	private told: Inside | null = null;

	private inside() {
		if (this.rest.erased) return this.told && { ...this.told, first: [] };
		const counted = this.stored.reduce(
			(inside, { n, event }) =>
				event?.type === "capture" || event?.type === "inside" ? withEvent(inside, event, n) : inside,
			noInside,
		);
		return this.rest.state === "ended" && saysAnything(counted) ? counted : null;
	}

	readonly list = (after: number, limit: number) => this.stored.slice(after, after + limit);

	page(after: number, maxBytes: number, only?: "events"): StoredRecord[] {
		const page: StoredRecord[] = [];
		let bytes = 0;
		for (const one of this.stored.slice(after)) {
			if (only && one.kind !== "event") continue;
			if (page.length && bytes + one.length > maxBytes) break;
			page.push(one);
			bytes += one.length;
		}
		return page;
	}

	/** In steps of `blockStep`, as storage finds them. */
	blocks(after: number): BlockPage {
		this.asked.push("blocks");
		const last = this.starts.at(-1) ?? firstBlock(1);
		const { starts, end } = cutBlocks(last, this.stored.slice(last.n - 1), null, this.blockStep);
		this.starts.push(...starts);
		const blocks = this.starts.slice(after + 1).map(({ carried: _, ...start }, i) => {
			const id = after + 1 + i;
			return { ...start, id, notes: this.notes(id).map(({ n }) => n) };
		});
		return { blocks, end, complete: end.n === this.stored.length, generation: this.generation };
	}

	/** Of records that come after the block, those that report something of it. */
	private notes(id: number): StoredRecord[] {
		const [start, next] = [this.starts[id], this.starts[id + 1]];
		if (!start || !next) return [];
		const isReached = (place: Record<Stream, number>, at: BlockStart) =>
			place.stdout <= at.stdout && place.stderr <= at.stderr;
		return this.stored
			.slice(next.n - 1)
			.filter(
				({ event }) =>
					event?.type === "inside" &&
					event.entries.some(
						(one) =>
							"place" in one && isReached(one.place, next) && (id === 0 || !isReached(one.place, start)),
					),
			);
	}

	block(id: number, after: number): BlockContents | null {
		this.asked.push(after === 0 ? `block ${id}` : `block ${id} after ${after}`);
		const [start, next] = [this.starts[id], this.starts[id + 1] ?? null];
		if (!start) return null;
		const records = this.stored.slice(start.n - 1, next?.n ?? this.stored.length).flatMap((record) => {
			const from = record.n === start.n ? start.skip : 0;
			const to = record.n === next?.n ? next.skip : record.length;
			if (record.n <= after || (to === 0 && record.n === next?.n)) return [];
			const bytes = record.bytes?.subarray(from, to) ?? null;
			return [{ ...record, offset: record.offset + from, length: to - from, bytes }];
		});
		return {
			start,
			next,
			records,
			more: false,
			late: this.notes(id),
			lateMore: false,
			generation: this.generation,
		};
	}
	/** What a viewer asked for. */
	readonly asked: string[] = [];
	blockStep = Number.POSITIVE_INFINITY;
	private starts = [firstBlock(1)];
	private generation = 0;

	stream(stream: Stream, start: number, end: number): ReadableStream<Uint8Array> | null {
		if (this.rest.erased) return null;
		const bytes = this.bytes(stream).slice(start, end);
		return new ReadableStream({
			start(controller) {
				if (bytes.length) controller.enqueue(bytes);
				controller.close();
			},
		});
	}

	check() {
		const { head } = this.rest;
		const what = `The recording of ${this.facts.phase} on ${this.facts.endpoint.name}`;
		if (!head) return [];
		const ok = holds("record", this.rows, head, this.workerKey);
		return [
			{
				ok,
				what,
				detail: `${head.count} records up to ${head.link.slice(0, 8)}…, signed with ${head.keyId}`,
			},
		];
	}

	private bytes(stream: Stream): Uint8Array {
		return concat(...this.stored.flatMap(({ kind, bytes }) => (kind === stream && bytes ? [bytes] : [])));
	}

	private total(stream: Stream) {
		const bytes = this.bytes(stream);
		return { bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
	}

	private add(
		at: number,
		kind: RecordKind,
		offset: number,
		bytes: Uint8Array,
		event: StoredRecord["event"],
	): void {
		const meta = { n: this.stored.length + 1, kind, at: at * 1000, offset, length: bytes.length };
		const receivedAt = at + 12;
		const one = row(recordMeta(meta, receivedAt), bytes);
		this.rows.push(one);
		this.stored.push({ ...meta, receivedAt, bytes, salt: one.salt, hash: one.hash, event });
	}
}
