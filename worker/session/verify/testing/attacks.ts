// The table of attacks: what someone could do to a transcript who doesn't hold the Worker's key. Hashes and links can be made
// again, signatures can't. Both judges answer for each: the check inside the Worker, and the script in docs/.
import type { Change } from "./attacks/kit.ts";
import { onPlans } from "./attacks/plans.ts";
import { onRuns } from "./attacks/runs.ts";
import { onStory } from "./attacks/story.ts";

/** `found`: what both judges must say at least. */
type Attack = { what: string; change: Change; found: "broken" | "open" };

export const attacks: Attack[] = [onStory, onPlans, onRuns]
	.flatMap(Object.entries)
	.flatMap(([of, rows]) =>
		Object.entries<Change | { open: Change }>(rows).map(
			([how, change]): Attack =>
				typeof change === "function"
					? { what: `${of}: ${how}`, change, found: "broken" }
					: { what: `${of}: ${how}`, change: change.open, found: "open" },
		),
	);
