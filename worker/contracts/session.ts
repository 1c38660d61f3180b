// What a Session may be asked.
import type { ProposalForm } from "../../bots/backend.ts";
import type * as Intent from "../../bots/intent.ts";
import type { ApprovalProof } from "../../protocol/plan/passkey.ts";
import type { PlanDraft } from "../../protocol/plan/plan.ts";
import type { EndpointPreflight } from "../../protocol/plan/preflight.ts";
import type { GivenAnswer } from "../../protocol/prompt.ts";
import type { ToSign } from "../../protocol/read/approver-key.ts";
import type { PromptView } from "../../protocol/read/prompt-view.ts";
import type { AnswerForm, SecretForm } from "../../protocol/read/secret-form.ts";
import type {
	StoredEvent,
	TranscriptHeader,
	TranscriptRun,
	Verification,
} from "../../protocol/read/transcript-source.ts";
import type { Unposted } from "../../protocol/read/unposted.ts";
import type { HeadView, PlanView, SessionView } from "../../protocol/read/view.ts";
import type { ErasureAnswer, ErasureTarget } from "../../protocol/record/erasure.ts";
import type { Hearing, MessageRef, Place, Verdict } from "../../protocol/record/events.ts";
import type { DiskState } from "../../protocol/record/records.ts";
import type { Answer, Refusal } from "../../protocol/refusal.ts";
import type { SealedSecret } from "../../protocol/sealing.ts";
import type { Caller, SignedIn } from "./values/caller.ts";
import type { GrantAnswer, RefusedGrant, SentAway, Undelivered } from "./values/grant.ts";
import type { Posted } from "./values/post.ts";
import type { Proposed } from "./values/proposed.ts";
import type { RunReport } from "./values/recording.ts";
import type { Scan } from "./values/scan.ts";
import type { Indexed, Words } from "./values/search.ts";
import type { Unopened } from "./values/unopened.ts";
import type { Opened } from "./values/wish.ts";

/** The result of a message. */
export type Heard = {
	technician: boolean;
	/** The kind of secret in it, which was not kept; null: none. */
	secret: string | null;
	/** The person who asked wrote it, and the session is closed. */
	closed: boolean;
	/** It was heard before: nothing was changed. */
	again: boolean;
};

/** `participants`: the ids of the people who asked for it or did something in it. `escalated`: nobody decided one of its open plans
 * in time. */
export type Readers = { participants: string[]; escalated: boolean };

/** Someone who may have a session. */
export type Taker = { person: string; name: string };

/** Where a plan's button was pressed. `ofPlan`: on a card of that plan, as the Workspace knows. */
export type Pressed = { place: Place; ref: MessageRef; ofPlan: boolean };
/** A wish about a plan. `pressed`: null in the console, which shows every plan whole. */
export type AboutPlan = { by: Caller; plan: string; pressed: Pressed | null };
/** `proof`: what the approver's passkey signed, from the console. */
export type CastVote = AboutPlan & { verdict: Verdict; reason: string | null; proof?: ApprovalProof };
/** `until`: no run starts from then on, in ms. */
export type ApproveFromNowOn = {
	by: SignedIn;
	plan: string;
	times: number;
	until: number;
	/** How often it had been given before, as they saw it: the same again is the same wish. */
	given?: number;
};
/** What a passkey is to sign for a yes, under that version of the policy. */
export type PasskeyWish = ToSign & { policy: number };
/** `once`: the same whenever the same question is delivered again. */
export type AskQuestion = AboutPlan & { question: string; once: string };

/** A wish about a question of one of a plan's runs. */
export type AboutPrompt = AboutPlan & { run: string; prompt: number };
export type GiveAnswer = AboutPrompt & { answer: GivenAnswer };
/** `tries`: which of its answers they saw. */
export type ClearAnswer = AboutPrompt & { tries: number; verdict: "send" | "keep" };
/** All secrets of a plan, sealed to each endpoint's agent. */
export type EnterSecrets = AboutPlan & { sealed: { endpoint: string; secrets: SealedSecret[] }[] };

