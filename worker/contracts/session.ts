// What a Session may be asked.
import type { ProposalForm } from "../../bots/backend.ts";
import type * as Intent from "../../bots/intent.ts";
import type { PlanDraft } from "../../protocol/plan/plan.ts";
import type { GivenAnswer } from "../../protocol/prompt.ts";
import type { PromptView } from "../../protocol/read/prompt-view.ts";
import type { SecretForm } from "../../protocol/read/secret-form.ts";
import type {
	StoredEvent,
	TranscriptHeader,
	TranscriptRun,
	Verification,
} from "../../protocol/read/transcript-source.ts";
import type { Unposted } from "../../protocol/read/unposted.ts";
import type { PlanView } from "../../protocol/read/view.ts";
import type { ErasureAnswer, ErasureTarget } from "../../protocol/record/erasure.ts";
import type { Hearing, MessageRef, Place, Verdict } from "../../protocol/record/events.ts";
import type { DiskState } from "../../protocol/record/records.ts";
import type { Answer, Refusal } from "../../protocol/refusal.ts";
import type { SealedSecret } from "../../protocol/sealing.ts";
import type { Caller } from "./values/caller.ts";
import type { GrantAnswer, RefusedGrant, Undelivered } from "./values/grant.ts";
import type { Posted } from "./values/post.ts";
import type { RunReport } from "./values/recording.ts";
import type { Unopened } from "./values/unopened.ts";
import type { Opened } from "./values/wish.ts";

/** The result of a message. */
export type Heard = {
	technician: boolean;
	/** The kind of secret in it, which was not kept; null: none. */
	secret: string | null;
	/** It was heard before: nothing was changed. */
	again: boolean;
};

/** Where a plan's button was pressed. `ofPlan`: on a card of that plan, as the Workspace knows. */
export type Pressed = { place: Place; ref: MessageRef; ofPlan: boolean };
/** A wish about a plan. `pressed`: null in the console, which shows every plan whole. */
export type AboutPlan = { by: Caller; plan: string; pressed: Pressed | null };
export type CastVote = AboutPlan & { verdict: Verdict; reason: string | null };
/** `once`: the same whenever the same question is delivered again. */
export type AskQuestion = AboutPlan & { question: string; once: string };

/** A wish about a question of one of a plan's runs. */
export type AboutPrompt = AboutPlan & { run: string; prompt: number };
export type GiveAnswer = AboutPrompt & { answer: GivenAnswer };
/** `tries`: which of its answers they saw. */
export type ClearAnswer = AboutPrompt & { tries: number; verdict: "send" | "keep" };
/** All secrets of a plan, sealed to each endpoint's agent. */
export type EnterSecrets = AboutPlan & { sealed: { endpoint: string; secrets: SealedSecret[] }[] };

export type AskErasure = { by: Caller; targets: ErasureTarget[]; reason: string };
export type AnswerErasure = { by: Caller; erasure: string; answer: ErasureAnswer };

/** An attachment, its bytes read as they are wanted. */
export type Blob = { name: string; type: string; size: number; bytes: ReadableStream<Uint8Array> };

export interface SessionContract {
	// The talk. A repeat changes nothing.
	open(id: string, wish: Opened, client: string, rootKey: string): Promise<void>;
	said(intent: Intent.Said, hearing: Hearing): Promise<Answer<Heard>>;
	/** `since`: when that began, if earlier than now. */
	hears(place: { workspace: string; channel: string }, how: Hearing, since?: number): Promise<void>;
	/** The kind of secret in it; null: none. The same for `edited`. */
	attached(intent: Intent.Attached): Promise<string | null>;
	edited(intent: Intent.Edited): Promise<string | null>;
	deleted(intent: Intent.Deleted): Promise<void>;
	close(by: Intent.ChatUser): Promise<Answer<object>>;

	// The MSP's side.
	take(by: Intent.ChatUser): Promise<Answer<object>>;
	setTicket(by: Intent.ChatUser, ticket: string): Promise<Answer<object>>;
	ticket(by: Intent.ChatUser): Promise<Answer<{ ticket: string | null }>>;

