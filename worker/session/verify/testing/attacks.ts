// The table of attacks: what someone could do to a transcript who doesn't hold the Worker's key. Hashes and links can be made
// again, signatures can't. Both judges answer for each: the check inside the Worker, and the script in docs/.
import type { Change, Found } from "./attacks/kit.ts";
import { onPlans } from "./attacks/plans.ts";
import { onRuns } from "./attacks/runs.ts";
import { onStory } from "./attacks/story.ts";

/** `found`: what both judges must say at least. */
type Attack = { what: string; change: Change; found: "broken" | "open" | "told" };

const attack = (what: string, how: Found): Attack => {
	if (typeof how === "function") return { what, change: how, found: "broken" };
	return "open" in how
		? { what, change: how.open, found: "open" }
		: { what, change: how.told, found: "told" };
};

export const attacks: Attack[] = [onStory, onPlans, onRuns]
	.flatMap(Object.entries)
	.flatMap(([of, rows]) => Object.entries<Found>(rows).map(([how, found]) => attack(`${of}: ${how}`, found)));
