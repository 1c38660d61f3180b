// A client's policy in words.
import type { Policy } from "../protocol/people.ts";
import { count, size, within } from "./amounts.ts";
import { isRules, rulesText } from "./rules.ts";

export const policyNames = {
	votes: "approvals needed for each change",
	decideWithin: "time to decide",
	runWithin: "time to start after the approval",
	stepTimeLimit: "time limit of each step",
	outputInChat: "output in chat",
	retentionDays: "output is kept",
	legalHold: "legal hold",
	approval: "how approvers say yes",
	escalateAfter: "time until deputies may decide",
	runBytes: "most that a run may print",
	runRecords: "most records of a run",
	runEvents: "most events of a run",
	runQuestions: "most questions of a run",
	runsPerDay: "most runs a day",
	groups: "a yes from each of these groups",
	deny: "never runs",
	allow: "runs without a vote",
	hours: "may start",
} as const satisfies Record<keyof Policy, string>;

const spans = new Set<keyof Policy>(["decideWithin", "runWithin", "stepTimeLimit"]);

/** As people read it; long spans and many bytes are rounded. */
export const policyValueText = (name: keyof Policy, value: unknown): string => {
	if (isRules(name)) return rulesText(name, value);
	if (value === undefined) return "not set";
	if (spans.has(name) && typeof value === "number") return within(value);
	if (name === "runBytes" && typeof value === "number") return size(value);
	if (typeof value === "number" && name !== "retentionDays") return count(value);
	switch (name) {
		case "outputInChat":
			return value === "counts" ? "only byte counts" : "first lines";
		case "retentionDays":
			return value === null ? "for ever" : `${String(value)} days after the session closes`;
		case "escalateAfter":
			return value === null ? "never" : within(Number(value));
		case "approval":
			return value === "passkey" ? "with their own passkey" : "by pressing Approve";
		case "legalHold":
			return value === true ? "on, nothing is erased" : "off";
		default:
			return String(value);
	}
};
