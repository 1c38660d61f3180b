// What a row of the table left, in the table's words. Without any of vitest, so that it can be found out wherever the row runs.
import type { InsideEntry } from "../../../protocol/record/inside.ts";
import type { RunEnd, RunEvent } from "../../../protocol/record/records.ts";
import { plainText, told } from "../cases/case.ts";

export type Outcome = {
	/** Who ran it, as its recording says: a row whose output is enough would pass plainly too. */
	by: string[];
	stdout: string;
	stderr: string;
	end: RunEnd;
	entries: string[];
	statuses: string[];
	commands: string[];
};

type Left = { events: RunEvent[]; stdout: string; stderr: string; end: RunEnd };

export const outcomeOf = ({ events, stdout, stderr, end }: Left): Outcome => {
	const all = events
		.flatMap((event) => (event.type === "inside" ? event.entries : []))
		.filter((entry): entry is InsideEntry => entry.what !== "unknown")
		.sort((a, b) => a.at - b.at);
	return {
		by: events.flatMap((event) => (event.type === "capture" ? [event.by] : [])),
		stdout: plainText(stdout),
		stderr: plainText(stderr),
		end,
		entries: all.flatMap((entry) => told(entry) ?? []),
		statuses: all.flatMap((entry) =>
			entry.what === "status" ? [`${entry.success} ${entry.lastExitCode}`] : [],
		),
		commands: all.flatMap((entry) =>
			entry.what === "command" ? [`${entry.name} ${entry.kind} ${entry.module}`] : [],
		),
	};
};
