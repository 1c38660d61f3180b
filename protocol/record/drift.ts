// How a run's environment differs from the one that earlier runs on the same endpoint found.
import { z } from "zod";
import { most, Text } from "../bounds.ts";
import { Instant, RunId, SessionId } from "../ids.ts";

/** An earlier run on the endpoint, perhaps of another session; `at`: when its start was reported, by the Worker's clock. */
export const EarlierRun = z.strictObject({ run: RunId, session: SessionId, at: Instant });
export type EarlierRun = z.infer<typeof EarlierRun>;

/** What is compared with which run: the machine with the last run on it, the account with the last run as it, the shell and
 * the process's variables with the last run of that shell as that account. */
export const DriftScope = z.enum(["machine", "account", "shell"]);
export type DriftScope = z.infer<typeof DriftScope>;

/** A fact with another value. Of a list or a variable, `before` null: it is new; `now` null: it is gone. */
export const DriftChange = z.strictObject({
	scope: DriftScope,
	what: Text,
	before: Text.nullable(),
	now: Text.nullable(),
});
export type DriftChange = z.infer<typeof DriftChange>;

export const Drift = z.strictObject({
	/** With which run each part was compared; missing: no earlier run with that part is known. All missing: the first run here. */
	since: z.strictObject({
		machine: EarlierRun.optional(),
		account: EarlierRun.optional(),
		shell: EarlierRun.optional(),
	}),
	/** The most telling first; long texts are cut. */
	changes: z.array(DriftChange).max(most),
	/** How many more there are that were not kept. */
	more: z.int().min(1).optional(),
});
export type Drift = z.infer<typeof Drift>;
