// Every refusal that a person can meet, with the facts that its sentence needs. The sentences are in words/refusals.ts.
import { z } from "zod";
import { Instant } from "./ids.ts";
import { Phase } from "./plan/plan.ts";
import { unfits } from "./plan/secret-places.ts";

export const Refusal = z.discriminatedUnion("code", [
	/** The channel, team or tenant belongs to no client. */
	z.object({ code: z.literal("not-bound") }),
	z.object({ code: z.literal("no-role"), client: z.string() }),
	z.object({ code: z.literal("not-a-technician"), client: z.string() }),
	z.object({
		code: z.literal("not-an-approver"),
		client: z.string(),
		approvers: z.array(z.string()),
		told: z.boolean(),
	}),
	z.object({ code: z.literal("no-approver"), client: z.string() }),
	z.object({ code: z.literal("own-proposal"), approvers: z.array(z.string()) }),
	z.object({ code: z.literal("already-decided"), how: z.string() }),
	z.object({ code: z.literal("already-voted") }),
	z.object({ code: z.literal("expired"), at: Instant }),
	z.object({ code: z.literal("wrong-place") }),
	/** The thread is a session's whose client no longer has the conversation. */
	z.object({ code: z.literal("other-client") }),
	z.object({ code: z.literal("review-in-console"), reasons: z.array(z.string()) }),
	z.object({
		code: z.literal("not-found"),
		what: z.enum(["session", "plan", "draft", "endpoint", "run", "erasure", "question"]),
	}),
	z.object({ code: z.literal("session-closed") }),
	z.object({ code: z.literal("no-thread") }),
	z.object({ code: z.literal("empty-request") }),
	z.object({ code: z.literal("empty-command") }),
	z.object({ code: z.literal("command-too-long"), bytes: z.int(), limit: z.int() }),
	/** `talk` is kept with the secret masked; nothing else is kept. */
	z.object({
		code: z.literal("looks-secret"),
		what: z.string(),
		in: z.enum(["request", "talk", "file", "proposal", "answer"]),
	}),
	z.object({ code: z.literal("styled-text") }),
	z.object({ code: z.literal("not-text"), name: z.string() }),
	z.object({ code: z.literal("file-out-of-reach"), name: z.string(), reason: z.string() }),
	z.object({ code: z.literal("file-too-large"), name: z.string(), bytes: z.int(), limit: z.int() }),
	z.object({ code: z.literal("bad-field"), field: z.string(), reason: z.string() }),
	z.object({ code: z.literal("shell-missing"), shell: z.string(), endpoint: z.string() }),
	/** Its agent doesn't know what the plan asks for. */
	z.object({
		code: z.literal("agent-too-old"),
		endpoint: z.string(),
		ability: z.enum(["script", "success", "restart", "secrets", "logged-on", "person", "input"]),
	}),
	/** The endpoint's shell can't parse a step; all of it counts from 1. Nothing was proposed. */
	z.object({
		code: z.literal("does-not-parse"),
		endpoint: z.string(),
		phase: Phase,
		/** Among the steps of that phase. */
		step: z.int(),
		line: z.int().nullable(),
		column: z.int().nullable(),
		message: z.string(),
	}),
	/** A step names a secret where its shell would not put it. */
	z.object({
		code: z.literal("secret-unfit"),
		secret: z.string(),
		why: z.enum([...unfits, "argument", "bad-name", "too-many"]),
	}),
	/** The plan needs no secret now: none is named, all are entered, or it isn't approved. */
	z.object({ code: z.literal("no-secret-wanted") }),
	/** The values don't fit the plan's names and endpoints. */
	z.object({ code: z.literal("secrets-incomplete") }),
	z.object({ code: z.literal("may-not-enter"), client: z.string() }),
	z.object({ code: z.literal("plan-too-large"), bytes: z.int(), limit: z.int() }),
	z.object({ code: z.literal("quarantined"), endpoint: z.string() }),
	z.object({ code: z.literal("nothing-to-cancel") }),
	z.object({ code: z.literal("may-not-cancel") }),
	z.object({ code: z.literal("may-not-close") }),
	z.object({ code: z.literal("open-plan") }),
	z.object({ code: z.literal("may-not-erase"), client: z.string() }),
	z.object({ code: z.literal("legal-hold"), client: z.string() }),
	/** No one could confirm: `role` is the one that no other person has. */
	z.object({
		code: z.literal("nobody-to-confirm"),
		role: z.enum(["owner", "approver"]),
		client: z.string(),
	}),
	z.object({ code: z.literal("not-erasable"), what: z.string(), reason: z.string() }),
	z.object({ code: z.literal("own-erasure") }),
	/** Not of the side that has to confirm. */
	z.object({ code: z.literal("not-the-other-side"), wanted: z.array(z.string()) }),
	z.object({ code: z.literal("not-yours") }),
	z.object({ code: z.literal("not-your-draft") }),
	z.object({ code: z.literal("erasure-over"), how: z.string() }),
	z.object({ code: z.literal("technicians-only"), client: z.string() }),
	z.object({ code: z.literal("already-taken"), by: z.string() }),
	/** On the MSP's desk, a session is always for someone. */
	z.object({ code: z.literal("for-whom") }),
	/** No one, or several people, have that name; `people` in words that tell them apart. */
	z.object({ code: z.literal("which-person"), name: z.string(), people: z.array(z.string()) }),
	z.object({ code: z.literal("no-channel"), client: z.string() }),
	/** A running step's question has its answer, or its time has passed. */
	z.object({ code: z.literal("prompt-over"), how: z.enum(["answered", "waiting", "too-late"]) }),
	z.object({ code: z.literal("may-not-answer"), client: z.string() }),
	/** Who wrote a text doesn't let it through. */
	z.object({ code: z.literal("own-answer"), approvers: z.array(z.string()) }),
	z.object({ code: z.literal("unknown-action") }),
	z.object({ code: z.literal("broken"), errorId: z.string() }),
]);
export type Refusal = z.infer<typeof Refusal>;
export type RefusalCode = Refusal["code"];

/** A refusal is a value: nothing was changed but the record that it was tried. */
export type Answer<T> = ({ ok: true } & T) | { ok: false; refusal: Refusal };

export const refuse = (refusal: Refusal): { ok: false; refusal: Refusal } => ({ ok: false, refusal });
