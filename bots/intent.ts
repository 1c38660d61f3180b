// What people can want, in no platform's words: a bot turns what it received into one of these.

import type { ExpectedFile, MessageRef, Place, Verdict } from "../protocol/events.ts";
import type { Identity } from "../protocol/ids.ts";
import type { PlanDraft } from "../protocol/plan.ts";
import type { RefusalCode } from "../protocol/refusal.ts";

/** Who is speaking or pressing, as the platform vouches for it. `name` is for people to read only. */
export type ChatUser = { identity: Identity; name: string };

export type File = { name: string; type: string; bytes: Uint8Array };

export type Open = {
	by: ChatUser;
	place: Place;
	request: string;
	source: "command" | "shortcut" | "mention";
	/** The same whenever the same wish is delivered again (Slack: the trigger id, or channel and ts of the message). */
	once: string;
	/** The message that somebody had already written. `at` in ms since 1970. */
	original: { ref: MessageRef; author: ChatUser; at: number } | null;
	/** For whom a technician opens it; null: for themselves. */
	whom: Whom | null;
};

/** Somebody mentioned (null: who that is can't be told), or called by a name of theirs. */
export type Whom = { identity: Identity | null } | { name: string };

export type Said = {
	by: ChatUser;
	place: Place;
	ref: MessageRef;
	text: string;
	/** The files that hang on it, not yet read. `source`: by which the bot reads one again, should it not come to it now. */
	expected: (ExpectedFile & { source?: string })[];
};
/** One of a message's files, or why it could not be read. Files come one by one: together they may exceed a call. */
export type Attached = {
	by: ChatUser;
	place: Place;
	ref: MessageRef;
	/** The file's id on the platform. */
	file: string;
	content: File | { name: string; reason: string };
};
export type Edited = {
	by: ChatUser;
	place: Place;
	ref: MessageRef;
	text: string;
	/** The same whenever the same edit is delivered again (Slack: channel, ts of the message, ts of the edit). */
	once: string;
};
/** Who deleted it is not known: its author, or an admin in their place. */
export type Deleted = { author: ChatUser; place: Place; ref: MessageRef };

/** An exact command somebody typed or attached (in the message `ref`), before it is a proposal. */
export type DraftCommand = { by: ChatUser; place: Place; ref: MessageRef; command: string; once: string };

/** Where a dialog starts from: nothing, a typed command, or an earlier plan ([Propose again…], [Ask again]). */
export type FormFrom =
	| { from: "session"; session: string }
	| { from: "draft"; draft: string }
	| { from: "plan"; plan: string };

export type Propose = {
	by: ChatUser;
	place: Place;
	session: string;
	/** The same whenever the same dialog is sent again (Slack: the view's id). */
	once: string;
	/** What the dialog was opened from: a typed command is kept no longer than until it is proposed. */
	from: FormFrom;
	draft: PlanDraft;
};

export type Vote = {
	by: ChatUser;
	place: Place;
	ref: MessageRef;
	plan: string;
	verdict: Verdict;
	reason: string | null;
};
export type Ask = {
	by: ChatUser;
	place: Place;
	ref: MessageRef;
	plan: string;
	question: string;
	once: string;
};
export type OnPlan = { by: ChatUser; place: Place; ref: MessageRef; plan: string };
export type OnSession = { by: ChatUser; place: Place; session: string };

/** Something that a bot refused by itself (styled text, an unknown action), to be kept in the session's or client's record. */
export type Attempt = { by: ChatUser; place: Place; action: string; code: RefusalCode; detail: string };

/** The app or its access was taken out of a workspace at this time (ms). `because`: in a word or two, for the owner. */
export type Left = { workspace: string; at: number; because: string };
/** The platform dropped what was said in a workspace, from this time on (ms), for a minute at least. */
export type Dropped = { workspace: string; from: number };
/** A conversation has another id on the platform since this time (ms). */
export type Moved = { workspace: string; from: string; to: string; at: number };
