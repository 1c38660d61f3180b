// What comes of a wish, in no platform's words: each platform renders these few kinds of answer, and decides nothing.
import { z } from "zod";
import type { previewCard } from "../../cards/kinds/preview.ts";
import type { Card } from "../../cards/model/card.ts";
import type { Form } from "../../cards/model/form.ts";
import type { MessageRef, Place } from "../../protocol/events.ts";
import type { Answer, Refusal } from "../../protocol/refusal.ts";
import type { Begin } from "../../words/begin.ts";
import type { Backend } from "../backend.ts";
import { type ChatUser, FormFrom } from "../intent.ts";

/** What every handler needs of the platform that a wish came from. */
export type Hands = {
	backend: Backend;
	/** What people there write before their request. */
	begin: Begin;
	/** Whether the platform itself asks before a button that says so takes effect. */
	confirms: boolean;
	/** The most characters that an input of a dialog takes there. */
	inputText: number;
	now(): number;
	/** Logs a bug; the id is what the person is told. */
	log(error: unknown): string;
};

/** Who did it, where, on which message. */
export type Doer = { by: ChatUser; place: Place; ref: MessageRef };

/** What a dialog keeps while it is open: ids alone. */
export const Remembered = z.object({
	/** The plan that is asked about or denied. */
	plan: z.string().optional(),
	session: z.string().optional(),
	/** What the plan's dialog was opened from. */
	from: FormFrom.optional(),
	/** The steps are not in inputs, but taken as kept. */
	kept: z.boolean().optional(),
});
export type Remembered = z.infer<typeof Remembered>;

type Draft = Parameters<typeof previewCard>[0];

export type Reply =
	/** It is done, and the cards show it. */
	| { kind: "done" }
	/** For this person alone to read. */
	| { kind: "say"; card: Card }
	/** For this person alone: what was refused, and what to do next. */
	| { kind: "refuse"; refusal: Refusal }
	/** A dialog to fill in. */
	| { kind: "form"; form: Form; remembered: Remembered }
	/** It is done, and this plan's card shows it. */
	| { kind: "changed"; plan: string }
	/** The preview that was pressed has done its work. */
	| { kind: "used" }
	/** A command as it would be proposed: for this person alone where the platform has such messages. */
	| { kind: "preview"; draft: Draft };

/** What comes of a dialog that was sent: done, or what is wrong in it, by field or with all of it. */
export type Submitted =
	| Extract<Reply, { kind: "done" | "refuse" | "used" }>
	| { kind: "errors"; errors: Record<string, string> }
	/** Refused as it stands: the form stays open. `field`: what it is about, where it is about one. */
	| { kind: "amend"; refusal: Refusal; field: string | null };

export const done: Extract<Reply, { kind: "done" }> = { kind: "done" };
export const refuse = (refusal: Refusal): Extract<Reply, { kind: "refuse" }> => ({ kind: "refuse", refusal });
export const doneOr = (answer: Answer<object>): Extract<Reply, { kind: "done" | "refuse" }> =>
	answer.ok ? done : refuse(answer.refusal);

/** How a person is told something after their message has been answered. */
export type Tell = (reply: Reply) => Promise<void>;

/** Where they can't be told, that is logged: it must not keep the rest of their message from being recorded. */
export const orLog =
	({ log }: Pick<Hands, "log">, tell: Tell): Tell =>
	(reply) =>
		tell(reply).catch((error) => void log(error));
