// The Worker takes this agent no more: it was removed, blocked or replaced. No new plan starts; what runs ends in its own time,
// or is cancelled; the Worker gets its records.
import { elapsed } from "../machine/clock.ts";
import { untilDelivered } from "../record/delivery.ts";
import { openRecording } from "../record/recording.ts";
import type { ExecuteDeps } from "./execute.ts";
import { whatRuns } from "./left.ts";
import type { Running } from "./running.ts";

/** `confirmed`: whether the Worker ever welcomed this process. Else it may be a copy, and delivers only what was over. */
export const leave = async (deps: ExecuteDeps, running: Running, confirmed: boolean): Promise<void> => {
	const { settings, journal, log } = deps;
	for (const line of whatRuns(journal, running)) log(`goes on: ${line}`);
	await running.drain();
	if (!confirmed) for (const row of journal.runsIn("ended")) openRecording(deps, row);
	const isBehind = confirmed ? journal.isBehind : () => journal.runsIn("ended").length > 0;
	const until = elapsed() + settings.drainMs;
	while (isBehind() && elapsed() < until) await untilDelivered({ ...deps, journal: { isBehind } });
	if (isBehind()) log("the Worker still lacks records: this machine keeps them");
};