/** Steps that aren't a plan yet. */
export type CheckSteps = {
	by: SignedIn;
	draft: Pick<PlanDraft, "endpoints" | "shell" | "runAs" | "cwd" | "steps">;
};
/** Null: a newer text of theirs is checked instead. */
export type StepsSaid = { name: string; said: EndpointPreflight }[] | null;

export type AskErasure = { by: Caller; targets: ErasureTarget[]; reason: string };
export type AnswerErasure = { by: Caller; erasure: string; answer: ErasureAnswer };

export type Preview = { by: SignedIn; draft: PlanDraft };

/** An attachment, its bytes read as they are wanted. */
export type Blob = { name: string; type: string; size: number; bytes: ReadableStream<Uint8Array> };

/** `scans`: what the door found in the texts of a wish. Without the scan of each, it throws, and nothing is done. */
export interface SessionContract {
	// The talk. A repeat changes nothing.
	open(id: string, wish: Opened, client: string, rootKey: string): Promise<void>;
	said(intent: Intent.Said, hearing: Hearing, scans: Scan[]): Promise<Answer<Heard>>;
	/** Also of a closed session: what people say in its threads is recorded as well. `since`: when that began, if earlier than now. */
	hears(place: { workspace: string; channel: string }, how: Hearing, since?: number): Promise<void>;
	/** `scan`: null without its bytes. Returns which kind of secret it is withheld for; null: none, or it was recorded before. */
	attached(intent: Intent.Attached, scan: Scan | null): Promise<string | null>;
	/** The kind of secret in it; null: none. */
	edited(intent: Intent.Edited, scans: Scan[]): Promise<string | null>;
	deleted(intent: Intent.Deleted): Promise<void>;
	/** What the dialog of a closing begins with. */
	closing(by: Intent.ChatUser): Promise<Answer<{ did: string }>>;
	close(by: Intent.ChatUser, did: string, scans: Scan[]): Promise<Answer<object>>;
	reopen(by: Intent.ChatUser): Promise<Answer<object>>;

	// The MSP's side.
	take(by: Intent.ChatUser): Promise<Answer<object>>;
	takers(by: Intent.ChatUser): Promise<Answer<{ people: Taker[] }>>;
	/** `to`: a person's id. */
	handOver(by: Intent.ChatUser, to: string): Promise<Answer<object>>;
	setTicket(by: Intent.ChatUser, ticket: string): Promise<Answer<object>>;
	ticket(by: Intent.ChatUser): Promise<Answer<{ ticket: string | null }>>;
	/** Its own card as this person may see it in that conversation. */
	look(by: Intent.ChatUser, place: Place): Promise<Answer<{ view: SessionView }>>;

	// Proposing and deciding.
	draft(intent: Intent.DraftCommand, scans: Scan[]): Promise<Answer<{ draft: string }>>;
	dropDraft(by: Intent.ChatUser, id: string): Promise<Answer<object>>;
	/** `wish`: the name under which a refusal is recorded. */
	form(
		by: Caller,
		from: Intent.FormFrom,
		wish: "form" | "propose",
	): Promise<Answer<{ draft: Partial<PlanDraft>; policy: ProposalForm["policy"]; client: string }>>;
	propose(wish: Proposed, scans: Scan[]): Promise<Answer<{ plan: string }>>;
	/** What the endpoints say of steps that someone is writing. Nothing of it is kept. Of several at once by one person, those between
	 * the first and the newest aren't asked. */
	checkSteps(wish: CheckSteps, scans: Scan[]): Promise<Answer<{ said: StepsSaid }>>;
	/** The card that a draft would get, were it proposed now. Nothing of it is kept. */
	preview(wish: Preview, scans: Scan[]): Promise<Answer<{ view: PlanView; workspaces: string[] }>>;
	vote(wish: CastVote, scans: Scan[]): Promise<Answer<{ decided: boolean }>>;
	/** The same for later plans, too; returns the standing approval's id. An open plan gets the vote first. */
	approveFromNowOn(wish: ApproveFromNowOn): Promise<Answer<{ standing: string }>>;
	ask(wish: AskQuestion, scans: Scan[]): Promise<Answer<object>>;
	/** `passkey`: null where a press is enough. */
	show(wish: AboutPlan): Promise<Answer<{ view: PlanView; decides: boolean; passkey: PasskeyWish | null }>>;
	/** Someone is shown this card for them alone, with the buttons to decide: its JSON, exactly. Recorded before it is shown. */
	served(wish: AboutPlan & { card: string }): Promise<void>;
	/** What the console's page needs to seal an approved plan's secrets. */
	secretForm(wish: AboutPlan): Promise<Answer<{ form: SecretForm }>>;
	enterSecrets(wish: EnterSecrets): Promise<Answer<object>>;
	/** The plan that a cancel would end, for someone who may cancel it. */
	askCancel(wish: AboutPlan): Promise<Answer<{ view: PlanView }>>;
	cancel(wish: AboutPlan): Promise<Answer<object>>;
	/** A running step's question, for someone who may answer it now. */
	lookAtPrompt(wish: AboutPrompt): Promise<Answer<{ view: PromptView }>>;
	/** What the console's page needs to seal the secret that a running step asks for. */
	answerForm(wish: AboutPrompt): Promise<Answer<{ form: AnswerForm }>>;
	answer(wish: GiveAnswer, scans: Scan[]): Promise<Answer<object>>;
	clear(wish: ClearAnswer): Promise<Answer<object>>;
	/** Records that something was refused elsewhere that someone wanted in a thread of this session. */
	attempt(by: Intent.ChatUser, action: string, refusal: Refusal): Promise<void>;
	/** The record's last signed head; null: none yet. */
	linkIssued(by: Intent.ChatUser): Promise<HeadView | null>;

