// A client's policy in words: what its people read when the policy changes.
import type { Policy } from "../protocol/people.ts";
import { within } from "./amounts.ts";

/** `approvals needed for each change: 2 (before: 1)`. A name or value that is newer than this code stays as it is. */
export const policyChangeText = (name: string, before: unknown, after: unknown): string => {
	const known = (Object.keys(names) as (keyof Policy)[]).find((one) => one === name);
	if (known === undefined) return `policy ${name}: ${String(after)} (before: ${String(before)})`;
	return `${names[known]}: ${valueText(known, after)} (before: ${valueText(known, before)})`;
};

const names = {
	votes: "approvals needed for each change",
	decideWithin: "time to decide",
	runWithin: "time to start after the approval",
	stepTimeLimit: "time limit of each step",
	outputInChat: "output in chat",
	retentionDays: "output is kept",
	legalHold: "legal hold",
} as const satisfies Record<keyof Policy, string>;

const spans = new Set<keyof Policy>(["decideWithin", "runWithin", "stepTimeLimit"]);

const valueText = (name: keyof Policy, value: unknown): string => {
	if (value === undefined) return "not set";
	if (spans.has(name) && typeof value === "number") return within(value);
	switch (name) {
		case "outputInChat":
			return value === "counts" ? "only byte counts" : "first lines";
		case "retentionDays":
			return value === null ? "for ever" : `${String(value)} days after the session closes`;
		case "legalHold":
			return value === true ? "on, nothing is erased" : "off";
		default:
			return String(value);
	}
};
