// The client's retention: a closed session's output goes after so many days.
import type { Policy } from "../../../protocol/people.ts";
import { logged } from "../../log.ts";
import { type Core, worker } from "../core.ts";
import { staysOf, strike } from "./strike.ts";

const day = 86_400_000;

/** When this policy erases a closed session's output; null: not at present. */
export const erasedAt = (closedAt: number, policy: Policy): number | null =>
	policy.retentionDays === null || policy.legalHold ? null : closedAt + policy.retentionDays * day;

/** Retention is looked at once a day, since policy may have changed since the session was closed. */
export const nextTime = (core: Core): number | null => {
	const self = core.store.session.read();
	if (!self || self.closed_at === null || standing(core).length === 0) return null;
	return self.retention_at ?? self.closed_at;
};

export const onTime = async (core: Core, now: number): Promise<void> => {
	const next = nextTime(core);
	if (next === null || now < next) return;
	const { policy } = await core.snapshot();
	const { closed_at: closedAt } = core.self();
	if (closedAt === null) return;
	const at = erasedAt(closedAt, policy);
	if (at === null || now < at) {
		core.store.session.lookAtRetention(Math.min(at ?? Number.MAX_SAFE_INTEGER, now + day));
		return;
	}
	/** It may be reopened while a recording is asked. */
	const isDue = (): boolean => core.self().closed_at === closedAt;
	const reason = `kept for ${policy.retentionDays} days after the session closed`;
	const due = standing(core).map(({ id }) => id);
	let done = 0;
	for (const run of due) {
		if (done === atOnce || !isDue()) return;
		if (await erased(core, run, { reason, now, isDue })) done++;
	}
	// What can't be erased today is tried again.
	if (isDue() && standing(core).length > 0) core.store.session.lookAtRetention(now + day);
};

type Due = { reason: string; now: number; isDue: () => boolean };

/** Whether it is, or no longer due: a recording that doesn't answer must not keep others. */
const erased = async (core: Core, run: string, { reason, now, isDue }: Due): Promise<boolean> => {
	try {
		const stays = await staysOf(core, [run]);
		core.change(() => {
			if (isDue() && standing(core).some(({ id }) => id === run))
				strike(core, { run }, reason, worker, now, { stays });
		});
		return true;
	} catch (error) {
		logged(error);
		return false;
	}
};

/** Each is a call to its recording; the next alarm takes the rest. */
const atOnce = 100;

const standing = (core: Core) =>
	core.store.runs.all().filter((run) => run.ended_at !== null && run.erased === null);