	// Proposing and deciding.
	draft(intent: Intent.DraftCommand): Promise<Answer<{ draft: string }>>;
	dropDraft(by: Intent.ChatUser, id: string): Promise<Answer<object>>;
	form(
		by: Intent.ChatUser,
		from: Intent.FormFrom,
		wish: "form" | "propose",
	): Promise<Answer<{ draft: Partial<PlanDraft>; policy: ProposalForm["policy"]; client: string }>>;
	propose(intent: Intent.Propose): Promise<Answer<{ plan: string }>>;
	vote(wish: CastVote): Promise<Answer<{ decided: boolean }>>;
	ask(wish: AskQuestion): Promise<Answer<object>>;
	show(wish: AboutPlan): Promise<Answer<{ view: PlanView; decides: boolean }>>;
	/** What the console's page needs to seal an approved plan's secrets. */
	secretForm(wish: AboutPlan): Promise<Answer<{ form: SecretForm }>>;
	enterSecrets(wish: EnterSecrets): Promise<Answer<object>>;
	/** The plan that a cancel would end, for someone who may cancel it. */
	askCancel(wish: AboutPlan): Promise<Answer<{ view: PlanView }>>;
	cancel(wish: AboutPlan): Promise<Answer<object>>;
	/** A running step's question, for someone who may answer it now. */
	lookAtPrompt(wish: AboutPrompt): Promise<Answer<{ view: PromptView }>>;
	answer(wish: GiveAnswer): Promise<Answer<object>>;
	clear(wish: ClearAnswer): Promise<Answer<object>>;
	/** Records that something was refused elsewhere that someone wanted in a thread of this session. */
	attempt(by: Intent.ChatUser, action: string, refusal: Refusal): Promise<void>;
	linkIssued(by: Intent.ChatUser): Promise<void>;

	// What endpoints, recordings and workspaces report. Each may come twice.
	grant(ask: { plan: string; endpoint: string; challenge: string }): Promise<GrantAnswer>;
	undelivered(plan: string, endpoint: string, because: Undelivered): Promise<void>;
	accepted(plan: string, endpoint: string, runtime: string): Promise<void>;
	/** The agent is back and doesn't know a plan that it had, or may have had. */
	recordLost(plan: string, endpoint: string): Promise<void>;
	/** The endpoint was removed while its agent, which has the plan or may have it, wasn't there. */
	endpointRemoved(plan: string, endpoint: string): Promise<void>;
	disk(plan: string, endpoint: string, state: DiskState): Promise<void>;
	/** False if this session has no such plan, or the endpoint is not its client's: then nothing was recorded. */
	refusedByAgent(plan: string, endpoint: string, refused: RefusedGrant): Promise<boolean>;
	/** An endpoint came, went, or is held. */
	endpointChanged(endpoint: string): Promise<void>;
	reported(run: string, report: RunReport): Promise<void>;
	posted(post: Posted): Promise<void>;
	/** An approver can't be reached with a plan at this identity. */
	unreached(plan: string, identity: string, because: Unposted): Promise<void>;
	/** Its own thread couldn't be opened. */
	unopened(unopened: Unopened): Promise<void>;

	// An erasure by two people.
	askErasure(intent: AskErasure): Promise<Answer<{ erasure: string }>>;
	answerErasure(intent: AnswerErasure): Promise<Answer<object>>;

	// What the console reads.
	header(): Promise<TranscriptHeader>;
	/** Header and runs, and the number of the last event, all at one moment. */
	moment(): Promise<{ header: TranscriptHeader; runs: TranscriptRun[]; last: number }>;
	events(after: number, limit: number): Promise<StoredEvent[]>;
	runs(): Promise<TranscriptRun[]>;
	/** Null if it is not here, or not whole. */
	blob(id: string): Promise<Blob | null>;
	verify(): Promise<Verification>;
	/** The id of its client; null if it was never opened. */
	client(): Promise<string | null>;
}
