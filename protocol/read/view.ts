// What a card shows: plain values, made by the Session, rendered by cards/ for each platform.
import { z } from "zod";
import { EndpointId, Instant, PlanId, RunId, SessionId, Sha256Hex } from "../ids.ts";
import { Hold } from "../machine.ts";
import { Surface } from "../people.ts";
import { choices, Phase, Step, SuccessCodes } from "../plan/plan.ts";
import { SecretName } from "../plan/secret-name.ts";
import { ThreadKind } from "../record/events.ts";
import { Inside } from "../record/inside.ts";
import { PersonSeen } from "../record/person.ts";
import { DiskState, RunEnd } from "../record/records.ts";
import { CancelAsked, Doubted, RestartSeen } from "../record/verdict.ts";
import { ClientNotice } from "./client-notice.ts";
import { DriftView } from "./drift-view.ts";
import { Mention } from "./mention.ts";
import { Oddity } from "./oddity.ts";
import { MachineSays } from "./preflight-view.ts";
import { PromptView } from "./prompt-view.ts";
import { ExcerptPart, Ran, Reading } from "./reading.ts";
import { ScriptView } from "./script-view.ts";

export { Mention };

export const PlanState = z.enum([
	"open",
	"approved",
	"running",
	"finished",
	"denied",
	"expired",
	"cancelled",
]);
export type PlanState = z.infer<typeof PlanState>;

/** Its newest plan's, and what is before and after plans. */
export const SessionState = z.enum([
	"waiting-for-technician",
	"waiting-for-approval",
	"waiting-for-secret",
	...PlanState.exclude(["open"]).options,
	"closed",
]);
export type SessionState = z.infer<typeof SessionState>;

/** `url` null: the MSP has no link for its tickets. */
export const TicketView = z.strictObject({ ticket: z.string(), url: z.string().nullable() });
export type TicketView = z.infer<typeof TicketView>;

export const SessionView = z.strictObject({
	session: SessionId,
	client: z.string(),
	requester: Mention,
	/** Whether the requester has a role here. Messages stored by older versions show no mark. */
	requesterKnown: z.boolean().default(true),
	request: z.string(),
	openedAt: Instant,
	state: SessionState,
	/** In which of the session's threads it is shown. */
	thread: ThreadKind,
	/** The technician who wrote it down, if the requester did not ask in chat. */
	openedBy: z.string().nullable(),
	/** The technician who took it. */
	takenBy: z.string().nullable(),
	ticket: TicketView.nullable(),
	/** The newest plan's verdict, once it finished. */
	outcome: z.string().nullable(),
	url: z.string(),
});
export type SessionView = z.infer<typeof SessionView>;

/** One step on one endpoint. `tail` and `head` are text for people (bytes that aren't UTF-8 as U+FFFD), already within `outputInChat`. */
export const RunView = z.strictObject({
	run: RunId,
	phase: Phase,
	endpoint: z.string(),
	state: z.enum(["waiting", "running", "ended"]),
	/** It waits for the answer to a question. */
	asks: z.boolean().default(false),
	startedAt: Instant.nullable(),
	/** As far as the agent's report holds: null if it does not, or has not come. */
	end: RunEnd.nullable(),
	/** The exit codes that the plan takes for success; missing: 0 alone. */
	success: SuccessCodes.exactOptional(),
	restart: RestartSeen.exactOptional(),
	/** What became of the plan's words for the person at the machine, until now. */
	person: PersonSeen.exactOptional(),
	/** Who asked for the cancellation that ended it; null in views stored by older versions. */
	cancelled: CancelAsked.nullable().default(null),
	/** Why the agent's report does not hold. */
	doubted: Doubted.nullable().default(null),
	durationMs: z.number().nullable(),
	stdout: z.int(),
	stderr: z.int(),
	/** How many processes it left running. */
	left: z.int().default(0),
	/** What the shell reported of it; where output is kept out of chat, only counts, programs and codes. */
	inside: Inside.nullable().default(null),
	drift: DriftView.nullable().default(null),
	/** Number of lines of stdout and stderr together, once ended; null if they were not counted. */
	lines: z.int().nullable(),
	/** First lines once ended, last lines while it runs and of what failed. */
	excerpt: z.string(),
	part: ExcerptPart.default("first"),
	ran: Ran.nullable().default(null),
	reading: Reading.default({ as: [], overdrawn: false }),
	/** Whether `excerpt` is all output. */
	whole: z.boolean(),
	/** The recording's signed head. */
	head: Sha256Hex.nullable(),
});
export type RunView = z.infer<typeof RunView>;

/** How a finished plan went, worst step first. cards/ writes the sentence. */
export const Outcome = z.enum(["done", "done-but-check", "did-not-work", "unknown", "not-run"]);
export type Outcome = z.infer<typeof Outcome>;

