// What an endpoint says of a plan's steps beforehand, as the plan's card shows it: all steps together.
import { z } from "zod";
import { Text } from "../bounds.ts";
import { Effects } from "../plan/effects.ts";
import { preflightLimit, Unable } from "../plan/preflight.ts";

export const MachineSays = z.discriminatedUnion("state", [
	z.strictObject({
		state: z.literal("checked"),
		/** Its name. */
		endpoint: Text,
		/** Most serious first. */
		effects: Effects,
		/** What the steps call that the machine doesn't have. `step` counts from 0. */
		missing: z
			.array(z.strictObject({ step: z.int(), kind: z.enum(["command", "module"]), name: Text }))
			.max(21 * preflightLimit.problems),
	}),
	z.strictObject({ state: z.literal("offline"), endpoint: Text }),
	z.strictObject({
		state: z.literal("unable"),
		endpoint: Text,
		because: Unable,
		/** The machine's own words. */
		detail: Text.nullable(),
	}),
]);
export type MachineSays = z.infer<typeof MachineSays>;
