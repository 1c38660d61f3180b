// What the posting queue needs from a platform: post, edit, find again. Each platform's bot folder implements it.
import type { ChatMessage } from "../protocol/read/view.ts";

export type PostResult =
	/** `message` is the platform's id of the message (Slack: ts); `sent` the JSON text exactly as sent. */
	| { ok: true; channel: string; message: string; sent: string }
	| { ok: false; kind: "rate-limited"; retryAfterMs: number }
	/** This message will never be taken: the platform's error, e.g. `msg_too_long`. */
	| { ok: false; kind: "refused"; error: string }
	/** The place doesn't take us now, which people can change: e.g. `not_in_channel`. */
	| { ok: false; kind: "unreachable"; error: string }
	/** The message to edit is gone, or isn't ours: e.g. `message_not_found`. */
	| { ok: false; kind: "gone"; error: string }
	/** It did not happen and may be tried again: connection refused, 5xx that says so. */
	| { ok: false; kind: "failed"; error: string }
	/** It may have happened: the answer was lost. Look for `key` before it is sent again. */
	| { ok: false; kind: "uncertain"; error: string };

/** `unknown`: the search itself failed, so nothing can be said; `retryAfterMs` if the platform asked for silence. */
export type FindResult =
	| { is: "found"; channel: string; message: string }
	| { is: "absent" }
	/** Not on this page: search on at `cursor`. */
	| { is: "more"; cursor: string }
	/** This platform has no search: a second copy is posted, which is judged and edited like the first. */
	| { is: "blind" }
	| { is: "unknown"; error: string; retryAfterMs: number | null };

/** Where to post: a conversation, or a person directly. */
export type Target = { channel: string; thread: string | null } | { person: string };

export interface Poster {
	/** `key` names the message for ever; it travels along if the platform can carry it, so that `find` finds it. `silence`: for
	 * how many ms the platform wants to hear nothing there, which may have begun while the poster asked for something else. */
	post(key: string, to: Target, message: ChatMessage, silence: () => number): Promise<PostResult>;
	edit(at: { channel: string; message: string }, message: ChatMessage): Promise<PostResult>;
	/** Edits a message at the address that came with a press on it (`Intent.Vote.editAt`), if the platform has such. `uncertain`:
	 * the edit may still show, over a newer one. */
	editPressed?(
		address: string,
		at: { channel: string; message: string },
		message: ChatMessage,
	): Promise<PostResult>;
	/** How long the platform's own word of a message may take, in ms: before that, looking for it is no use. */
	wordWithin: number;
	/** The message posted with this key since then (ms since 1970), on one page; `cursor` is empty for the first. */
	find(key: string, to: Target, since: number, cursor: string): Promise<FindResult>;
}
