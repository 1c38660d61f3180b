// What of a plan's card someone who decides was shown for them alone, as far as it is in the record.
import { z } from "zod";
import type { MessageRef } from "../../../../protocol/record/events.ts";
import { keyOf, thingsOf } from "../../../durable/things.ts";

const Served = z.object({
	/** How many are in the record. */
	kept: z.number(),
	/** The digest of the last one of each message. */
	last: z.record(z.string(), z.string()),
	/** There were more than are kept, which is in the record, too. */
	over: z.boolean(),
});
type Served = z.output<typeof Served>;

/** Of nobody yet. */
const none: Served = { kept: 0, last: {}, over: false };

/** The key of a message among what someone was served. */
export const placeOf = ({ workspace, channel, message }: MessageRef): string =>
	keyOf(workspace, channel, message);

export const servedTable = (sql: SqlStorage) => {
	const served = thingsOf(sql, "served", Served);
	return {
		of: (plan: string, person: string): Served => served.get(keyOf(plan, person)) ?? none,
		keep: (plan: string, person: string, now: Served): void => {
			served.add(keyOf(plan, person), now);
			served.set(keyOf(plan, person), now);
		},
	};
};
