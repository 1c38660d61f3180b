// A transcript's source held in memory, with real chains and signatures: what tests and the preview read from.
import { createHash } from "node:crypto";
import { paceOf } from "../../domain/output/pace.ts";
import { concat, fromBase64, hex, utf8 } from "../../protocol/bytes.ts";
import type { Actor, Person } from "../../protocol/people.ts";
import { type Plan, planBytes, planDigest } from "../../protocol/plan/plan.ts";
import { noBlocks } from "../../protocol/read/blocks.ts";
import { sealMessage } from "../../protocol/read/seal.ts";
import type {
	Sealer,
	StoredEvent,
	TranscriptHeader,
	TranscriptPlan,
	TranscriptSource,
	Verification,
} from "../../protocol/read/transcript-source.ts";
import type { Erasure } from "../../protocol/record/erasure.ts";
import {
	eventMeta,
	eventPayload,
	type SessionEventBody,
	type SignedHead,
} from "../../protocol/record/events.ts";
import { rolesText } from "../../words/actors.ts";
import { holds, newKey, type Row, row, sha256, signed, signedHead } from "./chain.ts";
import { MemoryRun, type RunStart } from "./memory-run.ts";
import { questionsIn } from "./questions.ts";

export type Opening = Omit<
	TranscriptHeader,
	"plans" | "workerKeys" | "endpointKeys" | "people" | "erasures" | "questions"
> & {
	people: Person[];
};

export class MemorySession {
	readonly workerKey = newKey();
	readonly agentKey = newKey();
	readonly runs: MemoryRun[] = [];
	state: string;
	/** What waits for a second person. */
	erasures: Erasure[] = [];
	private readonly rows: Row[] = [];
	private readonly stored: StoredEvent[] = [];
	private readonly plans: TranscriptPlan[] = [];
	private readonly blobs = new Map<string, { name: string; type: string; bytes: Uint8Array }>();
	private readonly heads: SignedHead[] = [];

	readonly opening: Opening;

	constructor(opening: Opening) {
		this.opening = opening;
		this.state = opening.state;
	}

	event(at: number, actor: Actor, body: SessionEventBody): number {
		const seq = this.stored.length + 1;
		const one = row(eventMeta({ seq, at, kind: body.kind }), eventPayload(actor, body));
		this.rows.push(one);
		this.stored.push({
			seq,
			at,
			kind: body.kind,
			actor,
			body,
			payload: one.payload,
			salt: one.salt,
			hash: one.hash,
		});
		return seq;
	}

	/** The plan's endpoints get the agent's real key. */
	propose(draft: Plan): TranscriptPlan {
		const key = hex(sha256(fromBase64(this.agentKey.public)));
		const plan = { ...draft, endpoints: draft.endpoints.map((one) => ({ ...one, key })) };
		const bytes = planBytes(plan);
		const text = new TextDecoder().decode(bytes);
		const reports = {
			os: "Windows 11",
			loggedOn: ["Dana"],
			agentUser: "NT AUTHORITY\\SYSTEM",
			clockAhead: 0,
			...{
				online: true,
				lastSeen: null,
				held: null,
				blocked: false,
				undelivered: null,
				disk: "room" as const,
			},
		};
		const machines = plan.endpoints.map(({ name }) => ({ name, ...reports }));
		const by = this.opening.people.find((one) => one.id === plan.proposedBy);
		const made: TranscriptPlan = {
			plan,
			proposer: by ? by.name + rolesText(by.roles) : "someone",
			text,
			digest: planDigest(bytes, sha256),
			state: "open",
			proposerAccount: null,
			votes: [],
			machines,
		};
		this.plans.push(made);
		return made;
	}

	/** `open`: it waits for more votes. */
	vote(plan: string, vote: TranscriptPlan["votes"][number], state: "approved" | "open" = "approved"): void {
		const found = this.plans.find((one) => one.plan.id === plan);
		if (found) Object.assign(found, { state, votes: [...found.votes, vote] });
	}

	attach(id: string, name: string, type: string, bytes: Uint8Array) {
		this.blobs.set(id, { name, type, bytes });
		return { blob: id, name, type, bytes: bytes.length, sha256: hex(sha256(bytes)) };
	}

	run(start: RunStart): MemoryRun {
		const digest = this.plans.find(({ plan }) => plan.id === start.plan)?.digest ?? "";
		const run = new MemoryRun(start, digest, this.workerKey, this.agentKey);
		this.runs.push(run);
		return run;
	}

