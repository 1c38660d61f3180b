// The agent's own count of a run, from the end record.
import { RunSummary } from "../../protocol/record/records.ts";

/** The summary of its JSON text; null: unreadable. */
export const readSummary = (text: string): RunSummary | null => {
	try {
		return RunSummary.parse(JSON.parse(text));
	} catch {
		return null;
	}
};
