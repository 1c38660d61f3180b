// Before the agent ends, for an update say: no new plan starts, what runs ends, and the Worker gets its records. Grants that
// come meanwhile get no answer, so the Worker offers their plans again after the restart.
import { setTimeout as delay } from "node:timers/promises";
import { untilDelivered } from "../record/delivery.ts";
import type { ExecuteDeps } from "./execute.ts";
import { whatRuns } from "./left.ts";
import type { Running } from "./running.ts";

/** Resolves when all that is done, or after `settings.drainMs`; the log says what the Worker lacks then. */
export const drain = async (deps: ExecuteDeps, running: Running): Promise<void> => {
	const { settings, log, journal } = deps;
	const limit = new AbortController();
	const late = delay(Math.min(settings.drainMs, longest), "late", { signal: limit.signal }).catch(
		() => "late",
	);
	const count = running.plans().length;
	if (count === 0) log("stopping");
	else
		log(
			`waiting for ${count} command${count === 1 ? "" : "s"} to end; a second signal (Ctrl-C) stops at once`,
		);
	for (const line of whatRuns(journal, running)) log(`running: ${line}`);
	const ended = await Promise.race([running.drain(), late]);
	if (ended === "late") return;
	const delivered = await Promise.race([untilDelivered(deps), late]);
	limit.abort();
	if (delivered !== true) log("the Worker still lacks records: the agent delivers them after its next start");
};

/** Node's timers take no more: 2^31 - 1 ms. */
const longest = 2_147_483_647;
