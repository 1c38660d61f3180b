// What differs between a Slack team and a Teams tenant, chosen once (choose.ts). Nothing else asks which it is.
import type { Attached } from "../../../bots/intent.ts";
import type { Poster } from "../../../bots/poster.ts";
import type { Responded } from "../../../bots/slack/respond.ts";
import type { Unposted } from "../../../protocol/read/unposted.ts";
import type { ChatMessage } from "../../../protocol/read/view.ts";
import type { Hearing } from "../../../protocol/record/events.ts";
import type { Env } from "../../env.ts";
import type { ChannelStore } from "../places/channels.ts";
import type { ContactStore } from "../places/contacts.ts";
import type { Pace } from "../posting/pace.ts";

export interface Platform {
	/** Whether the app is there only while we hold a token of the workspace's own. */
	readonly needsToken: boolean;
	/** Whether it delivers again, for minutes, what we say that we couldn't store. */
	readonly deliversAgain: boolean;
	/** When a message was sent, by its id and the platform's clock, in ms; where its ids say so. */
	sentAt?(message: string): number;
	/** How fast it lets us speak. */
	readonly pace: Pace;
	/** Null if nothing can be posted now. */
	poster(): Promise<Poster | null>;
	/** Null if nothing can be read now. */
	reader(): Promise<ReadAgain | null>;
	/** Why it takes a message neither now nor soon, by its own error; null: it may soon, or no one can do anything about it. */
	whyNot(error: string): Unposted | null;
	/** Whether that means that nothing at all is taken from us in the workspace, wherever: another token or secret is needed. */
	isClosed(error: string): boolean;
	/** Whether it says so of a conversation that it may soon tell us of: people write there first. */
	isUnmet?(error: string): boolean;
	/** Answers someone privately at the address that came with their wish (`Intent.Open.answerAt`), if the platform has such. It
	 * needs no access of ours. */
	answer?(address: string, message: ChatMessage): Promise<Responded>;
	/** How much we hear in a conversation, by the id under which we keep it. */
	hearing(channel: string): Hearing;
	/** Whether a conversation is this person's own chat with the bot. */
	isOwnChat(channel: string, identity: string): boolean;
	/** Asks the platform what people call a conversation, by the id under which we keep it; never throws. */
	nameOf(channel: string): Promise<Naming>;
}

/** `nameless`: the platform answered, without a name. `missing scope`: the app may not ask. `unanswered`: any other failure. `not
 * now`: we can't ask yet. */
export type Naming = Answer | "not now";
export type Answer = Called | "nameless" | "missing scope" | "unanswered";
/** What people call a conversation, and the Teams team that it belongs to. `partly`: the team's name is yet to be asked. */
type Called = { name: string; team: string | null; partly?: boolean };

/** How long a platform may take to tell a name, in ms. */
export const tellWithin = 5_000;

/** Reads a file by what its platform's bot kept of where it is; in ms, it takes no longer than `within`. */
type ReadAgain = (file: { name: string; source: string }, within: number) => Promise<Attached["content"]>;

/** What a platform works with. `id`: the workspace's, `slack:<team>` or `teams:<tenant>`; `token`: its own, if it has one. */
export type Given = {
	env: Env;
	id: string;
	token: () => Promise<string | null>;
	channels: ChannelStore;
	contacts: ContactStore;
	/** Whether the platform drops messages now. */
	drops: () => boolean;
};
