// A modified agent: what it signs of a run is another report than the true one, with the endpoint's own key.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readKey, sign } from "../../../agent/home/keys.ts";
import {
	eventBytes,
	type RunRecord,
	RunSummary,
	readRunEvent,
	summaryMessage,
} from "../../../protocol/record/records.ts";
import type { World } from "../world.ts";

/** For a line between agent and Worker: the report in each end record is changed, and signed by this endpoint's key. */
export const reportsInstead = (
	world: Pick<World, "stateOf">,
	endpoint: string,
	change: (summary: RunSummary) => RunSummary,
): ((records: RunRecord[]) => RunRecord[]) => {
	const key = readKey(readFileSync(join(world.stateOf(endpoint), "key.pem"), "utf8"));
	const forged = (record: RunRecord): RunRecord => {
		const event = record.kind === "event" ? readRunEvent(record.bytes) : null;
		if (event?.type !== "end") return record;
		const summary = JSON.stringify(change(RunSummary.parse(JSON.parse(event.summary))));
		const signature = sign(key, summaryMessage(summary));
		return { ...record, bytes: eventBytes({ ...event, summary, signature }) };
	};
	return (records) => records.map(forged);
};
