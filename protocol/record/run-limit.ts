// How much one run may put into its recording. The client's policy says it when the plan is delivered; the Worker counts.
import { z } from "zod";

const Count = z.int().min(1);

/** `bytes`: of output and events together. `records`: pieces of output and events. `questions`: that it asks. */
export const RunLimits = z.strictObject({ bytes: Count, records: Count, events: Count, questions: Count });
export type RunLimits = z.infer<typeof RunLimits>;

/** The one that a run reached. */
export const RunLimit = z.strictObject({
	of: z.enum(["bytes", "records", "events", "questions"]),
	most: Count,
});
export type RunLimit = z.infer<typeof RunLimit>;
