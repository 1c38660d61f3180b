// The answers to a wish, platform-neutral: each platform renders these few kinds and decides nothing.
import { z } from "zod";
import type { previewCard } from "../../cards/kinds/preview.ts";
import type { Card } from "../../cards/model/card.ts";
import type { Form } from "../../cards/model/form.ts";
import { SnippetId } from "../../protocol/ids.ts";
import type { MessageRef, Place } from "../../protocol/record/events.ts";
import type { Answer, Refusal } from "../../protocol/refusal.ts";
import type { Begin } from "../../words/begin.ts";
import type { Backend } from "../backend.ts";
import { type ChatUser, FormFrom } from "../intent.ts";

/** What every handler needs from the wish's platform. */
export type Hands = {
	backend: Backend;
	/** What people there write before their request. */
	begin: Begin;
	/** Whether the platform itself asks before a button that says so takes effect. */
	confirms: boolean;
	/** The most characters that an input of a dialog takes there. */
	inputText: number;
	now(): number;
	/** Logs a bug; returns the id that the person sees. */
	log(error: unknown): string;
};

/** Who did it, where, on which message. */
export type Doer = {
	by: ChatUser;
	place: Place;
	ref: MessageRef;
	/** Where the platform lets us edit the pressed message for a while, apart from its rate. */
	editAt?: string;
};

/** What an open dialog remembers: only ids. */
export const Remembered = z.object({
	/** The plan that is asked about or denied. */
	plan: z.string().optional(),
	session: z.string().optional(),
	/** The conversation where a request will be asked. */
	at: z.object({ workspace: z.string(), channel: z.string() }).optional(),
	/** Where someone names a deputy. */
	client: z.string().optional(),
	/** The running step's question that is answered, by its name. */
	prompt: z.string().optional(),
	/** What the plan's dialog was opened from. */
	from: FormFrom.optional(),
	/** The steps are not in inputs, but taken as kept. */
	kept: z.boolean().optional(),
	/** The snippet whose blanks are filled in. */
	snippet: SnippetId.optional(),
});
export type Remembered = z.infer<typeof Remembered>;

type Draft = Parameters<typeof previewCard>[0];

export type Reply =
	/** It is done, and the cards show it. */
	| { kind: "done" }
	/** For this person alone to read. */
	| { kind: "say"; card: Card }
	/** About what this person wrote, with a button that works there alone: for them alone if the platform has such messages. */
	| { kind: "offer"; card: Card }
	/** For this person alone: what was refused, and what to do next. */
	| { kind: "refuse"; refusal: Refusal }
	/** A dialog to fill in. */
	| { kind: "form"; form: Form; remembered: Remembered }
	/** It is done, and this plan's card shows it. */
	| { kind: "changed"; plan: string }
	/** The preview that was pressed has done its work. */
	| { kind: "used" }
	/** A command as it would be proposed: for this person alone if the platform has such messages. */
	| { kind: "preview"; draft: Draft };

/** The answer to a sent dialog: done, the dialog that comes next, or what is wrong, by field or with all of it. */
export type Submitted =
	| Extract<Reply, { kind: "done" | "refuse" | "used" | "form" }>
	| { kind: "errors"; errors: Record<string, string> }
	/** Refused for now: the form stays open. `field`: the field that it concerns, if one. */
	| { kind: "amend"; refusal: Refusal; field: string | null };

export const done: Extract<Reply, { kind: "done" }> = { kind: "done" };
export const refuse = (refusal: Refusal): Extract<Reply, { kind: "refuse" }> => ({ kind: "refuse", refusal });
export const doneOr = (answer: Answer<object>): Extract<Reply, { kind: "done" | "refuse" }> =>
	answer.ok ? done : refuse(answer.refusal);

/** How to answer a person after their message got its platform's answer. */
export type Tell = (reply: Reply) => Promise<void>;

/** Logs it if the person can't be reached: that must not keep the rest of their message from being recorded. */
export const orLog =
	({ log }: Pick<Hands, "log">, tell: Tell): Tell =>
	(reply) =>
		tell(reply).catch((error) => void log(error));
