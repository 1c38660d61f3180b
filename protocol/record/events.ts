// A session's events: append-only, one chain. Readers keep every version; a new kind is an addition.
import { z } from "zod";
import { most, Text } from "../bounds.ts";
import { fromUtf8, utf8 } from "../bytes.ts";
import { EndpointId, ErasureId, Instant, PersonId, PlanId, RunId, Sha256Hex } from "../ids.ts";
import { Actor, Ticket } from "../people.ts";
import { ApprovalProof } from "../plan/passkey.ts";
import { SecretName } from "../plan/secret-name.ts";
import { Asked, ShownAnswer, Unanswered, Unopened } from "../prompt.ts";
import { Unconfirmed } from "../read/amendment.ts";
import { Unposted } from "../read/unposted.ts";
import { Refusal } from "../refusal.ts";
import { Attachment, ExpectedFile, MissingAttachment } from "./attachment.ts";
import { CardServed, CardShown, CardUnkept } from "./card.ts";
import { ApproverUnreached, CardMailed, Escalation, PlanEscalated, VotedFor } from "./deputy.ts";
import { Drift } from "./drift.ts";
import { ErasureTarget, ErasureTargets } from "./erasure.ts";
import { SignedHead } from "./head.ts";
import { Hearing, MessageRef, Place, ThreadKind } from "./place.ts";
import { RunContext, RunEnd, RunSummary } from "./records.ts";
import { rulingEvents } from "./ruling.ts";
import { RunLimit } from "./run-limit.ts";
import { HeadStamp } from "./stamp.ts";
import { Found } from "./verdict.ts";

export {
	Attachment,
	Escalation,
	ExpectedFile,
	Hearing,
	MessageRef,
	MissingAttachment,
	Place,
	SignedHead,
	ThreadKind,
	VotedFor,
};

export const Verdict = z.enum(["approve", "deny"]);
export type Verdict = z.infer<typeof Verdict>;

const ofPrompt = { run: RunId, prompt: Asked.shape.id };

