// When a run puts out more than its client's policy allows. It is stopped then, by name; what it has put out until it ends is kept.
// Only an agent that doesn't stop it finds that its records are taken no longer. Pure.
import type { Policy } from "../protocol/people.ts";
import type { RunLimit, RunLimits } from "../protocol/record/run-limit.ts";

export const limitsOf = (policy: Policy): RunLimits => ({
	bytes: policy.runBytes,
	records: policy.runRecords,
	events: policy.runEvents,
	questions: policy.runQuestions,
});

/** What a run's recording holds by now. */
export type Recorded = Record<"bytes" | "records" | "events", number>;

const counted = ["bytes", "records", "events"] as const;

/** The first limit that it has passed. */
export const passed = (limits: RunLimits, recorded: Recorded): RunLimit | null => {
	const of = counted.find((one) => recorded[one] > limits[one]);
	return of ? { of, most: limits[of] } : null;
};

/** What an agent may still hold of a run that it was told to stop: its spool takes 1 GiB, and what runs meanwhile adds to it. */
const bytesAfter = 2 * 1_073_741_824;
const recordsAfter = 2_000_000;

/** The limit that it has passed by more than a stopped run can. */
export const passedByFar = (
	{ bytes, records, events, ...rest }: RunLimits,
	recorded: Recorded,
): RunLimit | null => {
	const far = { bytes: bytes + bytesAfter, records: records + recordsAfter, events: events + recordsAfter };
	const limit = passed({ ...rest, ...far }, recorded);
	return limit && { of: limit.of, most: far[limit.of as keyof Recorded] };
};
