// Decodes what the page's script receives; only what it uses.
import * as z from "zod/mini";

export const Records = z.object({
	next: z.number(),
	/** Of what isn't UTF-8. */
	codePage: z.nullable(z.number()),
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
					place: z.object({ stdout: z.number(), stderr: z.number() }),
				}),
			),
			last: z.boolean(),
		}),
	),
});

export const Update = z.object({
	last: z.number(),
	more: z.boolean(),
	busy: z.boolean(),
	closed: z.boolean(),
	state: z.string(),
	waiting: z.string(),
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

/** Null if the reader may no longer see it (signed out, role taken away); throws if the network fails. */
export const ask = async <T>(url: string, shape: z.ZodMiniType<T>): Promise<T | null> => {
	const response = await fetch(url, { headers: { Accept: "application/json" } });
	if (response.status === 401 || response.status === 403) return null;
	if (!response.ok) throw new Error(`${url}: ${response.status}`);
	return shape.parse(await response.json());
};
