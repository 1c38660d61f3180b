// What people can want, platform-neutral: a bot turns what it received into one of these.
import { z } from "zod";
import { PlanDraft } from "../protocol/plan/plan.ts";
import { Script } from "../protocol/plan/script.ts";
import { Identity } from "../protocol/platform.ts";
import { GivenAnswer } from "../protocol/prompt.ts";
import { ExpectedFile, MessageRef, Place, Verdict } from "../protocol/record/events.ts";

/** Who is speaking or pressing, as the platform vouches for it. `name` is for people to read only. */
export const ChatUser = z.object({ identity: Identity, name: z.string() });
export type ChatUser = z.infer<typeof ChatUser>;

const Somewhere = z.object({ by: ChatUser, place: Place });
const OnMessage = Somewhere.extend({ ref: MessageRef });

/** Someone mentioned (null: unknown who), or called by name. */
export const Whom = z.union([z.object({ identity: Identity.nullable() }), z.object({ name: z.string() })]);
export type Whom = z.infer<typeof Whom>;

export const Open = Somewhere.extend({
	request: z.string(),
	source: z.enum(["command", "shortcut", "mention"]),
	/** The same whenever the same wish is delivered again (Slack: the trigger id, or channel and ts of the message). */
	once: z.string(),
	/** The message that someone had already written. `at` in ms since 1970. */
	original: z.object({ ref: MessageRef, author: ChatUser, at: z.int() }).nullable(),
	/** For whom a technician opens it; null: for themselves. */
	whom: Whom.nullable(),
	/** What came with it in a dialog, not yet read: as of a message. */
	files: z
		.array(ExpectedFile.extend({ source: z.string() }))
		.max(10)
		.exactOptional(),
	/** Where the platform lets us answer them privately for a while, also where we can't post. A secret: never logged. */
	answerAt: z.string().exactOptional(),
});
export type Open = z.infer<typeof Open>;

export const Said = OnMessage.extend({
	text: z.string(),
	/** The attached files, not yet read. `source`: how the bot reads one again later, in case it can't now. */
	expected: z.array(ExpectedFile.extend({ source: z.string().exactOptional() })),
	/** It is meant as a command. */
	command: z.literal(true).exactOptional(),
});
export type Said = z.infer<typeof Said>;

export const File = z.object({
	name: z.string(),
	type: z.string(),
	bytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
});
export type File = z.infer<typeof File>;

/** One of a message's files, or why it could not be read, or how long to wait before it can. Files come one by one: together
 * they may exceed a call. */
export const Attached = OnMessage.extend({
	/** The file's id on the platform. */
	file: z.string(),
	content: z.union([
		File,
		z.object({ name: z.string(), reason: z.string() }),
		z.object({ name: z.string(), retryAfterMs: z.int() }),
	]),
});
export type Attached = z.infer<typeof Attached>;

export const Edited = OnMessage.extend({
	text: z.string(),
	/** The same whenever the same edit is delivered again (Slack: channel, ts of the message, ts of the edit). */
	once: z.string(),
});
export type Edited = z.infer<typeof Edited>;

/** The platform tells of a message of ours, and of the key that it carries. */
export const Posted = z.object({ ref: MessageRef, key: z.string() });
export type Posted = z.infer<typeof Posted>;

/** Who deleted it is unknown: its author, or an admin for them. */
export const Deleted = OnMessage.omit({ by: true }).extend({ author: ChatUser });
export type Deleted = z.infer<typeof Deleted>;

/** An exact command that someone typed or attached (in the message `ref`), before it is a proposal. */
export const DraftCommand = OnMessage.extend({
	command: z.string(),
	/** An attached file that is a script. */
	script: Script.exactOptional(),
	once: z.string(),
	/** The draft that it takes the place of, which is the same person's. */
	of: z.string().exactOptional(),
});
export type DraftCommand = z.infer<typeof DraftCommand>;

/** Where a dialog starts from: nothing, a typed command, or an earlier plan ([Propose again…], [Ask again]). */
export const FormFrom = z.discriminatedUnion("from", [
	z.object({ from: z.literal("session"), session: z.string() }),
	z.object({ from: z.literal("draft"), draft: z.string() }),
	z.object({ from: z.literal("plan"), plan: z.string() }),
]);
export type FormFrom = z.infer<typeof FormFrom>;

export const OnSession = Somewhere.extend({ session: z.string() });
export type OnSession = z.infer<typeof OnSession>;

export const Propose = OnSession.extend({
	/** The same whenever the same dialog is sent again (Slack: the view's id). */
	once: z.string(),
	/** What the dialog was opened from. A typed command is kept only until it is proposed. */
	from: FormFrom,
	draft: PlanDraft,
});
export type Propose = z.infer<typeof Propose>;

export const OnPlan = OnMessage.extend({ plan: z.string() });
export type OnPlan = z.infer<typeof OnPlan>;

/** `answers`: the card is the answer to a press, which has had its turn. */
export const Show = OnPlan.extend({ answers: z.literal("press").exactOptional() });
export type Show = z.infer<typeof Show>;

export const Vote = OnPlan.extend({
	verdict: Verdict,
	reason: z.string().nullable(),
	/** Where the platform lets us edit the pressed card for a while, apart from its rate. */
	editAt: z.string().exactOptional(),
});
export type Vote = z.infer<typeof Vote>;

export const Ask = OnPlan.extend({ question: z.string(), once: z.string() });
export type Ask = z.infer<typeof Ask>;

/** On the card of a running step's question. */
export const OnPrompt = OnPlan.extend({ run: z.string(), prompt: z.int() });
export type OnPrompt = z.infer<typeof OnPrompt>;

export const GiveAnswer = OnPrompt.extend({ answer: GivenAnswer });
export type GiveAnswer = z.infer<typeof GiveAnswer>;

/** Whether a text is sent; `tries`: the one that they saw. */
export const ClearAnswer = OnPrompt.extend({ tries: z.int(), verdict: z.enum(["send", "keep"]) });
export type ClearAnswer = z.infer<typeof ClearAnswer>;

/** Something that a bot refused by itself, for the session's or client's record. */
export const Attempt = Somewhere.extend({
	action: z.string(),
	code: z.enum([
		"styled-text",
		"not-text",
		"foreign-script",
		"several-commands",
		"empty-command",
		"unknown-action",
		"not-bound",
	]),
	detail: z.string(),
});
export type Attempt = z.infer<typeof Attempt>;

/** The app or its access was taken out of a workspace at this time (ms). `because`: in a word or two, for the owner. */
export const Left = z.object({ workspace: z.string(), at: z.int(), because: z.string() });
export type Left = z.infer<typeof Left>;

/** The platform dropped what was said in a workspace, from this time on (ms), for a minute at least. */
export const Dropped = z.object({ workspace: z.string(), from: z.int() });
export type Dropped = z.infer<typeof Dropped>;

/** A conversation has another id on the platform since this time (ms). */
export const Moved = z.object({ workspace: z.string(), from: z.string(), to: z.string(), at: z.int() });
export type Moved = z.infer<typeof Moved>;
