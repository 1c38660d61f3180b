// What a step would touch, judged from its text alone, before anyone approves it.
import { z } from "zod";

const wellFormed = (text: string) => text.isWellFormed();

/** The kinds of effect, most serious first: so they are told.
 * `unseen`: it runs code that its text doesn't hold. `unknown`: it runs something that no table knows.
 * `delete-item`, `change-item`: of a file, a registry key or another item, and the text doesn't say which.
 * `user-places`: it names HKCU or `~`, which belong to the account that it runs as.
 * `reads-only`: every part of the step is known to change nothing. Beside it there is at most `user-places`. */
export const EffectKind = z.enum([
	"disk",
	"boot",
	"unseen",
	"elsewhere",
	"delete",
	"delete-item",
	"registry-delete",
	"move",
	"account-removal",
	"password",
	"account",
	"group",
	"permission",
	"protection",
	"log-clearing",
	"shutdown",
	"restart",
	"sign-out",
	"software-removal",
	"software",
	"firewall",
	"network",
	"registry",
	"service-disable",
	"service-stop",
	"service-restart",
	"service",
	"service-start",
	"process",
	"task",
	"certificate",
	"setting",
	"change-item",
	"write",
	"download",
	"send",
	"unknown",
	"user-places",
	"reads-only",
]);
export type EffectKind = z.infer<typeof EffectKind>;

/** `target` as the step names it: a registry key and value, a service, an address, a path; for `unseen` and `unknown`, what it
 * runs. Null: its text names none. */
export const Effect = z.strictObject({
	what: EffectKind,
	target: z.string().max(500).refine(wellFormed, "has an unpaired surrogate").nullable(),
	/** Not all of the target: what a command before it selects there. */
	among: z.literal(true).exactOptional(),
});
export type Effect = z.infer<typeof Effect>;

/** Of one step. Empty: no one judged it. */
export const Effects = z.array(Effect).max(50);
