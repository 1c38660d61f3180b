// What a step would touch, judged from its text alone, before anyone approves it.
import { z } from "zod";

const wellFormed = (text: string) => text.isWellFormed();

/** The kinds of effect. `reads-only` stands alone: every part of the step is known to change nothing. `unknown`: the step runs
 * something that can't be seen beforehand. */
export const EffectKind = z.enum([
	"reads-only",
	"unknown",
	"registry",
	"service",
	"process",
	"restart",
	"software",
	"account",
	"network",
	"download",
	"send",
	"write",
	"delete",
	"permission",
	"task",
	"disk",
]);
export type EffectKind = z.infer<typeof EffectKind>;

/** `target` as the step names it: a registry key and value, a service, an address, a path. Null: it names none. */
export const Effect = z.strictObject({
	what: EffectKind,
	target: z.string().max(500).refine(wellFormed, "has an unpaired surrogate").nullable(),
});
export type Effect = z.infer<typeof Effect>;

/** Of one step. Empty: no one judged it. */
export const Effects = z.array(Effect).max(50);
