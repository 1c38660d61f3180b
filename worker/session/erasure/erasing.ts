// Striking out what was recorded: a run's output by the client's retention; whatever two people agreed on.
import type { Erasure, ErasureTarget } from "../../../protocol/erasure.ts";
import type { SessionEventBody } from "../../../protocol/events.ts";
import type { Actor, Policy } from "../../../protocol/people.ts";
import { type Core, refresh, worker } from "../core.ts";
import { questionKey } from "../plan/asking.ts";
import { record } from "../record.ts";
import { noticeKey } from "../show/views.ts";
import { relayErased } from "../talk/relaying.ts";

const day = 86_400_000;

/** Inside a transaction: strikes out one target, with the mark that stays. A recording's bytes follow by the outbox. */
export const strike = (
	core: Core,
	what: ErasureTarget,
	reason: string,
	by: Actor,
	now: number,
	of?: Erasure,
): void => {
	if ("seq" in what) strikeEvent(core, what.seq);
	else {
		const records = "records" in what ? what.records : null;
		core.store.eraseRun(what.run, reason, records !== null);
		core.put(`erase:${what.run}:${records ?? ""}`, `erase:${what.run}`, {
			type: "erase",
			run: what.run,
			records,
		});
		const plan = core.store.run(what.run)?.plan ?? "";
		refresh(core, plan);
		unsay(core, what.run, [
			`plan:${plan}`,
			...["finished", "late"].map((turn) => noticeKey(core, `${turn}:${plan}`)),
		]);
	}
	record(core, now, by, {
		kind: "erased",
		what,
		reason,
		...(of && { asked: { erasure: of.id, by: of.by, at: of.at } }),
	} satisfies SessionEventBody);
	core.put("sign-head", "head", { type: "sign-head" });
};

const strikeEvent = (core: Core, seq: number): void => {
	const body = core.store.events(seq - 1, 1)[0]?.body;
	core.store.eraseEvent(seq);
	relayErased(core, seq);
	if (body?.kind === "message.said" || body?.kind === "message.edited" || body?.kind === "message.attached")
		core.store.dropDraftsOf(body.ref);
	const question = core.store.before(questionKey(seq));
	if (question) unsay(core, null, [noticeKey(core, question)]);
};

const unsay = (core: Core, run: string | null, keys: string[]): void =>
	core.put(`unsay:${keys[0]}:${run ?? ""}`, "chat", { type: "unsay", keys, run });

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
	const reason = `kept for ${policy.retentionDays} days after the session was closed`;
	core.change(() => {
		for (const { id } of standing(core)) strike(core, { run: id }, reason, worker, now);
	});
};

const standing = (core: Core) =>
	core.store.allRuns().filter((run) => run.ended_at !== null && run.erased === null);
