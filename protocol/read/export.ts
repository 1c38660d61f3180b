// A transcript's JSON export: one schema for what is written. docs/verify-transcript.mjs reads it by shapes of its own, since it
// shares no code with us; docs/transcript.md says what the fields mean.
import { z } from "zod";
import {
	BlobId,
	EndpointId,
	Instant,
	PlanId,
	PublicKey,
	RunId,
	SessionId,
	Sha256Hex,
	Signature,
} from "../ids.ts";
import { Person, Surface } from "../people.ts";
import { Phase } from "../plan/plan.ts";
import { VotedFor } from "../record/deputy.ts";
import { Drift } from "../record/drift.ts";
import { Hearing, Place, SignedHead, ThreadKind, Verdict } from "../record/events.ts";
import { InsideCounts } from "../record/inside.ts";
import { RunContext, RunEnd, RunSummary } from "../record/records.ts";
import { CancelAsked, Doubted } from "../record/verdict.ts";
import { Unconfirmed } from "./amendment.ts";
import { PlanState, SessionState, TicketView } from "./view.ts";

const Base64 = z.base64();
const KeyId = z.string();
const erased = z.literal(true).optional();
const count = z.int().min(0);

const ExportedHeader = z.strictObject({
	session: SessionId,
	client: z.string(),
	request: z.string(),
	requester: z.string(),
	askedIn: z.string().nullable(),
	openedAt: Instant,
	state: SessionState,
	ticket: TicketView.nullable(),
	threads: z.array(
		z.strictObject({
			kind: ThreadKind,
			place: Place,
			called: z.string().nullable(),
			heard: z.array(z.strictObject({ how: Hearing, at: Instant })),
		}),
	),
	people: z.array(Person),
	workerKeys: z.array(z.strictObject({ keyId: KeyId, key: PublicKey })),
	endpointKeys: z.array(z.strictObject({ endpoint: EndpointId, key: PublicKey })),
});

const ExportedPlan = z.strictObject({
	id: PlanId,
	text: z.string(),
	digest: Sha256Hex,
	state: PlanState,
	votes: z.array(
		z.strictObject({
			name: z.string(),
			surface: Surface,
			verdict: Verdict,
			at: Instant,
			reason: z.string().nullable(),
			for: VotedFor.exactOptional(),
			unconfirmed: Unconfirmed.exactOptional(),
		}),
	),
});

/** `payload` and `salt` are null where it is erased. */
const ExportedEvent = z.strictObject({
	seq: z.int().min(1),
	at: Instant,
	kind: z.string(),
	payload: z.string().nullable(),
	salt: Base64.nullable(),
	hash: Sha256Hex,
	erased,
});
export type ExportedEvent = z.infer<typeof ExportedEvent>;

/** `bytes` and `salt` are null where it is erased. */
const ExportedRecord = z.strictObject({
	n: z.int().min(1),
	kind: z.enum(["stdout", "stderr", "event"]),
	at: count,
	receivedAt: Instant,
	offset: count,
	length: count,
	bytes: Base64.nullable(),
	salt: Base64.nullable(),
	hash: Sha256Hex,
	erased,
	/** Output that the evidence bundle has: in an HTML export its bytes and salt are null. */
	elsewhere: z.literal(true).optional(),
});
export type ExportedRecord = z.infer<typeof ExportedRecord>;

const ExportedRun = z.strictObject({
	run: RunId,
	plan: PlanId,
	step: count,
	phase: Phase,
	command: z.string(),
	endpoint: z.strictObject({ id: EndpointId, name: z.string() }),
	state: z.enum(["waiting", "running", "ended"]),
	by: z.strictObject({ name: z.string(), label: z.string().nullable(), surface: Surface }),
	approvals: z.array(z.strictObject({ by: z.string(), at: Instant })),
	startedAt: Instant.nullable(),
	/** By its agent's clock. */
	agentStartedAt: Instant.nullable(),
	context: RunContext.nullable(),
	drift: Drift.nullable(),
	stdout: count,
	stderr: count,
	lastRecord: count,
	end: RunEnd.nullable(),
	cancelled: CancelAsked.nullable(),
	doubted: Doubted.nullable(),
	summary: RunSummary.nullable(),
	agrees: z.boolean().nullable(),
	/** What the shell reported that counts; its records have all of it. */
	inside: InsideCounts.nullable(),
	head: SignedHead.nullable(),
	erased: z.boolean(),
	records: z.array(ExportedRecord),
});

/** Null where its bytes are gone. */
const ExportedAttachment = z.union([
	z.strictObject({ blob: BlobId, name: z.string(), type: z.string(), bytes: Base64 }),
	z.strictObject({ blob: BlobId, bytes: z.null(), erased: z.literal(true) }),
]);

export const TranscriptExport = z.strictObject({
	format: z.literal("caisey-transcript"),
	v: z.literal(2),
	exportedAt: Instant,
	header: ExportedHeader,
	plans: z.array(ExportedPlan),
	events: z.array(ExportedEvent),
	runs: z.array(ExportedRun),
	attachments: z.array(ExportedAttachment),
	/** By the Worker's key, over `sealMessage` of every byte before it. */
	seal: z.strictObject({ keyId: KeyId, signature: Signature }),
});
