// The port between chat and everything else: bots call it, the Worker implements it. No platform's words in here.

import type { EndpointChoice } from "../cards/kinds/endpoints.ts";
import type { Home, SessionLine } from "../cards/kinds/home.ts";
import type { ProposalForm } from "../cards/kinds/plan-form.ts";
import type { Place } from "../protocol/events.ts";
import type { Answer } from "../protocol/refusal.ts";
import type { PlanView } from "../protocol/view.ts";
import type * as Intent from "./intent.ts";

export type { EndpointChoice, Home, ProposalForm, SessionLine };

/** Every method judges who asks, where the state is; a refusal changes nothing but the record that it was tried. */
export interface Backend {
	/** The name of the client that a conversation belongs to; null where it is nobody's. */
	clientAt(place: Place): Promise<string | null>;
	/** `persisted` is called, and waited for, once the wish is on the disk: whatever happens then, the session will be opened. */
	open(intent: Intent.Open, persisted?: () => Promise<void>): Promise<Answer<{ session: string }>>;
	/** Whether a conversation's thread is a session's: what is said elsewhere is nobody's business. In a chat without
	 * threads, whether a session of it is open. What is said in one whose client no longer has the conversation is refused. */
	isSession(place: Place): Promise<boolean>;
	/** Records what was said in a session's thread; redelivery changes nothing. `technician`: a technician's words, heard
	 * for the first time. `secret`: what looks like one in it, in words, and was not kept; null where nothing does. */
	said(intent: Intent.Said): Promise<Answer<{ technician: boolean; secret: string | null }>>;
	/** Records one of a message's files; redelivery changes nothing. One that looks as if it held a secret is not kept, and
	 * refused. */
	attached(intent: Intent.Attached): Promise<Answer<object>>;
	/** `secret`: what looks like one in it, in words, and was masked; null where nothing does, or the edit was heard before. */
	edited(intent: Intent.Edited): Promise<Answer<{ secret: string | null }>>;
	deleted(intent: Intent.Deleted): Promise<void>;
	/** Keeps an exact command for the technician's private preview. */
	draft(
		intent: Intent.DraftCommand,
	): Promise<Answer<{ draft: string; session: string; command: string; endpoints: EndpointChoice[] }>>;
	dropDraft(intent: { by: Intent.ChatUser; draft: string; session: string }): Promise<void>;
	/** `chosen`: endpoints that are to be among those to choose from, however many there are. `sent`: asked for to read what was sent, so that a refusal is one of the proposal. */
	form(intent: {
		by: Intent.ChatUser;
		place: Intent.Open["place"];
		from: Intent.FormFrom;
		chosen?: string[];
		sent?: true;
	}): Promise<Answer<{ form: ProposalForm }>>;
	searchEndpoints(intent: { by: Intent.ChatUser; session: string; query: string }): Promise<EndpointChoice[]>;
	propose(intent: Intent.Propose): Promise<Answer<{ plan: string }>>;
	vote(intent: Intent.Vote): Promise<Answer<{ decided: boolean }>>;
	ask(intent: Intent.Ask): Promise<Answer<object>>;
	/** A plan as it stands; `decides`: whoever looks may decide on it now. */
	show(intent: Intent.OnPlan): Promise<Answer<{ view: PlanView; decides: boolean }>>;
	/** The plan that a cancel would end, for whoever may cancel it now: they are asked before it is. */
	askCancel(intent: Intent.OnPlan): Promise<Answer<{ view: PlanView }>>;
	cancel(intent: Intent.OnPlan): Promise<Answer<object>>;
	close(intent: Intent.OnSession): Promise<Answer<object>>;
	/** A technician takes a session on; the first has it. */
	take(intent: Intent.OnSession): Promise<Answer<object>>;
	/** Notes the number of the MSP's ticket; an empty one takes it off. */
	setTicket(intent: Intent.OnSession & { ticket: string }): Promise<Answer<object>>;
	/** The ticket's number as it stands, for whoever may change it; null where there is none. */
	ticket(intent: Intent.OnSession): Promise<Answer<{ ticket: string | null }>>;
	/** A personal, single-use sign-in link that ends at the session's transcript; to be shown to that person alone. Judged on
	 * the person, wherever in a workspace of ours it is asked for: what it opens is theirs alone. */
	signInLink(intent: Intent.OnSession): Promise<Answer<{ url: string; minutes: number }>>;
	home(intent: { by: Intent.ChatUser; workspace: string }): Promise<Home>;
	attempt(intent: Intent.Attempt): Promise<void>;
	/** Nothing is posted there, and nothing from there counts, until the app is installed again. */
	left(intent: Intent.Left): Promise<void>;
	/** Sessions there note since when messages are missing. */
	dropped(intent: Intent.Dropped): Promise<void>;
	/** What belongs to a conversation follows its id. */
	moved(intent: Intent.Moved): Promise<void>;
}
