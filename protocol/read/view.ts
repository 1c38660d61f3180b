// What a card shows: plain values, made by the Session, rendered by cards/ for each platform.
import { z } from "zod";
import { most, Text } from "../bounds.ts";
import { EndpointId, Instant, PlanId, RunId, SessionId, Sha256Hex } from "../ids.ts";
import { Hold } from "../machine.ts";
import { Roles } from "../people.ts";
import { choices, Phase, Step, SuccessCodes } from "../plan/plan.ts";
import { SecretName } from "../plan/secret-name.ts";
import { RuledBy } from "../plan/standing.ts";
import { ThreadKind } from "../record/events.ts";
import { Inside } from "../record/inside.ts";
import { PersonSeen } from "../record/person.ts";
import { DiskState, RunEnd } from "../record/records.ts";
import { CancelAsked, Doubted, RestartSeen } from "../record/verdict.ts";
import { Unconfirmed } from "./amendment.ts";
import { ClientNotice } from "./client-notice.ts";
import { DriftView } from "./drift-view.ts";
import { Mention } from "./mention.ts";
import { NoticeTurn } from "./notice-turn.ts";
import { Oddity } from "./oddity.ts";
import { MachineSays } from "./preflight-view.ts";
import { PromptView } from "./prompt-view.ts";
import { ExcerptPart, Ran, Reading } from "./reading.ts";
import { ScriptView } from "./script-view.ts";
import { HeadView, RelayView } from "./talk-view.ts";

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
export const TicketView = z.strictObject({ ticket: Text, url: Text.nullable() });
export type TicketView = z.infer<typeof TicketView>;

export const SessionView = z.strictObject({
	session: SessionId,
	client: Text,
	requester: Mention,
	/** Whether the requester has a role here. Messages stored by older versions show no mark. */
	requesterKnown: z.boolean().default(true),
	/** Theirs when they asked; missing in messages stored by older versions. */
	requesterRoles: Roles.exactOptional(),
	request: Text,
	openedAt: Instant,
	state: SessionState,
	/** In which of the session's threads it is shown. */
	thread: ThreadKind,
	/** Whether someone who may propose, take it, or close it, has an account where it is shown: else no button there is for them.
	 * On one person's own card: whether they may. */
	offers: z
		.strictObject({ propose: z.boolean(), serve: z.boolean(), close: z.boolean().default(true) })
		.default({ propose: true, serve: true, close: true }),
	/** Those people, where platforms show each person their own card. */
	served: z.array(Mention).max(most).default([]),
	/** The technician who wrote it down, if the requester did not ask in chat. */
	openedBy: Text.nullable(),
	/** The technician who took it. */
	takenBy: Text.nullable(),
	ticket: TicketView.nullable(),
	/** The newest plan's verdict, once it finished. */
	outcome: Text.nullable(),
	url: Text,
});
export type SessionView = z.infer<typeof SessionView>;