	/** Its last plan is over. */
	finish(): void {
		this.state = "finished";
		Object.assign(this.plans.at(-1) ?? {}, { state: "finished" });
	}

	signHead(at: number, actor: Actor): SignedHead {
		const head = signedHead(this.workerKey, "event", this.opening.session, this.rows);
		this.heads.push(head);
		this.event(at, actor, { kind: "head.signed", head });
		return head;
	}

	eraseEvent(seq: number, at: number, actor: Actor): void {
		const one = this.stored[seq - 1];
		if (one) Object.assign(one, { payload: null, salt: null, body: null, actor: null });
		Object.assign(this.rows[seq - 1] ?? {}, { payload: null, salt: null });
		this.event(at, actor, { kind: "erased", what: { seq }, reason: "it named a patient" });
	}

	eraseRun(run: MemoryRun, at: number, actor: Actor): void {
		const stays = run.stays();
		run.erase();
		this.event(at, actor, { kind: "erased", what: { run: run.facts.run }, reason: "retention", stays });
	}

	source(): TranscriptSource {
		const run = (id: string) => this.runs.find((one) => one.facts.run === id);
		return {
			header: async () => this.header(),
			moment: async () => ({
				header: this.header(),
				runs: this.runs.map((one) => one.transcript()),
				last: this.stored.length,
			}),
			seal: () => this.seal(),
			hash: () => {
				const hash = createHash("sha256");
				return { add: (bytes) => void hash.update(bytes), hex: () => hash.digest("hex") };
			},
			events: async (after, limit) => this.stored.filter(({ seq }) => seq > after).slice(0, limit),
			runs: async () => this.runs.map((one) => one.transcript()),
			records: async (id, after, maxBytes, only) => run(id)?.page(after, maxBytes, only) ?? [],
			pace: async (id, wish) => paceOf(run(id) ?? { list: () => [] }, wish),
			blocks: async (id, after) => run(id)?.blocks(after) ?? noBlocks,
			block: async (id, block, after) => run(id)?.block(block, after) ?? null,
			stream: async (id, stream, start, end) => run(id)?.stream(stream, start, end) ?? null,
			blob: async (id) => {
				const found = this.blobs.get(id);
				return found ? { ...found, size: found.bytes.length, bytes: inPieces(found.bytes) } : null;
			},
			verify: async () => this.verify(),
		};
	}

	private header(): TranscriptHeader {
		const endpoints = new Set(this.plans.flatMap(({ plan }) => plan.endpoints.map(({ id }) => id)));
		const endpointKeys = [...endpoints].map((endpoint) => ({ endpoint, key: this.agentKey.public }));
		return {
			...this.opening,
			state: this.state,
			plans: this.plans,
			workerKeys: [{ keyId: this.workerKey.keyId, key: this.workerKey.public }],
			endpointKeys,
			erasures: this.erasures,
			questions: questionsIn(this.stored, this.plans[0]?.plan.id ?? ""),
		};
	}

	private seal(): Sealer {
		const hash = createHash("sha256");
		const { keyId } = this.workerKey;
		return {
			add: (text) => void hash.update(text),
			signed: async () => ({
				keyId,
				signature: signed(this.workerKey, sealMessage(hash.digest("hex"))),
			}),
		};
	}

	private verify(): Verification {
		const heads = this.heads.map((head) => ({
			ok: holds("event", this.rows, head, this.workerKey),
			what: "The session's events",
			detail: `${head.count} links up to ${head.link.slice(0, 8)}…, signed with ${head.keyId}`,
		}));
		const checks = [...heads, ...this.runs.flatMap((run) => run.check())];
		return { ok: checks.every(({ ok }) => ok), checks, open: [] };
	}
}

/** As storage gives them: in pieces of any length. */
const inPieces = (bytes: Uint8Array): ReadableStream<Uint8Array> => {
	let at = 0;
	return new ReadableStream({
		pull(controller) {
			if (at >= bytes.length) return controller.close();
			controller.enqueue(bytes.slice(at, at + 7));
			at += 7;
		},
	});
};

/** Bytes of text pieces in a row. */
export const bytesOf = (...parts: (string | Uint8Array)[]): Uint8Array =>
	concat(...parts.map((part) => (typeof part === "string" ? utf8(part) : part)));
