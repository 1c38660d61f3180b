// The audit log: who signed in, opened, exported, searched, shared or changed what, and what was refused.
import { z } from "zod";
import { Text } from "../bounds.ts";
import { Instant, PersonId, SessionId } from "../ids.ts";

export const AuditKind = z.enum([
	"sign-in",
	"failed sign-in",
	"opened",
	"exported",
	"searched",
	"shared",
	"changed",
	"refused",
	/** What an endpoint or its agent did. */
	"machine",
]);
export type AuditKind = z.infer<typeof AuditKind>;

/** One thing to keep. `who` and `detail` are for people to read; `what` says it in a few words. */
export const AuditEntry = z.object({
	kind: AuditKind,
	who: Text,
	/** The person's id, if one is known. */
	person: PersonId.nullable().default(null),
	what: Text,
	detail: Text,
	session: SessionId.nullable().default(null),
	/** Kept only the first time that an entry has this; null: each time. */
	once: Text.nullable().default(null),
});
export type AuditEntry = z.input<typeof AuditEntry>;

/** A kept entry. `n` counts within its log; an older version kept neither kind, person nor session. */
export const AuditRow = z.object({
	n: z.int(),
	at: Instant,
	who: Text,
	what: Text,
	detail: Text,
	kind: AuditKind.nullable(),
	person: Text.nullable(),
	session: Text.nullable(),
});
export type AuditRow = z.infer<typeof AuditRow>;

/** Which entries: `who` is a part of a name or account, `from` and `until` in ms, `until` not included. */
export type AuditFilter = {
	kind: AuditKind | null;
	who: string;
	from: Instant | null;
	until: Instant | null;
};

/** After which entry the next page begins, among those of several logs: newest first, of the same moment by log, then by number. */
export const AuditCursor = z.object({ at: Instant, log: Text, n: z.int() });
export type AuditCursor = z.infer<typeof AuditCursor>;
