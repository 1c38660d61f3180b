// Before the agent ends, for an update say: no new plan starts, what runs ends, and the Worker gets its records. Grants that
// come meanwhile get no answer, so the Worker offers their plans again after the restart.
import { setTimeout as delay } from "node:timers/promises";
import { untilDelivered } from "../record/delivery.ts";
import type { ExecuteDeps } from "./execute.ts";
import type { Running } from "./running.ts";

/** Resolves when all that is done, or after `settings.drainMs`; the log says what is left then. */
export const drain = async (deps: ExecuteDeps, running: Running): Promise<void> => {
	const { settings, log } = deps;
	const limit = new AbortController();
	const late = delay(Math.min(settings.drainMs, longest), "late", { signal: limit.signal }).catch(
		() => "late",
	);
	const count = running.plans().length;
	log(count === 0 ? "stopping" : `stopping when ${list(running)} has ended; a second signal stops at once`);
	const ended = await Promise.race([running.drain(), late]);
	if (ended === "late")
		return log(`stopping although ${list(running)} still runs: its outcome stays unknown`);
	const delivered = await Promise.race([untilDelivered(deps), late]);
	limit.abort();
	if (delivered !== true) log("the Worker still lacks records: the agent delivers them after its next start");
};

const list = (running: Running): string =>
	running
		.plans()
		.map((plan) => `plan ${plan}`)
		.join(", ");

/** Node's timers take no more: 2^31 - 1 ms. */
const longest = 2_147_483_647;
