// What a Session may be asked.
import type { ProposalForm } from "../../bots/backend.ts";
import type * as Intent from "../../bots/intent.ts";
import type { ErasureAnswer, ErasureTarget } from "../../protocol/erasure.ts";
import type { Hearing, Verdict } from "../../protocol/events.ts";
import type { PlanDraft } from "../../protocol/plan.ts";
import type { RunContext } from "../../protocol/records.ts";
import type { Answer, Refusal } from "../../protocol/refusal.ts";
import type {
	StoredEvent,
	TranscriptHeader,
	TranscriptRun,
	Verification,
} from "../../protocol/transcript.ts";
import type { PlanView } from "../../protocol/view.ts";
import type { GrantAnswer, RefusedGrant, Undelivered } from "./values/grant.ts";
import type { Posted } from "./values/post.ts";
import type { Ended, Progress } from "./values/recording.ts";
import type { Opened } from "./values/wish.ts";

/** What became of a message. */
export type Heard = {
	technician: boolean;
	/** What looks like a secret in it, and was not kept; null where nothing does. */
	secret: string | null;
	/** It was heard before: nothing was changed. */
	again: boolean;
};

/** A vote, or an erasure's part, by a person who is signed in to the console. */
export type BrowserVote = { person: string; plan: string; verdict: Verdict; reason: string | null };
export type AskErasure = { person: string; targets: ErasureTarget[]; reason: string };
export type AnswerErasure = { person: string; erasure: string; answer: ErasureAnswer };

/** An attachment, its bytes read as they are wanted. */
export type Blob = { name: string; type: string; size: number; bytes: ReadableStream<Uint8Array> };

export interface SessionContract {
	// The talk. Whatever comes twice changes nothing the second time.
	open(id: string, wish: Opened, client: string, rootKey: string): Promise<void>;
	said(intent: Intent.Said, hearing: Hearing): Promise<Heard>;
	hears(place: { workspace: string; channel: string }, how: Hearing): Promise<void>;
	/** What looks like a secret in it; null where nothing does. So `edited`. */
	attached(intent: Intent.Attached): Promise<string | null>;
	edited(intent: Intent.Edited): Promise<string | null>;
	deleted(intent: Intent.Deleted): Promise<void>;
	close(by: Intent.ChatUser): Promise<Answer<object>>;

	// The MSP's side.
	take(by: Intent.ChatUser): Promise<Answer<object>>;
	setTicket(by: Intent.ChatUser, ticket: string): Promise<Answer<object>>;
	ticket(by: Intent.ChatUser): Promise<Answer<{ ticket: string | null }>>;

	// Proposing and deciding. `ofPlan`: the press was made on a card of that plan.
	draft(intent: Intent.DraftCommand): Promise<Answer<{ draft: string }>>;
	dropDraft(id: string): Promise<void>;
	form(
		by: Intent.ChatUser,
		from: Intent.FormFrom,
		wish: "form" | "propose",
	): Promise<Answer<{ draft: Partial<PlanDraft>; policy: ProposalForm["policy"]; client: string }>>;
	propose(intent: Intent.Propose): Promise<Answer<{ plan: string }>>;
	vote(intent: Intent.Vote, ofPlan: boolean): Promise<Answer<{ decided: boolean }>>;
	voteInBrowser(intent: BrowserVote): Promise<Answer<{ decided: boolean }>>;
	ask(intent: Intent.Ask, ofPlan: boolean): Promise<Answer<object>>;
	show(intent: Intent.OnPlan, ofPlan: boolean): Promise<Answer<{ view: PlanView; decides: boolean }>>;
	cancel(intent: Intent.OnPlan, ofPlan: boolean): Promise<Answer<object>>;
	attempt(by: Intent.ChatUser, action: string, refusal: Refusal): Promise<void>;
	linkIssued(by: Intent.ChatUser): Promise<void>;

	// What endpoints, recordings and workspaces report. Every one may come twice.
	grant(ask: { plan: string; endpoint: string; challenge: string }): Promise<GrantAnswer>;
	undelivered(plan: string, endpoint: string, because: Undelivered): Promise<void>;
	accepted(plan: string, endpoint: string, runtime: string): Promise<void>;
	/** False where this session has no such plan, or the endpoint is not its client's: then nothing was recorded. */
	refusedByAgent(plan: string, endpoint: string, refused: RefusedGrant): Promise<boolean>;
	runStarted(run: string, context: RunContext, at: number): Promise<void>;
	progressed(run: string, progress: Progress): Promise<void>;
	runEnded(run: string, ended: Ended): Promise<void>;
	integrity(run: string, reason: string): Promise<void>;
	posted(post: Posted): Promise<void>;

	// An erasure by two people, in the browser.
	askErasure(intent: AskErasure): Promise<Answer<{ erasure: string }>>;
	answerErasure(intent: AnswerErasure): Promise<Answer<object>>;

	// What the console reads.
	header(): Promise<TranscriptHeader>;
	events(after: number, limit: number): Promise<StoredEvent[]>;
	runs(): Promise<TranscriptRun[]>;
	/** Null where it is not here, or not whole. */
	blob(id: string): Promise<Blob | null>;
	verify(): Promise<Verification>;
	/** The id of its client; null where it was never opened. */
	client(): Promise<string | null>;
}
