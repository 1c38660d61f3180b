// What a form says of a copy: which run, what is left out, which words are blacked out.
import { z } from "zod";
import { ShareId } from "../../protocol/ids.ts";
import { ShareChoice, shortestPasscode } from "../../protocol/read/share.ts";

/** As a form sends it: one value, or several of the same name. */
export type Sent = Record<string, unknown>;

const all = (value: unknown): unknown[] => (value === undefined ? [] : [value].flat());

/** Null: not what the form has. */
export const choiceOf = (sent: Sent): ShareChoice | null => {
	const words = String(sent.words ?? "")
		.split("\n")
		.map((line) => line.trim().replace(/\s+/g, " "))
		.filter((line) => line !== "");
	const found = ShareChoice.safeParse({
		run: sent.run || null,
		events: all(sent.event).map(Number),
		outputs: all(sent.output),
		words: [...new Set(words)],
	});
	return found.success ? found.data : null;
};

/** The copy whose place it is to take; null: none. */
export const againOf = (sent: Sent): string | null => ShareId.safeParse(sent.again).data ?? null;

export const lasting = [1, 7, 30, 90] as const;

const Days = z.coerce.number().refine((days) => (lasting as readonly number[]).includes(days));
export const Terms = z.object({ days: Days, passcode: z.string().min(shortestPasscode).max(200) });
