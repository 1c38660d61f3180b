// An approver whose account can't be reached: proposer, desk and owners hear of it at once, with what to do.
import { accountsOf } from "../../../domain/accounts.ts";
import type { Unposted } from "../../../protocol/read/unposted.ts";
import { unreachedText } from "../../../words/unposted.ts";
import { workspaceOfIdentity } from "../../durable/places.ts";
import { type Core, worker } from "../core.ts";
import { record } from "../record.ts";
import { deciders, notice, noticeKey, proposer } from "../show/views.ts";
import { ownersOf, tellEach } from "./escalating.ts";

/** Inside a transaction. A workspace that is closed to us takes no approver's card: owners hear it of the first one alone. */
const isFirstThere = (core: Core, plan: string, identity: string): boolean => {
	const once = `unreached:${plan}:${workspaceOfIdentity(identity)}`;
	const isFirst = core.store.once.before(once) === null;
	core.store.once.remember(once, "");
	return isFirst;
};

/** Once for each plan and identity. Nothing if the plan was decided, or they may no longer decide. */
export const unreached = (
	core: Core,
	plan: string,
	identity: string,
	because: Unposted,
	now: number,
): void => {
	const row = core.store.plans.get(plan);
	const once = `unreached:${plan}:${identity}`;
	if (row?.state !== "open" || core.store.once.before(once)) return;
	const all = deciders(core, row);
	const who = all.find(({ id }) => accountsOf(core.self().snapshot, id).includes(identity));
	if (!who) return;
	const others = all.filter(({ id }) => id !== who.id).map(({ name }) => name);
	core.change(() => {
		core.store.once.remember(once, because);
		record(core, now, worker, { kind: "approver.unreached", plan, to: who.id, identity, because });
		const text = unreachedText(because, who.identities.length > 1, others);
		const told = notice(core, "unreached", [proposer(core, row)], who.name, row, text);
		core.put(`notice:${once}`, "chat", { type: "notice", key: once, notice: told });
		if (because === "access-refused" && !isFirstThere(core, plan, identity)) return;
		tellEach(core, ownersOf(core.self().snapshot), noticeKey(core, once), told);
	});
};
