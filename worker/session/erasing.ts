// Striking out a run's output, by request or by the client's retention: the bytes go, the chain and the reason stay.
import type { Actor, Policy } from "../../protocol/people.ts";
import { type Core, refresh, worker } from "./core.ts";

const day = 86_400_000;

/** Strikes out one run's output by request. False where the client's policy of this moment has a legal hold, or the run is
 * not over, not of this session, or erased already. */
export const erase = async (
	core: Core,
	run: string,
	reason: string,
	actor: Actor,
	now: number,
): Promise<boolean> => {
	if (!core.store.self() || (await core.snapshot()).policy.legalHold) return false;
	return strike(core, run, reason, actor, now);
};

const strike = (core: Core, run: string, reason: string, actor: Actor, now: number): boolean => {
	const row = core.store.run(run);
	if (!row || row.ended_at === null || row.erased !== null) return false;
	core.change(() => {
		core.store.eraseRun(run, reason);
		core.store.append(now, actor, { kind: "erased", what: { run }, reason });
		core.put(`erase:${run}`, `erase:${run}`, { type: "erase", run });
		core.put("sign-head", "head", { type: "sign-head" });
		refresh(core, row.plan);
	});
	return true;
};

/** When a closed session's output is to be erased under this policy; null: not as things stand. */
export const erasedAt = (closedAt: number, policy: Policy): number | null =>
	policy.retentionDays === null || policy.legalHold ? null : closedAt + policy.retentionDays * day;

/** Retention is looked at once a day, since policy may have changed since the session was closed. */
export const nextTime = (core: Core): number | null => {
	const self = core.store.self();
	if (!self || self.closed_at === null || standing(core).length === 0) return null;
	return self.retention_at ?? self.closed_at;
};

export const onTime = async (core: Core, now: number): Promise<void> => {
	const due = nextTime(core);
	if (due === null || now < due) return;
	const { policy } = await core.snapshot();
	const at = erasedAt(core.self().closed_at as number, policy);
	if (at === null || now < at) {
		core.store.lookAtRetention(Math.min(at ?? Number.MAX_SAFE_INTEGER, now + day));
		return;
	}
	for (const run of standing(core))
		strike(core, run.id, `kept for ${policy.retentionDays} days after the session was closed`, worker, now);
};

const standing = (core: Core) =>
	core.store.allRuns().filter((run) => run.ended_at !== null && run.erased === null);