export const SessionEventBody = z.discriminatedUnion("kind", [
	z.strictObject({
		kind: z.literal("session.opened"),
		request: Text,
		source: z.enum(["command", "shortcut", "mention"]),
		place: Place,
		/** What people called that conversation then: `#front-desk`, `IT help (Acme Dental)`. Missing: Caisey didn't know. */
		called: Text.min(1).optional(),
		/** The message that someone had already written (shortcut). */
		original: z.strictObject({ ref: MessageRef, author: Actor, at: Instant }).nullable(),
		/** Who asked, if a technician opened it for someone who phoned. */
		for: Actor.optional(),
	}),
	/** The session has a new thread: what people say there from now on is part of this record, as far as Caisey hears it. */
	z.strictObject({
		kind: z.literal("thread.opened"),
		thread: ThreadKind,
		place: Place,
		/** As in `session.opened`. */
		called: Text.min(1).optional(),
		heard: Hearing.optional(),
	}),
	/** From now on Caisey hears more, or less, of what people say in one of them. */
	z.strictObject({
		kind: z.literal("thread.heard"),
		place: Place,
		heard: Hearing,
		/** When that began, where Caisey learned of it later. */
		since: Instant.optional(),
	}),
	/** A thread of the session couldn't be opened in chat, and whether the person who asked was told: `there`, where they asked;
	 * `directly`, in a message to them, if that arrives; `not`: that can't be sent either. Of another than its own: whether the owners
	 * were told, once for as long as that lasts. */
	z.strictObject({
		kind: z.literal("thread.unopened"),
		place: Place,
		/** As in `session.opened`. */
		called: Text.min(1).optional(),
		because: Unposted,
		told: z.enum(["there", "directly", "not"]),
		/** Missing: the session's own. */
		thread: ThreadKind.optional(),
	}),
	/** A technician took it. */
	z.strictObject({ kind: z.literal("session.taken") }),
	/** A technician handed it to another one, who has it from now on. */
	z.strictObject({ kind: z.literal("session.handed"), to: Actor }),
	/** The number of its ticket in the MSP's ticket system; null: removed. */
	z.strictObject({ kind: z.literal("ticket.set"), ticket: Ticket.nullable() }),
	z.strictObject({
		kind: z.literal("message.said"),
		ref: MessageRef,
		text: Text,
		attachments: z.array(Attachment).max(most),
		missing: z.array(MissingAttachment).max(most),
		/** The files attached to it, recorded before any was read: each gets a `message.attached`. */
		expected: z.array(ExpectedFile).max(most).optional(),
	}),
	/** The result for one of them. */
	z.strictObject({
		kind: z.literal("message.attached"),
		ref: MessageRef,
		/** The file's id on the platform. */
		file: Text,
		attached: z.union([
			z.strictObject({ attachment: Attachment }),
			z.strictObject({ missing: MissingAttachment }),
		]),
	}),
	z.strictObject({ kind: z.literal("message.edited"), ref: MessageRef, text: Text }),
	/** The platform does not tell who deleted it; `author` is the name of who had written it. */
	z.strictObject({
		kind: z.literal("message.deleted"),
		ref: MessageRef,
		author: Text.optional(),
	}),
	z.strictObject({
		kind: z.literal("plan.proposed"),
		plan: PlanId,
		digest: Sha256Hex,
		/** SHA-256 of the id of the wish that it was proposed by, so that no second plan comes of it. Missing in older events. */
		wish: Sha256Hex.optional(),
	}),
	CardShown,
	CardServed,
	CardUnkept,
	CardMailed,
	z.strictObject({
		kind: z.literal("vote.cast"),
		plan: PlanId,
		verdict: Verdict,
		reason: Text.nullable(),
		policy: z.int(),
		/** The message whose button was pressed; null: decided in the browser. */
		ref: MessageRef.nullable(),
		/** Missing: it is no deputy's; an existing approver confirmed whose it is, or an older version recorded it. */
		for: VotedFor.exactOptional(),
		unconfirmed: Unconfirmed.exactOptional(),
	}),
	/** What the passkey of who cast the vote before this signed. The agents that got the plan checked it again. */
	z.strictObject({ kind: z.literal("vote.proved"), plan: PlanId, proof: ApprovalProof }),
	z.strictObject({
		kind: z.literal("attempt.refused"),
		plan: PlanId.nullable(),
		action: Text,
		refusal: Refusal,
	}),
	/** So often this account was refused here by now; no longer one by one. */
	z.strictObject({ kind: z.literal("attempts.counted"), count: z.int().min(1) }),
	ApproverUnreached,
	PlanEscalated,
	z.strictObject({ kind: z.literal("question.asked"), plan: PlanId, text: Text }),
	...rulingEvents,
	/** Someone entered the secrets of these names, sealed in their browser to each endpoint's agent. */
	z.strictObject({
		kind: z.literal("secrets.entered"),
		plan: PlanId,
		names: z.array(SecretName).max(most).min(1),
	}),
	/** Approved, but `run by` passed for this endpoint, or policy no longer allows it: nothing was run there. */
	z.strictObject({
		kind: z.literal("plan.undelivered"),
		plan: PlanId,
		endpoint: EndpointId,
		because: z.enum(["run-by-passed", "cancelled", "policy", "quarantined"]),
	}),
	z.strictObject({
		kind: z.literal("plan.accepted"),
		plan: PlanId,
		endpoint: EndpointId,
		runtime: Text,
	}),
	/** An agent rejected a grant and ran nothing. `expected`: the plan's own, so the plan doesn't run there. `repeated`: the
	 * agent had accepted the plan before, or it ended. `misdirected`: the plan isn't for that endpoint. */
	z.strictObject({
		kind: z.literal("plan.refused"),
		plan: PlanId,
		endpoint: EndpointId,
		grant: z.enum(["expected", "repeated", "misdirected"]),
		code: Text,
		reason: Text,
	}),
	/** The endpoint has the plan, or may have it, and tells no more of it: the outcome there is unknown. */
	z.strictObject({
		kind: z.literal("plan.unheard"),
		plan: PlanId,
		endpoint: EndpointId,
		/** Missing: it went silent for too long. `record-lost`: its agent came back and doesn't know the plan. */
		because: z.enum(["record-lost"]).optional(),
	}),
	z.strictObject({ kind: z.literal("cancel.asked"), plan: PlanId }),
	z.strictObject({ kind: z.literal("run.started"), run: RunId, context: RunContext }),
	/** How its environment differs from that of earlier runs on its endpoint. Follows its start; missing in older transcripts. */
	z.strictObject({ kind: z.literal("run.drift"), run: RunId, drift: Drift }),
	z.strictObject({
		kind: z.literal("run.ended"),
		run: RunId,
		end: RunEnd,
		/** As stored by the Worker. */
		stdout: z.int(),
		stderr: z.int(),
		/** The agent's signed summary, and whether it is about this run and its counts match the stored ones. */
		summary: RunSummary,
		agrees: z.boolean(),
		head: SignedHead,
		/** Missing: the run ended before Caisey checked this. */
		found: Found.optional(),
	}),
	/** A running step asks, and waits. */
	z.strictObject({ kind: z.literal("prompt.asked"), run: RunId, asked: Asked }),
	/** Someone answered question `prompt` of that run. A text is sent once approvers let it through. `ref`: the card that was
	 * pressed. */
	z.strictObject({
		kind: z.literal("prompt.answered"),
		...ofPrompt,
		answer: ShownAnswer,
		/** The chosen choices as the question calls them. */
		labels: z.array(Text).max(most),
		ref: MessageRef.nullable(),
	}),
	/** An approver, or a deputy `for` them, lets the text through that was answered last. */
	z.strictObject({
		...{ kind: z.literal("prompt.cleared"), ...ofPrompt, ref: MessageRef.nullable() },
		for: VotedFor.exactOptional(),
	}),
	/** An approver keeps it back: the question is open again. */
	z.strictObject({ kind: z.literal("prompt.rejected"), ...ofPrompt, ref: MessageRef.nullable() }),
	/** The agent couldn't hand on the sealed answer that was given last: the question is open again. */
	z.strictObject({ kind: z.literal("prompt.unopened"), ...ofPrompt, because: Unopened }),
	/** The question got no answer. `text`: the question's. */
	z.strictObject({
		kind: z.literal("prompt.expired"),
		...ofPrompt,
		text: Asked.shape.text,
		because: Unanswered,
	}),
	/** Records that contradict the stored ones: kept out, and reported. */
	z.strictObject({ kind: z.literal("integrity"), run: RunId, reason: Text }),
	/** A run passed a limit of the client's policy: its plan is cancelled with this. */
	z.strictObject({ kind: z.literal("run.stopped"), run: RunId, limit: RunLimit }),
	z.strictObject({ kind: z.literal("head.signed"), head: SignedHead }),
	/** An authority outside says that it saw the signed head of so many events. */
	HeadStamp.extend({ kind: z.literal("head.stamped") }),
	z.strictObject({ kind: z.literal("link.issued"), to: PersonId }),
	/** Someone asks for an erasure; until it ends, nothing is erased. */
	z.strictObject({
		kind: z.literal("erasure.asked"),
		erasure: ErasureId,
		targets: ErasureTargets,
		reason: Text,
		/** Without a confirmation until then, nothing is erased. */
		expires: Instant,
	}),
	/** It ended unconfirmed; the `erased` events report a confirmation. */
	z.strictObject({
		kind: z.literal("erasure.ended"),
		erasure: ErasureId,
		how: z.enum(["declined", "withdrawn", "expired"]),
	}),
	/** Bytes and salts are gone. The actor is who confirmed, `asked` who had asked for it; both missing: by policy. */
	z.strictObject({
		kind: z.literal("erased"),
		what: ErasureTarget,
		reason: Text,
		asked: z.strictObject({ erasure: ErasureId, by: Actor, at: Instant }).optional(),
		/** Of a run whose output goes: the events that stay, by their numbers; the others told what its shell reported.
		 * Missing: all of them stay. */
		stays: z.array(z.int().min(1)).max(most).optional(),
	}),
	/** `did`: what was done, in the words of who closed it. */
	z.strictObject({ kind: z.literal("session.closed"), did: Text.min(1).optional() }),
	/** It isn't solved: it waits for a technician again. */
	z.strictObject({ kind: z.literal("session.reopened") }),
]);
export type SessionEventBody = z.infer<typeof SessionEventBody>;
export type SessionEventKind = SessionEventBody["kind"];

/** One event as stored and read. `body` is null if it was erased. */
export type SessionEvent = {
	seq: number;
	at: Instant;
	kind: string;
	actor: Actor | null;
	body: SessionEventBody | null;
};

/** The payload that a link's hash covers: version, actor and body as one JSON text. */
export const EventPayload = z.strictObject({ v: z.literal(1), actor: Actor, body: SessionEventBody });
export const eventPayload = (actor: Actor, body: SessionEventBody): Uint8Array<ArrayBuffer> =>
	utf8(JSON.stringify(EventPayload.parse({ v: 1, actor, body })));
export const readEventPayload = (bytes: Uint8Array): z.infer<typeof EventPayload> =>
	EventPayload.parse(JSON.parse(fromUtf8(bytes)));

/** The metadata that a link covers beside the payload's hash. */
export const eventMeta = (event: { seq: number; at: Instant; kind: string }): Uint8Array<ArrayBuffer> =>
	utf8(JSON.stringify([1, event.seq, event.at, event.kind]));
