// A plan that nobody decides in the policy's time: the approvers' deputies may then, too; and after as long again, the owners hear
// that someone is wanted. Each is said once.
import { whoMay } from "../../../domain/authority.ts";
import type { Person } from "../../../protocol/people.ts";
import type { Escalation } from "../../../protocol/record/events.ts";
import { escalatedText } from "../../../words/deputies.ts";
import type { Snapshot } from "../../contracts/values/snapshot.ts";
import { type Core, refresh, worker } from "../core.ts";
import { record } from "../record.ts";
import { mention, notice, noticeKey } from "../show/views.ts";
import type { PlanRow } from "../tables/plan/plans.ts";
import { proposed } from "./rules.ts";

export const onTime = (core: Core, now: number): void => {
	for (const row of open(core)) {
		const due = dueAt(core, row);
		if (due !== null && due <= now && now < row.decide_by) core.change(() => escalate(core, row, now));
	}
};

export const nextTime = (core: Core): number | null => {
	if (!core.store.session.read()) return null;
	const due = open(core).flatMap((row) => {
		const at = dueAt(core, row);
		return at !== null && at < row.decide_by ? [at] : [];
	});
	return due.length > 0 ? Math.min(...due) : null;
};

const open = (core: Core): PlanRow[] => core.store.plans.unfinished().filter(({ state }) => state === "open");

/** In ms; null: it goes to nobody else any more. */
const dueAt = (core: Core, { plan, escalated }: PlanRow): number | null => {
	const after = core.self().snapshot.policy.escalateAfter;
	if (after === null || escalated === "owners") return null;
	return plan.proposedAt + after * 1000 * (escalated === null ? 1 : 2);
};

/** Inside a transaction. */
const escalate = (core: Core, row: PlanRow, now: number): void => {
	const { snapshot } = core.self();
	const deputies = row.escalated === null ? furtherDeciders(snapshot, row) : [];
	const as: Escalation = deputies.length > 0 ? "deputies" : "owners";
	const to = as === "deputies" ? deputies : ownersOf(snapshot);
	core.store.plans.escalate(row.id, as);
	record(core, now, worker, { kind: "plan.escalated", plan: row.id, as, to: to.map((one) => one.id) });
	if (to.length === 0) return;
	const names = to.map(({ name }) => name);
	const text = escalatedText(snapshot.policy.escalateAfter ?? 0, names, as);
	const told = notice(core, "escalated", to.map(mention(core)), "Caisey", row, text);
	const key = `escalated:${as}:${row.id}`;
	core.put(`notice:${key}`, "chat", { type: "notice", key, notice: told });
	if (as === "owners") tellEach(core, to, noticeKey(core, key), told);
	refresh(core, row.id);
};

/** Those who may decide only now. */
const furtherDeciders = (snapshot: Snapshot, row: PlanRow): Person[] => {
	const before = whoMay("decide", snapshot, proposed(row));
	const after = whoMay("decide", snapshot, proposed({ ...row, escalated: "deputies" }));
	return after.filter(({ id }) => before.every((one) => one.id !== id));
};

/** Where no one is owner, the technicians. */
export const ownersOf = ({ people }: Pick<Snapshot, "people">): Person[] => {
	const owners = people.filter(({ roles }) => roles.includes("owner"));
	return owners.length > 0 ? owners : people.filter(({ roles }) => roles.includes("technician"));
};

/** Inside a transaction: to each of them directly, who may not look into the thread. */
export const tellEach = (core: Core, to: Person[], key: string, told: ReturnType<typeof notice>): void => {
	for (const person of to) {
		const own = `${key}:${person.id}`;
		core.put(own, "private", {
			type: "tell",
			key: own,
			identities: person.identities,
			notice: { ...told, to: [mention(core)(person)] },
		});
	}
};
