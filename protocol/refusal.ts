// Every refusal that a person can meet, with the facts that its sentence needs. The sentences are in words/refusals.ts.
import { z } from "zod";
import { most, Text } from "./bounds.ts";
import { Instant } from "./ids.ts";
import { Phase } from "./plan/plan.ts";
import { unfits } from "./plan/secret-places.ts";

export const Refusal = z.discriminatedUnion("code", [
	/** The channel, team or tenant belongs to no client. */
	z.object({ code: z.literal("not-bound") }),
	z.object({ code: z.literal("no-role"), client: Text }),
	z.object({ code: z.literal("not-a-technician"), client: Text }),
	z.object({
		code: z.literal("not-an-approver"),
		client: Text,
		approvers: z.array(Text).max(most),
		told: z.boolean(),
	}),
	z.object({ code: z.literal("no-approver"), client: Text }),
	z.object({ code: z.literal("own-proposal"), approvers: z.array(Text).max(most) }),
	z.object({ code: z.literal("already-decided"), how: Text }),
	z.object({ code: z.literal("already-voted") }),
	z.object({ code: z.literal("expired"), at: Instant }),
	z.object({ code: z.literal("wrong-place") }),
	/** The thread is a session's whose client no longer has the conversation. */
	z.object({ code: z.literal("other-client") }),
	z.object({ code: z.literal("review-in-console"), reasons: z.array(Text).max(most) }),
	/** Where policy asks for passkeys, a press isn't enough. `registered`: whether the person has one that counts. */
	z.object({ code: z.literal("passkey-wanted"), registered: z.boolean() }),
	/** Their passkey's answer doesn't hold. */
	z.object({ code: z.literal("passkey-fails"), why: Text }),
	z.object({
		code: z.literal("not-found"),
		what: z.enum(["session", "plan", "draft", "endpoint", "run", "erasure", "question", "snippet", "change"]),
	}),
	/** A rule of the client forbids what the plan does: it calls a program, or has a text in it. */
	z.object({ code: z.literal("forbidden"), client: Text, rule: Text, what: Text }),
	/** A plan can't be approved for later ones, too. `voted`: the plan itself was approved by then. */
	z.object({
		code: z.literal("no-standing"),
		why: z.enum(["passkeys", "secrets", "text", "too-many", "gone", "again", "voted"]),
	}),
	z.object({ code: z.literal("session-closed") }),
	z.object({ code: z.literal("no-thread") }),
	z.object({ code: z.literal("empty-request") }),
	z.object({ code: z.literal("empty-command") }),
	z.object({ code: z.literal("command-too-long"), bytes: z.int(), limit: z.int() }),
	/** `talk` is kept with the secret masked; nothing else is kept. */
	z.object({
		code: z.literal("looks-secret"),
		what: Text,
		in: z.enum(["request", "talk", "file", "proposal", "answer"]),
	}),
	z.object({ code: z.literal("styled-text") }),
	z.object({ code: z.literal("not-text"), name: Text }),
	/** A script for what no shell of ours is. `program`: what its first line asks for, if that says it. */
	z.object({ code: z.literal("foreign-script"), name: Text, program: Text.nullable() }),
	/** A message with scripts of these names. `typed`: and with a command. */
	z.object({ code: z.literal("several-commands"), typed: z.boolean(), names: z.array(Text).max(most) }),
	z.object({
		code: z.literal("file-out-of-reach"),
		name: Text,
		reason: Text,
	}),
	z.object({
		code: z.literal("file-too-large"),
		name: Text,
		bytes: z.int(),
		limit: z.int(),
	}),
	z.object({ code: z.literal("bad-field"), field: Text, reason: Text }),
	z.object({
		code: z.literal("shell-missing"),
		shell: Text,
		endpoint: Text,
	}),
	/** Its agent doesn't know what the plan asks for. */
	z.object({
		code: z.literal("agent-too-old"),
		endpoint: Text,
		ability: z.enum([
			"script",
			"success",
			"restart",
			"secrets",
			"logged-on",
			"person",
			"input",
			"secret-input",
			"passkeys",
		]),
	}),
	/** The endpoint's shell can't parse a step; all of it counts from 1. Nothing was proposed. */
	z.object({
		code: z.literal("does-not-parse"),
		endpoint: Text,
		phase: Phase,
		/** Among the steps of that phase. */
		step: z.int(),
		line: z.int().nullable(),
		column: z.int().nullable(),
		message: Text,
	}),
	/** A step names a secret where its shell would not put it. */
	z.object({
		code: z.literal("secret-unfit"),
		secret: Text,
		why: z.enum([...unfits, "argument", "bad-name", "too-many"]),
	}),
	/** The plan needs no secret now: none is named, all are entered, or it isn't approved. */
	z.object({ code: z.literal("no-secret-wanted") }),
	/** The values don't fit the plan's names and endpoints. */
	z.object({ code: z.literal("secrets-incomplete") }),
	z.object({ code: z.literal("may-not-enter"), client: Text }),
	z.object({ code: z.literal("plan-too-large"), bytes: z.int(), limit: z.int() }),
	z.object({ code: z.literal("quarantined"), endpoint: Text }),
	z.object({ code: z.literal("nothing-to-cancel") }),
	z.object({ code: z.literal("may-not-cancel") }),
	z.object({ code: z.literal("may-not-close") }),
	z.object({ code: z.literal("may-not-reopen") }),
	z.object({ code: z.literal("open-plan") }),
	z.object({ code: z.literal("may-not-erase"), client: Text }),
	z.object({ code: z.literal("legal-hold"), client: Text }),
	/** No one could confirm: `role` is the one that no other person has. */
	z.object({
		code: z.literal("nobody-to-confirm"),
		role: z.enum(["owner", "approver"]),
		client: Text,
	}),
	z.object({
		code: z.literal("not-erasable"),
		what: Text,
		reason: Text,
	}),
	z.object({ code: z.literal("own-erasure") }),
	/** Not of the side that has to confirm. */
	z.object({ code: z.literal("not-the-other-side"), wanted: z.array(Text).max(most) }),
	z.object({ code: z.literal("not-yours") }),
	z.object({ code: z.literal("not-your-draft") }),
	/** Neither asked for it nor took part in it. */
	z.object({ code: z.literal("not-your-session") }),
	z.object({ code: z.literal("erasure-over"), how: Text }),
	z.object({ code: z.literal("technicians-only"), client: Text }),
	z.object({ code: z.literal("may-not-enroll"), client: Text }),
	z.object({ code: z.literal("owners-only"), client: Text }),
	z.object({ code: z.literal("already-taken"), by: Text }),
	/** On the MSP's desk, a session is always for someone. */
	z.object({ code: z.literal("for-whom") }),
	/** No one, or several people, have that name; `people` in words that tell them apart. */
	z.object({
		code: z.literal("which-person"),
		name: Text,
		people: z.array(Text).max(most),
	}),
	z.object({ code: z.literal("no-channel"), client: Text }),
	/** A running step's question has its answer, or its time has passed. */
	z.object({ code: z.literal("prompt-over"), how: z.enum(["answered", "waiting", "too-late"]) }),
	/** A running step asks for a secret, which is entered in the console alone. */
	z.object({ code: z.literal("secret-in-chat") }),
	z.object({ code: z.literal("may-not-answer"), client: Text }),
	/** Who wrote a text doesn't let it through. */
	z.object({ code: z.literal("own-answer"), approvers: z.array(Text).max(most) }),
	/** Only an approver names a deputy. */
	z.object({ code: z.literal("no-deputies"), client: Text }),
	z.object({
		code: z.literal("unfit-deputy"),
		why: z.enum(["unknown", "yourself", "provider", "past", "nobody"]),
	}),
	/** A change of approvers, policy or channels waits for someone else. `own`: they asked for it themselves. */
	z.object({
		code: z.literal("may-not-confirm"),
		client: Text,
		own: z.boolean(),
		who: z.array(Text).max(most),
	}),
	/** It isn't open any more. */
	z.object({
		code: z.literal("amendment-over"),
		how: z.enum(["confirmed", "refused", "expired", "replaced", "withdrawn", "stale"]),
	}),
	z.object({ code: z.literal("unknown-action") }),
	/** By one person, client or workspace, in a short time. */
	z.object({ code: z.literal("too-many"), what: z.enum(["requests", "presses", "runs"]), until: Instant }),
	/** Slack opens a dialog for a press of the last three seconds alone. */
	z.object({ code: z.literal("not-opened") }),
	z.object({ code: z.literal("broken"), errorId: Text }),
]);
export type Refusal = z.infer<typeof Refusal>;
export type RefusalCode = Refusal["code"];

/** A refusal is a value: nothing was changed but the record that it was tried. */
export type Answer<T> = ({ ok: true } & T) | { ok: false; refusal: Refusal };

export const refuse = (refusal: Refusal): { ok: false; refusal: Refusal } => ({ ok: false, refusal });