/** One step on one endpoint. `tail` and `head` are text for people (bytes that aren't UTF-8 as U+FFFD), already within `outputInChat`. */
export const RunView = z.strictObject({
	run: RunId,
	phase: Phase,
	endpoint: Text,
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
	/** Something that it started held its output open: of which `left` may know nothing. */
	held: z.literal(true).exactOptional(),
	/** What the shell reported of it; where output is kept out of chat, only counts, programs and codes. */
	inside: Inside.nullable().default(null),
	drift: DriftView.nullable().default(null),
	/** Number of lines of stdout and stderr together, once ended; null if they were not counted. */
	lines: z.int().nullable(),
	/** First lines once ended, last lines while it runs and of what failed. */
	excerpt: Text,
	part: ExcerptPart.default("first"),
	/** The last lines of stderr alone, of what failed. */
	errors: Text.default(""),
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
	client: Text,
	/** Who asked for what; `known`: whether they have a role here. Null in views stored by older versions. */
	request: z
		.strictObject({ by: Text, known: z.boolean(), text: Text, roles: Roles.exactOptional() })
		.nullable()
		.default(null),
	digest: Sha256Hex,
	state: PlanState,
	proposer: Mention,
	/** Theirs when they proposed it; missing in views stored by older versions. */
	proposerRoles: Roles.exactOptional(),
	/** It was proposed in the console, not in chat. */
	inConsole: z.literal(true).exactOptional(),
	approvers: z.array(Mention).max(most),
	/** Those of them who didn't vote, and for whom no one did; missing: no one voted. */
	waitsFor: z.array(Mention).max(most).exactOptional(),
	/** How many votes are needed, and who has voted yes. */
	votesNeeded: z.int(),
	votes: z
		.array(
			z.strictObject({
				name: Text,
				surface: Text,
				verdict: z.enum(["approve", "deny"]),
				at: Instant,
				reason: Text.nullable(),
				unconfirmed: Unconfirmed.exactOptional(),
			}),
		)
		.max(most),
	endpoints: z
		.array(
			z.strictObject({
				id: EndpointId,
				name: Text,
				description: Text,
				os: Text,
				loggedOn: z.array(Text).max(most),
				online: z.boolean(),
				lastSeen: Instant.nullable(),
				/** Why nothing more is delivered there until an owner confirms its machine. */
				held: Hold.nullable().default(null),
				/** Two machines share its key: its agents were sent away. */
				blocked: z.boolean().default(false),
				/** How far its clock is ahead of ours, in ms; negative: behind. */
				clockAhead: z.int().default(0),
				/** The name of the account that the agent runs as. */
				agentUser: Text,
				/** What happened to this endpoint, if its runs don't show it. */
				undelivered: Text.nullable(),
				/** Whether its disk takes what its agent writes; `room` while no agent is there to say. */
				disk: DiskState.default("room"),
			}),
		)
		.max(most),
	...choices,
	/** The text of a script that is `cut` in `files` is only its beginning. */
	/** 10 checks before, a command, 10 checks after. */
	steps: z.array(z.strictObject({ ...Step.shape, command: Text })).max(21),
	/** Of each step that is a script. */
	files: z.array(ScriptView).max(most).default([]),
	decideBy: Instant,
	/** Once approved. */
	runBy: Instant.nullable(),
	oddities: z.array(Oddity).max(most),
	/** What its endpoints said of its steps beforehand. */
	machinesSay: z.array(MachineSays).max(most).default([]),
	/** False: the card offers [Review in the console] instead of [Approve]. */
	chatApproval: z.boolean(),
	/** The groups of which no one has said yes yet; empty: policy asks for none, or the plan isn't open. */
	groupsLeft: z.array(Text).max(most).default([]),
	/** What let it run without a vote; null: people decide. */
	ruled: RuledBy.nullable().default(null),
	/** Approved, no step starts before that: the hours of the client; null: as the plan says. */
	from: Instant.nullable().default(null),
	/** Rules that deny a program, where no machine could say whether the plan calls it. */
	unread: z.array(Text).max(most).default([]),
	/** Whether an approver may approve the same for later plans, too. */
	standable: z.boolean().default(false),
	/** How approvers say yes. */
	approval: z.enum(["press", "passkey"]).default("press"),
	runs: z.array(RunView).max(most),
	outcome: Outcome.nullable(),
	outputInChat: z.enum(["lines", "counts"]),
	cancelledBy: Text.nullable(),
	/** The secrets that it needs; `wanted`: it is approved and waits for someone to enter them. */
	secrets: z
		.strictObject({ names: z.array(SecretName).max(most), wanted: z.boolean() })
		.default({ names: [], wanted: false }),
	ticket: TicketView.nullable(),
	/** On the copy for one person alone: the address of the session's thread there. */
	thread: Text.nullable().default(null),
	url: Text,
});
export type PlanView = z.infer<typeof PlanView>;

/** A short message at a turning point. The notification alone tells what happened. */
export const Notice = z.strictObject({
	/** What happened; cards/ writes the sentence. */
	turn: NoticeTurn,
	to: z.array(Mention).max(most),
	session: SessionId,
	/** What was asked, which names the session. Empty in notices stored by older versions. */
	request: Text.default(""),
	plan: PlanId.nullable(),
	/** Who did it. */
	by: Text,
	endpoints: z.array(Text).max(most),
	/** Who proposed the plan, in words; empty in other notices. */
	proposer: Text.default(""),
	/** The plan's own "what changes"; or what to erase. */
	changes: Text,
	/** The question, the reason for a denial or an erasure, the agent's refusal, why a message isn't taken. */
	text: Text,
	/** How it went on each endpoint, once all is over; empty before. */
	outcomes: z
		.array(
			z.strictObject({
				endpoint: Text,
				outcome: Outcome,
				/** Why, in words: empty when all went well, and in notices stored by older versions. */
				why: Text.default(""),
				/** Reports of runs on it that contradict the record. */
				doubted: z.array(Doubted).max(most).default([]),
			}),
		)
		.max(most),
	url: Text,
});
export type Notice = z.infer<typeof Notice>;

export { HeadView, RelayView };

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
