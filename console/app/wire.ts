// Decodes what the page's script receives; only what it uses.
import * as z from "zod/mini";
import { modes } from "../../protocol/read/modes.ts";

const Lines = z.object({ stdout: z.number(), stderr: z.number() });

/** Blocks of output: id, first record, bytes of it before, then bytes and lines of each stream before it; what is left are
 * records further on that report something of it. */
export const Blocks = z.object({
	blocks: z.array(z.array(z.number())),
	end: z.object({ n: z.number(), stdout: z.number(), stderr: z.number(), lines: Lines }),
	complete: z.boolean(),
	next: z.optional(z.number()),
	/** Blocks of another one aren't these. */
	generation: z.number(),
});

const Carried = z.nullable(
	z.object({
		mode: z.enum(modes),
		rest: z.string(),
		held: z.string(),
		style: z.object({
			colour: z.nullable(z.string()),
			bold: z.boolean(),
			dim: z.boolean(),
			italic: z.boolean(),
			underline: z.boolean(),
		}),
	}),
);

export const BlockRecords = z.object({
	next: z.number(),
	/** Whether the block goes on after `next`. */
	more: z.boolean(),
	generation: z.number(),
	/** Of what isn't UTF-8. */
	codePage: z.nullable(z.number()),
	carried: z.object({ stdout: Carried, stderr: Carried }),
	records: z.array(
		z.object({
			kind: z.enum(["stdout", "stderr", "event"]),
			at: z.number(),
			offset: z.number(),
			length: z.number(),
			bytes: z.nullable(z.string()),
			note: z.nullable(z.string()),
			inside: z.array(
				z.object({
					id: z.string(),
					text: z.string(),
					detail: z.array(z.string()),
					counts: z.boolean(),
					place: Lines,
					sign: z.enum(["note", "error", "exit", "asks", "left"]),
				}),
			),
			left: z.boolean(),
			last: z.boolean(),
		}),
	),
});

export const Update = z.object({
	last: z.number(),
	more: z.boolean(),
	busy: z.boolean(),
	closed: z.boolean(),
	/** The page's parts by their names. */
	parts: z.record(z.string(), z.string()),
	events: z.array(z.object({ seq: z.number(), html: z.string() })),
	plans: z.array(z.object({ plan: z.string(), html: z.string() })),
	runs: z.array(
		z.object({
			run: z.string(),
			state: z.string(),
			bytes: z.number(),
			lastRecord: z.number(),
			parts: z.record(z.string(), z.string()),
		}),
	),
});
export type Update = z.infer<typeof Update>;

export const Checks = z.object({
	ok: z.boolean(),
	checks: z.array(z.object({ ok: z.boolean(), what: z.string(), detail: z.string() })),
	open: z.array(z.string()),
});

export const Decided = z.union([
	z.object({ ok: z.literal(true) }),
	z.object({ ok: z.literal(false), why: z.string() }),
]);

/** What was asked for isn't there. */
export class Missing extends Error {}

/** Null if the reader may no longer see it (signed out, role taken away); throws if it isn't there or the network fails. `patience`: in ms; a later
 * answer isn't coming, since the connection went without a word. */
export const ask = async <T>(url: string, shape: z.ZodMiniType<T>, patience?: number): Promise<T | null> => {
	const response = await fetch(url, {
		headers: { Accept: "application/json" },
		...(patience !== undefined && { signal: AbortSignal.timeout(patience) }),
	});
	if (response.status === 401 || response.status === 403) return null;
	if (response.status === 404) throw new Missing(url);
	if (!response.ok) throw new Error(`${url}: ${response.status}`);
	return shape.parse(await response.json());
};
