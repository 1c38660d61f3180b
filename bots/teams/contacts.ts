// What is remembered of conversations and people of a tenant, learned from verified activities alone.

export type ConversationKind = "channel" | "group" | "personal";
/** `person`: the identity of whose own chat it is. */
export type Conversation = { serviceUrl: string; kind: ConversationKind; person: string | null };

export interface Contacts {
	/** Null: no one has spoken to us there yet. */
	conversation(id: string): Conversation | null;
	keep(id: string, conversation: Conversation): void;
	/** The newest address at which this tenant was reached. */
	serviceUrl(): string | null;
	/** What Teams calls a person before this bot (`29:…`), by identity (`teams:<tenant>:<aad object id>`). */
	userId(identity: string): string | null;
	keepUser(identity: string, userId: string): void;
	/** Whether someone was recently not found among a conversation's members. */
	isNoMember(channel: string, identity: string): boolean;
	keepNoMembers(channel: string, identities: string[]): void;
	/** Whether the app was removed from there: a conversation, or a person's own. */
	isAway(from: { channel: string } | { person: string }): boolean;
}

/** The app was added somewhere (`here`), or removed. `place`: a conversation, or a team with all of its channels. `at`: by
 * Teams' clock, in ms. `who`: by whom, for the owner to read. */
export type Coming = { workspace: string; place: string; here: boolean; at: number; who: string };

/** Someone was met: kept if the tenant is one of the deployment's. */
export type Met = {
	workspace: string;
	/** The conversation's id without its thread. */
	channel: string;
	/** The team that the channel belongs to; null: none, or not told. */
	team: string | null;
	/** When, by Teams' clock, in ms: the app was there then. */
	at: number;
	conversation: Conversation;
	person: { identity: string; userId: string } | null;
	/** A message that was said: its id, what stays the same when Teams delivers it again, even under another id, and whether
	 * the bot was spoken to: Teams hands over other messages only where it was allowed to. */
	said: { message: string; print: string; addressed: boolean } | null;
};
