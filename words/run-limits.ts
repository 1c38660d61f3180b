// What people read of a run that was stopped, as it put out more than the client's policy allows.
import type { RunLimit } from "../protocol/record/run-limit.ts";
import { count, size } from "./amounts.ts";

const most = {
	bytes: (n) => `print at most ${size(n)}`,
	records: (n) => `have at most ${count(n)} records`,
	events: (n) => `report at most ${count(n)} events`,
	questions: (n) => `ask at most ${count(n)} ${n === 1 ? "question" : "questions"}`,
} as const satisfies Record<RunLimit["of"], (n: number) => string>;

/** `a run may print at most 10.0 GB (policy)` */
export const limitText = (limit: RunLimit, run = "a run"): string =>
	`${run} may ${most[limit.of](limit.most)} (policy)`;

/** Who stopped it, where people read who cancelled it. */
export const stoppedBy = (by: string, limit: RunLimit): string => `${by}: ${limitText(limit)}`;
