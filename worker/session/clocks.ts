// What happens in a session by the clock, and when it is next due.
import type { Core } from "./core.ts";
import * as erasureRequest from "./erasure/request.ts";
import * as retention from "./erasure/retention.ts";
import * as plan from "./plan/clock.ts";
import * as escalating from "./plan/escalating.ts";
import * as secrets from "./plan/secrets.ts";
import * as unanswered from "./plan/unanswered.ts";
import * as prompt from "./prompt/clock.ts";
import * as run from "./run/clock.ts";
import * as desk from "./talk/desk.ts";
import * as pendingFiles from "./talk/pending-files.ts";

const clocks = [
	plan,
	escalating,
	secrets,
	unanswered,
	desk,
	prompt,
	run,
	erasureRequest,
	pendingFiles,
	retention,
];

export const onTime = async (core: Core, now: number): Promise<void> => {
	for (const clock of clocks) await clock.onTime(core, now);
};

/** In ms since 1970; null: nothing. */
export const nextTime = (core: Core): number | null => {
	const due = clocks.map((clock) => clock.nextTime(core)).filter((at) => at !== null);
	return due.length > 0 ? Math.min(...due) : null;
};
