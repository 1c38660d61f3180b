// A dialog that was sent, and what became of it.
import { z } from "zod";
import { dialogs, turns } from "../../../cards/model/actions.ts";
import type { Form } from "../../../cards/model/form.ts";
import { Remembered as Ids, type Reply, type Submitted } from "../../handlers/reply.ts";
import type { Kit } from "../kit.ts";
import type { Turn } from "../read/activity.ts";

/** What a dialog carries between opening and sending. */
export const Remembered = Ids.extend({
	/** The card that was pressed. */
	message: z.string().default(""),
	/** This dialog's own name, so that it does something only once. */
	once: z.string().max(100).default(""),
});
export type Remembered = z.infer<typeof Remembered>;

export const Sent = Remembered.extend({
	dialog: z.enum(dialogs),
	/** Endpoints are searched: sent like the rest. */
	search: z.string().optional(),
	/** A button within it that isn't its own. */
	turn: z.enum(turns).optional(),
});
/** `typed`: what was in the inputs of the plan's dialog, while one of its snippets has its place: as Teams sends them. */
export type Sent = z.infer<typeof Sent> & { typed: Typed };

/** By the inputs' names. Of too much nothing is taken. */
export const Typed = z.record(z.string().max(60), z.string().max(20_000)).catch({});
export type Typed = z.infer<typeof Typed>;

/** What was filled in, by the inputs' names. */
export const Data = z.record(z.string(), z.unknown());
export type Data = z.infer<typeof Data>;
type Outcome = Submitted | Extract<Reply, { kind: "say" }>;
/** `banner`: what is said above the same dialog. */
export type Done =
	| { form: Form; outcome: Outcome; closes: string }
	| { form: Form; outcome: "again"; banner?: string };
/** Null if what comes back is not what the dialog remembered. */
export type Submit = (kit: Kit, turn: Turn, sent: Sent, data: Data) => Promise<Done | null>;

/** The form of a dialog that ends with its answer. */
export const empty: Form = { dialog: dialogs.plan, title: "", submit: "", body: [] };
