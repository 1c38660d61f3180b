// The port between chat and everything else: bots call it, the Worker implements it. No platform's words in here.

import type { AwayStart } from "../cards/kinds/away-form.ts";
import type { EndpointChoice } from "../cards/kinds/endpoints.ts";
import type { Home, SessionLine } from "../cards/kinds/home.ts";
import type { ProposalForm } from "../cards/kinds/proposal-form.ts";
import type { RequestStart } from "../cards/kinds/request-form.ts";
import type { Script } from "../protocol/plan/script.ts";
import type { PromptView } from "../protocol/read/prompt-view.ts";
import type { Snippet } from "../protocol/read/snippet.ts";
import type { HeadView, PlanView, SessionView } from "../protocol/read/view.ts";
import type { Place } from "../protocol/record/events.ts";
import type { Answer } from "../protocol/refusal.ts";
import type * as Intent from "./intent.ts";

export type { EndpointChoice, Home, ProposalForm, RequestStart, SessionLine };

/** Every method judges who asks, where the state is; a refusal changes nothing but the record that it was tried. */
export type PersonalLink = { url: string; minutes: number; head: HeadView | null };

export interface Backend {
	/** The name of the client that a conversation belongs to; null: none yet. */
	clientAt(place: Place): Promise<string | null>;
	/** Calls and awaits `persisted` once the wish is on the disk: from then on the session will open. */
	open(intent: Intent.Open, persisted?: () => Promise<void>): Promise<Answer<{ session: string }>>;
	/** What the dialog of a request starts from, and where it will be asked: in this conversation, or elsewhere in that of the one
	 * client at which this person may ask. */
	request(intent: {
		by: Intent.ChatUser;
		place: Place;
	}): Promise<Answer<{ start: RequestStart; at: Omit<Place, "thread"> }>>;
	/** Whether a conversation's thread belongs to a session; Caisey ignores talk elsewhere. In a chat without threads: whether
	 * a session is open there. In a session's thread whose client lost the conversation, talk is refused. `unclear`: a session's
	 * first message is on its way to that conversation, or its answer was lost, so the thread may be its. */
	isSession(place: Place): Promise<boolean | "unclear">;
	/** Records what was said in a session's thread; redelivery changes nothing. `technician`: a technician's words, heard
	 * for the first time. `secret`: what looks like one in it, in words, and was not kept; null if nothing does. `closed`: the
	 * closed session of a person who asked for it and writes there. */
	said(intent: Intent.Said): Promise<Answer<{ technician: boolean; secret: string | null; closed?: string }>>;
	/** Records one of a message's files; redelivery changes nothing. One that looks as if it held a secret is not kept, and
	 * refused. */
	attached(intent: Intent.Attached): Promise<Answer<object>>;
	/** `secret`: what looks like one in it, in words, and was masked; null if nothing does, or the edit was heard before. */
	edited(intent: Intent.Edited): Promise<Answer<{ secret: string | null }>>;
	deleted(intent: Intent.Deleted): Promise<void>;
	/** A message of ours is in chat, by the platform's own word. */
	posted(intent: Intent.Posted): Promise<void>;
	/** Keeps an exact command for the technician's private preview. */
	draft(
		intent: Intent.DraftCommand,
	): Promise<
		Answer<{ draft: string; session: string; command: string; script?: Script; endpoints: EndpointChoice[] }>
	>;
	/** By its author alone; one that is gone already stays gone. The press took its turn with the `form` that comes before. */
	dropDraft(intent: { by: Intent.ChatUser; draft: string; session: string }): Promise<Answer<object>>;
	/** `chosen`: endpoints that the choices must include. `sent`: asked to read a sent form, so a refusal is one of the proposal. */
	form(intent: {
		by: Intent.ChatUser;
		place: Intent.Open["place"];
		from: Intent.FormFrom;
		chosen?: string[];
		sent?: true;
	}): Promise<Answer<{ form: ProposalForm }>>;
	/** The saved commands for this session's plans, by title, for someone who may propose. */
	snippets(intent: Intent.OnSession): Promise<Answer<{ snippets: Snippet[] }>>;
	/** None for who asks too often. */
	searchEndpoints(intent: { by: Intent.ChatUser; session: string; query: string }): Promise<EndpointChoice[]>;
	propose(intent: Intent.Propose): Promise<Answer<{ plan: string }>>;
	vote(intent: Intent.Vote): Promise<Answer<{ decided: boolean }>>;
	ask(intent: Intent.Ask): Promise<Answer<object>>;
	/** A plan's current view; `decides`: this person may decide on it now. */
	show(intent: Intent.Show): Promise<Answer<{ view: PlanView; decides: boolean }>>;
	/** What who may decide is shown for them alone: its JSON, exactly. It's recorded, so it comes before it is shown. */
	served(intent: Intent.OnPlan & { card: string }): Promise<void>;
	/** The plan that a cancel would end, for someone who may cancel it now; Caisey asks them first. */
	askCancel(intent: Intent.OnPlan): Promise<Answer<{ view: PlanView }>>;
	cancel(intent: Intent.OnPlan): Promise<Answer<object>>;
	/** A running step's question, for someone who may answer it now. */
	prompt(intent: Intent.OnPrompt): Promise<Answer<{ view: PromptView }>>;
	/** Answers it; a text is sent once an approver lets it through. */
	answer(intent: Intent.GiveAnswer): Promise<Answer<object>>;
	clear(intent: Intent.ClearAnswer): Promise<Answer<object>>;
	/** What the dialog of a closing begins with, for someone who may close it now: what was done, as far as known. */
	closing(intent: Intent.OnSession): Promise<Answer<{ did: string }>>;
	/** `did`: what was done, in the words of who closes it; may be empty. */
	close(intent: Intent.OnSession & { did: string }): Promise<Answer<object>>;
	/** The person who asked, or someone of the MSP, says that it isn't solved. */
	reopen(intent: Intent.OnSession): Promise<Answer<object>>;
	/** A technician takes a session; the first one has it. */
	take(intent: Intent.OnSession): Promise<Answer<object>>;
	/** Those to whom someone who may do it could hand a session now. */
	takers(intent: Intent.OnSession): Promise<Answer<{ people: { person: string; name: string }[] }>>;
	/** Whoever has it by now, this person has it from now on. */
	handOver(intent: Intent.OnSession & { to: string }): Promise<Answer<object>>;
	/** Notes the number of the MSP's ticket; an empty one removes it. */
	setTicket(intent: Intent.OnSession & { ticket: string }): Promise<Answer<object>>;
	/** The ticket's current number, for someone who may change it; null: none. */
	ticket(intent: Intent.OnSession): Promise<Answer<{ ticket: string | null }>>;
	/** Its own card as this person may see it where they look. */
	look(intent: Intent.OnSession): Promise<Answer<{ view: SessionView }>>;
	/** A personal, single-use sign-in link to the session's transcript; show it to that person alone. Judged on the person,
	 * anywhere in one of our workspaces: what it opens is theirs alone.
	 * `head`: the last signed head of the record; null: none yet. */
	signInLink(intent: Intent.OnSession): Promise<Answer<PersonalLink>>;
	/** What the dialog of an approver who will be away starts from. `client`: its id. */
	deputy(intent: {
		by: Intent.ChatUser;
		place: Place;
		client: string;
	}): Promise<Answer<{ start: AwayStart }>>;
	/** The caller's own deputy. `deputy`: a person's id; null: nobody. `until`: they are away until then; null: they are here. */
	nameDeputy(intent: {
		by: Intent.ChatUser;
		place: Place;
		client: string;
		deputy: string | null;
		until: number | null;
	}): Promise<Answer<object>>;
	/** An approver's answer to a change that waits at this client, by their ids. */
	answerChange(intent: {
		by: Intent.ChatUser;
		place: Place;
		client: string;
		change: string;
		answer: "confirm" | "refuse";
	}): Promise<Answer<object>>;
	home(intent: { by: Intent.ChatUser; workspace: string }): Promise<Home>;
	attempt(intent: Intent.Attempt): Promise<void>;
	/** Nothing is posted there, and nothing from there counts, until the app is installed again. */
	left(intent: Intent.Left): Promise<void>;
	/** Sessions there note since when messages are missing. */
	dropped(intent: Intent.Dropped): Promise<void>;
	/** What belongs to a conversation follows its id. */
	moved(intent: Intent.Moved): Promise<void>;
}
