// What the console and the exports read of a session: header, events, runs, output; given by the Worker.

import type { Instant } from "../ids.ts";
import type { Person } from "../people.ts";
import type { Phase, Plan } from "../plan/plan.ts";
import type { Drift } from "../record/drift.ts";
import type { Erasure } from "../record/erasure.ts";
import type { Hearing, Place, SessionEvent, SignedHead, ThreadKind, Verdict } from "../record/events.ts";
import type { Inside } from "../record/inside.ts";
import type {
	RecordKind,
	RunContext,
	RunEnd,
	RunEvent,
	RunSummary,
	Stream,
	UnknownEvent,
} from "../record/records.ts";
import type { CancelAsked, Doubted, RestartSeen } from "../record/verdict.ts";
import type { Ran, Reading } from "./reading.ts";
import type { PlanView, TicketView } from "./view.ts";

/** Read page by page, oldest first; all of it belongs to one session that the reader may see. */
export interface TranscriptSource {
	header(): Promise<TranscriptHeader>;
	/** Header and runs, and the number of the last event, all at one moment. */
	moment(): Promise<{ header: TranscriptHeader; runs: TranscriptRun[]; last: number }>;
	/** Begins to seal an export. */
	seal(): Sealer;
	/** Events with seq > after. */
	events(after: number, limit: number): Promise<StoredEvent[]>;
	/** Every run of every plan, in the order in which they are (to be) run. */
	runs(): Promise<TranscriptRun[]>;
	/** Records with n > after, at most about `maxBytes` of payload (at least one record). */
	records(run: string, after: number, maxBytes: number): Promise<StoredRecord[]>;
	/** Bytes [start, end) of a stream, in one or more pieces; null if the run is not known or bytes of it were erased. */
	stream(run: string, stream: Stream, start: number, end: number): Promise<ReadableStream<Uint8Array> | null>;
	/** An attachment: how many bytes it has, and these as they are wanted; null if it is not known, or bytes of it are gone. */
	blob(
		id: string,
	): Promise<{ name: string; type: string; size: number; bytes: ReadableStream<Uint8Array> } | null>;
	verify(): Promise<Verification>;
}

/** Takes the text of an export, then signs the `sealMessage` of all of it with the Worker's key. */
export interface Sealer {
	add(text: string): void;
	signed(): Promise<{ keyId: string; signature: string }>;
}

export type TranscriptHeader = {
	session: string;
	client: string;
	request: string;
	requester: string;
	/** What people called the conversation where they asked; null: not known, or they phoned. */
	askedIn: string | null;
	openedAt: Instant;
	state: string;
	/** The MSP's ticket, with its address if there is one. */
	ticket: TicketView | null;
	/** Its threads, and how much Caisey hears in each since when; null if that was not recorded. */
	threads: TranscriptThread[];
	/** Everyone who may be named, by id. */
	people: Person[];
	plans: TranscriptPlan[];
	workerKeys: { keyId: string; key: string }[];
	/** Raw Ed25519 public keys, base64, of the agents that ran or are to run these plans: what their summaries verify against. */
	endpointKeys: { endpoint: string; key: string }[];
	/** Erasures that wait for an answer. */
	erasures: Erasure[];
};

export type TranscriptThread = {
	kind: ThreadKind;
	place: Place;
	/** What people called the conversation when the thread was opened; null: not known. */
	called: string | null;
	heard: { how: Hearing; at: Instant }[];
};

/** An event with what its link covers, so that anyone with an export can check the chain. */
export type StoredEvent = SessionEvent & {
	/** The exact stored bytes (`EventPayload` as UTF-8 JSON), and their salt; both null if the payload was erased. */
	payload: Uint8Array | null;
	salt: Uint8Array | null;
	/** `payloadHash`, 32 bytes; stays after an erasure. */
	hash: Uint8Array;
};

export type TranscriptPlan = {
	plan: Plan;
	/** The stored bytes as text: what was hashed. */
	text: string;
	digest: string;
	state: string;
	votes: { name: string; surface: string; verdict: Verdict; at: Instant; reason: string | null }[];
	/** It is approved, and waits for someone to enter its secrets. */
	secretsWanted?: boolean;
	/** What its endpoints report of themselves now, as its card shows it; no part of the record. */
	machines: Pick<PlanView["endpoints"][number], "name" | "os" | "loggedOn" | "agentUser" | "clockAhead">[];
};

export type TranscriptRun = {
	run: string;
	plan: string;
	step: number;
	phase: Phase;
	/** Of a script: its name and arguments. */
	command: string;
	endpoint: { id: string; name: string };
	state: "waiting" | "running" | "ended";
	/** Who proposed it, and from where. */
	by: { name: string; label: string | null; surface: string };
	approvals: { by: string; at: Instant }[];
	/** When the Worker heard of it. */
	startedAt: Instant | null;
	/** By its agent's clock. */
	agentStartedAt: Instant | null;
	context: RunContext | null;
	/** How that differs from what earlier runs on its endpoint found; null: not compared. */
	drift: Drift | null;
	stdout: number;
	stderr: number;
	/** How many processes it left running. */
	left: number;
	/** What the shell reported of it that counts. */
	inside: Inside | null;
	/** How its output was read, as found when it ended. */
	reading: Reading;
	ran: Ran;
	/** The number of the last stored record. */
	lastRecord: number;
	/** As far as the agent's report holds: null if it does not, or has not come. */
	end: RunEnd | null;
	/** The exit codes that the plan takes for success; missing: 0 alone. */
	success?: number[];
	/** The restart that the plan declares. */
	restart?: RestartSeen;
	/** Who asked for the cancellation that ended it. */
	cancelled: CancelAsked | null;
	/** Why the agent's report does not hold. */
	doubted: Doubted | null;
	/** The agent's report as it signed it: its own word. */
	summary: RunSummary | null;
	agrees: boolean | null;
	head: SignedHead | null;
	/** Whether bytes of this recording were erased: its records say which, and `stream` gives null. */
	erased: boolean;
};

export type StoredRecord = {
	n: number;
	kind: RecordKind;
	/** The agent's clock, microseconds since 1970. */
	at: number;
	/** The Worker's clock, milliseconds since 1970. */
	receivedAt: Instant;
	offset: number;
	length: number;
	/** The bytes and their salt; both null if they were erased. */
	bytes: Uint8Array | null;
	salt: Uint8Array | null;
	/** `payloadHash`, 32 bytes; stays after an erasure. */
	hash: Uint8Array;
	/** The decoded event, for records of kind `event`; null if erased or not readable. */
	event: RunEvent | UnknownEvent | null;
};

/** The outcome of checking every link, hash and signature of a session and its recordings. */
export type Verification = {
	ok: boolean;
	/** One line a thing checked, in words. */
	checks: { ok: boolean; what: string; detail: string }[];
	/** What is stored, but not signed yet: `ok` doesn't speak of it. */
	open: string[];
};
