// The client's retention: a closed session's output goes after so many days.
import type { Policy } from "../../../protocol/people.ts";
import { type Core, worker } from "../core.ts";
import { strike } from "./strike.ts";

const day = 86_400_000;

/** When a closed session's output is to be erased under this policy; null: not as things stand. */
export const erasedAt = (closedAt: number, policy: Policy): number | null =>
	policy.retentionDays === null || policy.legalHold ? null : closedAt + policy.retentionDays * day;

/** Retention is looked at once a day, since policy may have changed since the session was closed. */
export const nextTime = (core: Core): number | null => {
	const self = core.store.session.read();
	if (!self || self.closed_at === null || standing(core).length === 0) return null;
	return self.retention_at ?? self.closed_at;
};

export const onTime = async (core: Core, now: number): Promise<void> => {
	const due = nextTime(core);
	if (due === null || now < due) return;
	const { policy } = await core.snapshot();
	const at = erasedAt(core.self().closed_at as number, policy);
	if (at === null || now < at) {
		core.store.session.lookAtRetention(Math.min(at ?? Number.MAX_SAFE_INTEGER, now + day));
		return;
	}
	const reason = `kept for ${policy.retentionDays} days after the session closed`;
	core.change(() => {
		for (const { id } of standing(core)) strike(core, { run: id }, reason, worker, now);
	});
};

const standing = (core: Core) =>
	core.store.runs.all().filter((run) => run.ended_at !== null && run.erased === null);
