// The port between chat and everything else: bots call it, the Worker implements it. No platform's words in here.

import type { Place } from "../protocol/events.ts";
import type { Policy } from "../protocol/people.ts";
import type { PlanDraft } from "../protocol/plan.ts";
import type { Answer } from "../protocol/refusal.ts";
import type { SessionState } from "../protocol/view.ts";
import type * as Intent from "./intent.ts";

/** One endpoint as a choice in a dialog. */
export type EndpointChoice = {
	id: string;
	name: string;
	description: string;
	os: string;
	loggedOn: string[];
	/** As whom the agent runs. */
	agentUser: string;
	online: boolean;
	lastSeen: number | null;
	/** Two agents used its key at once: nothing runs there until it is enrolled anew. */
	quarantined: boolean;
	shells: string[];
	/** Names of this client so alike that they may be mixed up. */
	similarTo: string[];
};

/** What the dialog for a plan starts from. */
export type ProposalForm = {
	session: string;
	client: string;
	/** At most 100, sorted by name; `more` says that there are others to be searched. */
	endpoints: EndpointChoice[];
	more: boolean;
	policy: Policy;
	/** Filled in as far as known. */
	draft: Partial<PlanDraft>;
};

export type SessionLine = {
	session: string;
	client: string;
	request: string;
	state: SessionState;
	openedAt: number;
	url: string;
};

/** What somebody's Home shows; parts that their roles don't allow are empty. */
export type Home = {
	name: string;
	/** Whether this workspace is one of the deployment's; what is said in another is nobody's. */
	listed: boolean;
	clients: { name: string; roles: string[] }[];
	/** For approvers. */
	pending: {
		plan: string;
		session: string;
		client: string;
		changes: string;
		endpoints: string[];
		decideBy: number;
		url: string;
	}[];
	/** For technicians and owners. */
	endpoints: (EndpointChoice & { client: string })[];
	sessions: SessionLine[];
};

/** Every method judges who asks, where the state is; a refusal changes nothing but the record that it was tried. */
export interface Backend {
	/** `kept` is called, and waited for, once the wish is on the disk: whatever happens then, the session will be opened. */
	open(intent: Intent.Open, kept?: () => Promise<void>): Promise<Answer<{ session: string }>>;
	/** Whether a conversation's thread is a session's: what is said elsewhere is nobody's business. What is said in one whose
	 * client no longer has the conversation is refused. */
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
	form(intent: {
		by: Intent.ChatUser;
		place: Intent.Open["place"];
		from: Intent.FormFrom;
	}): Promise<Answer<{ form: ProposalForm }>>;
	searchEndpoints(intent: { by: Intent.ChatUser; session: string; query: string }): Promise<EndpointChoice[]>;
	propose(intent: Intent.Propose): Promise<Answer<{ plan: string }>>;
	vote(intent: Intent.Vote): Promise<Answer<{ decided: boolean }>>;
	ask(intent: Intent.Ask): Promise<Answer<object>>;
	cancel(intent: Intent.OnPlan): Promise<Answer<object>>;
	close(intent: Intent.OnSession): Promise<Answer<object>>;
	/** A personal, single-use sign-in link that ends at the session's transcript; to be shown to that person alone. */
	signInLink(intent: {
		by: Intent.ChatUser;
		session: string;
	}): Promise<Answer<{ url: string; minutes: number }>>;
	home(intent: { by: Intent.ChatUser; workspace: string }): Promise<Home>;
	attempt(intent: Intent.Attempt): Promise<void>;
	/** Nothing is posted there, and nothing from there counts, until the app is installed again. */
	left(intent: Intent.Left): Promise<void>;
	/** What belongs to a conversation follows its id. */
	moved(intent: Intent.Moved): Promise<void>;
}