export const PlanView = z.strictObject({
	plan: PlanId,
	session: SessionId,
	client: z.string(),
	digest: Sha256Hex,
	state: PlanState,
	proposer: Mention,
	approvers: z.array(Mention),
	/** How many votes are needed, and who has voted yes. */
	votesNeeded: z.int(),
	votes: z.array(
		z.strictObject({
			name: z.string(),
			surface: z.string(),
			verdict: z.enum(["approve", "deny"]),
			at: Instant,
			reason: z.string().nullable(),
		}),
	),
	endpoints: z.array(
		z.strictObject({
			id: EndpointId,
			name: z.string(),
			description: z.string(),
			os: z.string(),
			loggedOn: z.array(z.string()),
			online: z.boolean(),
			lastSeen: Instant.nullable(),
			/** Why nothing more is delivered there until an owner confirms its machine. */
			held: Hold.nullable().default(null),
			/** How far its clock is ahead of ours, in ms; negative: behind. */
			clockAhead: z.int().default(0),
			/** The name of the account that the agent runs as. */
			agentUser: z.string(),
			/** What happened to this endpoint, if its runs don't show it. */
			undelivered: z.string().nullable(),
			/** Whether its disk takes what its agent writes, while it has the plan. */
			disk: DiskState.default("room"),
		}),
	),
	...choices,
	/** The text of a script that is `cut` in `files` is only its beginning. */
	steps: z.array(z.strictObject({ ...Step.shape, command: z.string() })),
	/** Of each step that is a script. */
	files: z.array(ScriptView).default([]),
	decideBy: Instant,
	/** Once approved. */
	runBy: Instant.nullable(),
	oddities: z.array(Oddity),
	/** What its endpoints said of its steps beforehand. */
	machinesSay: z.array(MachineSays).default([]),
	/** False: the card offers [Review in the console] instead of [Approve]. */
	chatApproval: z.boolean(),
	runs: z.array(RunView),
	outcome: Outcome.nullable(),
	outputInChat: z.enum(["lines", "counts"]),
	cancelledBy: z.string().nullable(),
	/** The secrets that it needs; `wanted`: it is approved and waits for someone to enter them. */
	secrets: z
		.strictObject({ names: z.array(SecretName), wanted: z.boolean() })
		.default({ names: [], wanted: false }),
	ticket: TicketView.nullable(),
	url: z.string(),
});
export type PlanView = z.infer<typeof PlanView>;

/** A short message at a turning point. The notification alone tells what happened. */
export const Notice = z.strictObject({
	/** What happened; cards/ writes the sentence. */
	turn: z.enum([
		"approval-asked",
		"approval-wanted-by",
		"question",
		"approved",
		"denied",
		"expired",
		"cancelled",
		"reminder",
		"finished",
		"undelivered",
		"refused-by-agent",
		"stray-grant",
		"disk",
		"closed",
		"erasure-asked",
		"erasure-done",
		"erasure-declined",
		"erasure-expired",
		"untaken",
		"unopened",
		"unreached",
		"prompt-asked",
		"prompt-typed",
		"secret-wanted",
		"unproposed",
	]),
	to: z.array(Mention),
	session: SessionId,
	/** What was asked, which names the session. Empty in notices stored by older versions. */
	request: z.string().default(""),
	plan: PlanId.nullable(),
	/** Who did it. */
	by: z.string(),
	endpoints: z.array(z.string()),
	/** Who proposed the plan, in words; empty in other notices. */
	proposer: z.string().default(""),
	/** The plan's own "what changes"; or what to erase. */
	changes: z.string(),
	/** The question, the reason for a denial or an erasure, the agent's refusal, why a message isn't taken. */
	text: z.string(),
	/** How it went on each endpoint, once all is over; empty before. */
	outcomes: z.array(
		z.strictObject({
			endpoint: z.string(),
			outcome: Outcome,
			/** Why, in words: empty when all went well, and in notices stored by older versions. */
			why: z.string().default(""),
			/** Reports of runs on it that contradict the record. */
			doubted: z.array(Doubted).default([]),
		}),
	),
	url: z.string(),
});
export type Notice = z.infer<typeof Notice>;

/** The session's signed head, posted once and never edited: the chat as outside witness. */
export const HeadView = z.strictObject({
	session: SessionId,
	count: z.int(),
	link: Sha256Hex,
	keyId: z.string(),
	at: Instant,
	url: z.string(),
});
export type HeadView = z.infer<typeof HeadView>;

/** What someone said in another thread of the session, shown in this one. */
export const RelayView = z.strictObject({
	session: SessionId,
	author: z.string(),
	/** Whether the author has a role here. Messages posted by older versions show no mark. */
	known: z.boolean().default(true),
	/** The platform it was said on. */
	surface: Surface,
	text: z.string(),
	/** Attached files; `bytes` null: not recorded, or not yet. */
	files: z.array(z.strictObject({ name: z.string(), bytes: z.int().nullable() })),
	state: z.enum(["said", "edited", "deleted"]),
	url: z.string(),
});
export type RelayView = z.infer<typeof RelayView>;

/** All that is posted in chat through the queue. */
export const ChatMessage = z.discriminatedUnion("type", [
	z.strictObject({ type: z.literal("session"), view: SessionView }),
	z.strictObject({ type: z.literal("plan"), view: PlanView }),
	z.strictObject({ type: z.literal("notice"), view: Notice }),
	z.strictObject({ type: z.literal("head"), view: HeadView }),
	z.strictObject({ type: z.literal("relay"), view: RelayView }),
	z.strictObject({ type: z.literal("client"), view: ClientNotice }),
	z.strictObject({ type: z.literal("prompt"), view: PromptView }),
]);
export type ChatMessage = z.infer<typeof ChatMessage>;