	// What endpoints, recordings and workspaces report. Each may come twice.
	grant(ask: { plan: string; endpoint: string; challenge: string }): Promise<GrantAnswer>;
	undelivered(plan: string, endpoint: string, because: Undelivered): Promise<void>;
	accepted(plan: string, endpoint: string, runtime: string): Promise<void>;
	/** The agent is back and doesn't know a plan that it had, or may have had. */
	recordLost(plan: string, endpoint: string): Promise<void>;
	/** The endpoint was removed or blocked, and its agent, which has the plan or may have it, isn't there. */
	sentAway(plan: string, endpoint: string, why: SentAway): Promise<void>;
	disk(plan: string, endpoint: string, state: DiskState): Promise<void>;
	/** False if this session has no such plan, or the endpoint is not its client's: then nothing was recorded. */
	refusedByAgent(plan: string, endpoint: string, refused: RefusedGrant): Promise<boolean>;
	/** An endpoint came, went, or is held. */
	endpointChanged(endpoint: string): Promise<void>;
	/** A link that was mailed to this person is over, and they want another. `again`: names that link. */
	mailAgain(person: string, again: string): Promise<void>;
	/** Who may decide has changed: deputies came or went. */
	peopleChanged(): Promise<void>;
	reported(run: string, report: RunReport): Promise<void>;
	posted(post: Posted): Promise<void>;
	/** An approver can't be reached with a plan at this identity. */
	unreached(plan: string, identity: string, because: Unposted): Promise<void>;
	/** Its own thread couldn't be opened. */
	unopened(unopened: Unopened): Promise<void>;

	// An erasure by two people.
	askErasure(intent: AskErasure, scans: Scan[]): Promise<Answer<{ erasure: string }>>;
	answerErasure(intent: AnswerErasure): Promise<Answer<object>>;

	// What the console reads.
	header(): Promise<TranscriptHeader>;
	/** Header and runs, and the number of the last event, all at one moment. */
	moment(): Promise<{ header: TranscriptHeader; runs: TranscriptRun[]; last: number }>;
	events(after: number, limit: number): Promise<StoredEvent[]>;
	runs(): Promise<TranscriptRun[]>;
	/** For the search index: how it is now, and what is said in the events after this one, some of them. */
	indexed(): Promise<Indexed>;
	words(after: number): Promise<Words>;
	/** Null if it is not here, or not whole. */
	blob(id: string): Promise<Blob | null>;
	verify(): Promise<Verification>;
	/** The id of its client; null if it was never opened. */
	client(): Promise<string | null>;
	/** Copies of it may be begun from now on: an erasure ends them. */
	shared(): Promise<void>;
	/** On what it depends who may read it besides people's roles. */
	readers(): Promise<Readers>;
}
