// What the posting queue needs of a platform: post, edit, find again; each platform's bot folder implements it.
import type { ChatMessage } from "../protocol/view.ts";

export type PostResult =
	/** `message` is the platform's id of the message (Slack: ts); `sent` the JSON text exactly as sent. */
	| { ok: true; channel: string; message: string; sent: string }
	| { ok: false; kind: "rate-limited"; retryAfterMs: number }
	/** It will never work: the platform's error, e.g. `channel_not_found`. */
	| { ok: false; kind: "refused"; error: string }
	/** It did not happen and may be tried again: connection refused, 5xx that says so. */
	| { ok: false; kind: "failed"; error: string }
	/** It may have happened: the answer was lost. Look for `key` before it is sent again. */
	| { ok: false; kind: "uncertain"; error: string };

/** Where to post: a conversation, or a person directly. */
export type Target = { channel: string; thread: string | null } | { person: string };

export interface Poster {
	/** `key` names the message for ever; it travels along where the platform can carry it, so that `find` finds it. */
	post(key: string, to: Target, message: ChatMessage): Promise<PostResult>;
	edit(at: { channel: string; message: string }, message: ChatMessage): Promise<PostResult>;
	/** The message posted with this key, if the platform lets a bot look and it is there. */
	find(key: string, to: Target, since: number): Promise<{ channel: string; message: string } | null>;
}
