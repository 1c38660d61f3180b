// What the console and the exports read of a session: header, events, runs, output; given by the Worker.

import type { Deputy } from "../deputy.ts";
import type { Instant } from "../ids.ts";
import type { Person, Role } from "../people.ts";
import type { InputKind, Phase, Plan } from "../plan/plan.ts";
import type { RuledBy } from "../plan/standing.ts";
import type { Unanswered } from "../prompt.ts";
import type { VotedFor } from "../record/deputy.ts";
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
import type { Unconfirmed } from "./amendment.ts";
import type { BlockPage, BlockStart, Reached } from "./blocks.ts";
import type { Pace, PaceWish } from "./pace.ts";
import type { PromptState } from "./prompt-view.ts";
import type { Ran, Reading } from "./reading.ts";
import type { PlanView, TicketView } from "./view.ts";

/** Read page by page, oldest first; all of it belongs to one session that the reader may see. */
export interface TranscriptSource {
	header(): Promise<TranscriptHeader>;
	/** Header and runs, and the number of the last event, all at one moment. */
	moment(): Promise<{ header: TranscriptHeader; runs: TranscriptRun[]; last: number }>;
	/** Begins to seal an export. */
	seal(): Sealer;
	/** Begins a SHA-256. */
	hash(): Hasher;
	/** Events with seq > after. */
	events(after: number, limit: number): Promise<StoredEvent[]>;
	/** Every run of every plan, in the order in which they are (to be) run. */
	runs(): Promise<TranscriptRun[]>;
	/** Records with n > after, at most about `maxBytes` of payload (at least one record). `only`: events alone. */
	records(run: string, after: number, maxBytes: number, only?: "events"): Promise<StoredRecord[]>;
	/** When they came, a bounded step of them. */
	pace(run: string, wish: PaceWish): Promise<Pace>;
	/** Where a run's output can be opened, after a block (-1: from the first on); none: the run is not known. */
	blocks(run: string, after: number): Promise<BlockPage>;
	/** What one of them holds, of records with n > after; null: no such block. */
	block(run: string, id: number, after: number): Promise<BlockContents | null>;
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

/** Takes bytes one after the other; `hex` ends it. */
export interface Hasher {
	add(bytes: Uint8Array): void;
	hex(): string;
}

export type TranscriptHeader = {
	session: string;
	client: string;
	request: string;
	/** Their name as recorded. */
	requester: string;
	/** The same as people read it, with their roles then or "(no role here)"; no part of an export. */
	askedBy: string;
	/** What people called the conversation where they asked; null: not known, or they phoned. */
	askedIn: string | null;
	openedAt: Instant;
	state: string;
	/** The MSP's ticket, with its address if there is one. */
	ticket: TicketView | null;
	/** Its threads, and how much Caisey hears in each since when; null if that was not recorded. */
	threads: TranscriptThread[];
	/** How approvers say yes now; missing: by a press. */
	approval?: "passkey";
	/** Everyone who may be named, by id. */
	people: Person[];
	/** Whom approvers named to decide for them; no part of an export. */
	deputies?: readonly Deputy[];
	plans: TranscriptPlan[];
	workerKeys: { keyId: string; key: string }[];
	/** Raw Ed25519 public keys, base64, of the agents that ran or are to run these plans: what their summaries verify against. */
	endpointKeys: { endpoint: string; key: string }[];
	/** Erasures that wait for an answer. */
	erasures: Erasure[];
	/** What running steps asked, in their order, as it is now; none whose words were erased. */
	questions: TranscriptQuestion[];
};

export type TranscriptQuestion = {
	/** The event that tells of it. */
	seq: number;
	plan: string;
	run: string;
	kind: InputKind;
	/** Its first characters. */
	text: string;
	/** How much of each stream there was before it; null: not known. */
	place: Record<Stream, number> | null;
	state: PromptState;
	/** Who answered last, with the person's id if there is one; `said`: what, in words. */
	by: { person: string | null; name: string } | null;
	said: string | null;
	/** Why no answer counted. */
	because: Unanswered | null;
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
	/** Who proposed it as people read it, with their roles then; no part of an export. */
	proposer: string;
	/** From which account in chat it was proposed; no part of an export. */
	proposerAccount: string | null;
	/** `for`: the approver for whom a deputy voted. `unconfirmed`: how they came to decide whom no existing approver confirmed. */
	votes: {
		name: string;
		/** The voter's then; missing: recorded by an older version. The events tell it; no part of an export. */
		roles?: Role[];
		surface: string;
		verdict: Verdict;
		at: Instant;
		reason: string | null;
		for?: VotedFor;
		unconfirmed?: Unconfirmed;
	}[];
	/** Nobody decided in the policy's time, so deputies decide, too; no part of an export. */
	escalated?: boolean;
	/** What let it run without a vote; missing: people decide. The events tell it; no part of an export. */
	ruled?: RuledBy;
	/** Approved, no step starts before that. As `ruled`. */
	from?: Instant;
	/** Of an open plan: groups that haven't said yes, and rules that no machine could judge. As `ruled`. */
	rules?: Pick<PlanView, "groupsLeft" | "unread">;
	/** Whether an approver may approve the same for later plans, too. As `ruled`. */
	standable?: boolean;
	/** How often it was approved for later plans. As `ruled`. */
	given?: number;
	/** It is approved, and waits for someone to enter its secrets. */
	secretsWanted?: boolean;
	/** The questions of its steps that wait for a secret now. */
	secretsAsked?: { run: string; question: number; endpoint: string; text: string; until: Instant }[];
	/** What its endpoints report of themselves now, as its card shows it; no part of the record. */
	machines: Pick<
		PlanView["endpoints"][number],
		| "name"
		| "os"
		| "loggedOn"
		| "agentUser"
		| "clockAhead"
		| "online"
		| "lastSeen"
		| "held"
		| "blocked"
		| "undelivered"
		| "disk"
	>[];
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
	/** Something that it started held its output open. */
	held?: true;
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

/** What a block holds. `next`: where the one after it begins; null: it is the last so far. `more`: there are further records, after
 * the last of these. `late`, with the last of them: the records of `notes`; `lateMore`: others report something of it too. `generation`:
 * of the list that it is in. */
export type BlockContents = {
	start: BlockStart;
	next: Pick<Reached, "stdout" | "stderr"> | null;
	/** The first and the last of them hold the block's part of their bytes alone. */
	records: StoredRecord[];
	more: boolean;
	late: StoredRecord[];
	lateMore: boolean;
	generation: number;
};

/** The outcome of checking every link, hash and signature of a session and its recordings. */
export type Verification = {
	ok: boolean;
	/** One line a thing checked, in words. */
	checks: { ok: boolean; what: string; detail: string }[];
	/** What is stored, but not signed yet: `ok` doesn't speak of it. */
	open: string[];
};
