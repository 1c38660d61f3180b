// What a Workspace may be asked.
import type { Installed } from "../../bots/slack/install/install.ts";
import type { Coming, Met } from "../../bots/teams/contacts.ts";
import type { Named } from "../../bots/teams/read/naming.ts";
import type { Notice } from "../../protocol/read/view.ts";
import type { Hearing, Place } from "../../protocol/record/events.ts";
import type { PendingFile } from "./values/pending-file.ts";
import type { Post } from "./values/post.ts";
import type { Scan } from "./values/scan.ts";
import type { Asker, WantedThread, Wish } from "./values/wish.ts";

/** A conversation, and the client that it is bound to. */
export type Bound = { channel: string; client: string };

/** The state of a token in the set-up file. `over`: it was revoked, or an installation came after it; Caisey doesn't use it
 * again. */
export type Standing = "in use" | "over" | "new";

/** Whether an account may press now. `first`: the first refusal in a row. `at`: when the next press may come, in ms. */
export type PressTurn = { ok: true } | { ok: false; at: number; first: boolean };

/** A workspace's state, for its owner. */
export type WorkspaceStatus = {
	/** Whether the app is there; Caisey ignores everything in a workspace without it. */
	installed: boolean;
	name: string | null;
	/** Who installed it; null if the token came with the set-up file. */
	by: string | null;
	at: number;
	left: { at: number; because: string } | null;
	/** The Slack organisation that it belongs to, as Slack says. */
	organisation: string | null;
	/** Conversations that belong to a client. */
	channels: number;
	/** Messages that are not in chat as they should be; without the app they can't be. */
	undelivered: number;
	/** Conversations, and teams with all of theirs, from which the app was removed while it is elsewhere in the workspace. */
	away: string[];
	/** Ids of the set-up file that are others now. */
	renamed: { from: string; to: string }[];
	/** What people call those of `away` and `renamed`, as far as it is known. */
	names: Record<string, string>;
	/** Whether Slack tells no name of a conversation that the set-up file lists, because the app lacks the scope. */
	namesRefused: boolean;
};

/** What the set-up file says about a workspace: whether it lists it, the bot's token if any, which conversations belong to
 * which client, and which are the MSP's desk. */
export type SetUp = { listed: boolean; token: string | null; bound: Bound[]; desks: string[] };

/** A session, and the id under which its conversation is kept. `lost`: the conversation is no longer its client's, nor the
 * MSP's desk where it was that, so what is said or pressed there is not the session's. */
export type Found = { session: string; channel: string; lost: boolean };
/** `heard`: how much of the talk there reaches us. */
export type FoundThread = Found & { client: string; heard: Hearing };
/** `ofPlan`: what was pressed is a card of that plan. */
export type FoundCard = Found & { ofPlan: boolean };

/** A press on a plan. `message`: that on which `by`, an identity, pressed; empty if the platform does not tell. `editAt`: see
 * `Intent.Vote`. */
export type CardPress = Omit<Place, "workspace"> & {
	message: string;
	plan: string;
	by: string;
	editAt?: string | undefined;
};

/** `heard`: how much of the talk there reaches us. `called`: what people call the conversation; null: not known. */
export type OpenThread = { heard: Hearing; called: string | null };

/** The session of a wish: a redelivered one has that of the first time. `lost`: what is there is another client's. */
export type Wished = { session: string; lost: boolean };

/** Too many requests by one person, client or workspace: when the next one may come, in ms. */
export type TooMany = { tooManyUntil: number };

export interface WorkspaceContract {
	// Coming, going, and how it is set up.
	configure(id: string, to: SetUp): Promise<void>;
	/** The app was installed, perhaps again. The answer is how many channels are bound to a client. */
	installed(app: Installed): Promise<number>;
	/** The app or its token was taken away at this time (ms). */
	left(at: number, because: string): Promise<void>;
	/** The platform gave a conversation another id at this time (ms). */
	moved(from: string, to: string, at: number): Promise<void>;
	dropped(from: number): Promise<void>;
	status(): Promise<WorkspaceStatus>;
	standing(token: string): Promise<Standing>;
	/** The bot's token; null if the app is not installed, or the set-up file does not name the workspace.
	 * `organisation`: of which the platform says that this is. */
	token(organisation?: string | null): Promise<string | null>;
	/** Whether anything from there counts: it is in the set-up file, and has the app. */
	isThere(): Promise<boolean>;

	// Whom and what Teams tells of. Heard from verified activities alone.
	/** The id under which what was said was first heard; null if the tenant is not one of the deployment's. */
	meet(met: Met): Promise<string | null>;
	came(coming: Coming): Promise<void>;
	/** What a channel, a team or a group chat is called now. */
	named(named: Named): Promise<void>;
	/** The person that this tenant's Teams calls so; null: no one we have met, or several. */
	identityOf(userId: string): Promise<string | null>;

	// Which conversation belongs to whom.
	clientOf(channel: string): Promise<Bound | null>;
	/** What people call these conversations, as far as it can be had within seconds. */
	namesOf(channels: string[]): Promise<Record<string, string>>;
	/** The id under which the MSP's desk is kept, where this conversation is it. */
	deskAt(channel: string): Promise<string | null>;
	/** One more press of an account, beyond those that the Worker's instances let through by themselves. */
	takePress(identity: string): Promise<PressTurn>;
	/** Keeps a wish for a session, and its thread: the session is opened from here, even if the caller dies. Throws for a request that
	 * no one looked through, or in which there is a secret. */
	wish(wanted: WantedThread, wish: Wish, asker: Asker, scans: Scan[]): Promise<Wished | TooMany>;
	/** The wish for this session has its answer in chat; without this call the session is opened a little later. */
	answered(session: string): Promise<void>;
	/** Ties a further thread of a session's to its conversation, once. */
	openThread(wanted: WantedThread): Promise<OpenThread>;
	/** As `Backend.isSession`. */
	isSession(channel: string, thread: string | null): Promise<boolean | "unclear">;
	/** The session whose thread this is; one that was wished for is open by then. */
	sessionIn(channel: string, thread: string | null): Promise<FoundThread | null>;
	sessionOfPress(press: CardPress): Promise<FoundCard | null>;
	/** A session's thread in this conversation: whether it belongs to another client by now. Null: no thread there. */
	tied(session: string, channel: string): Promise<{ lost: boolean } | null>;

	// Posting, and reading files.
	/** Puts a message into the queue, or the newest state of one that is there. */
	post(post: Post): Promise<void>;
	/** Takes what was erased out of these posts and their copies; of one run, or all. `says`: what the notices among them say from
	 * now on, also those that are in chat or come later; null: none is among them. */
	unsay(keys: string[], run: string | null, says: Notice | null): Promise<void>;
	/** A message of ours is in chat, by the platform's own word: one whose answer was lost is this one. */
	appeared(key: string, channel: string, message: string): Promise<void>;
	/** Someone looks at a plan's card there: it is edited from now on, also where its post was thought lost. */
	copyFound(session: string, press: Omit<CardPress, "thread">): Promise<void>;
	readAgain(session: string, pending: PendingFile): Promise<void>;
}
