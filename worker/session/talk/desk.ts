// The MSP's side of a session: who has it, its ticket, and the desk's reminder of an unclaimed one.
import { brief } from "../../../cards/plain.ts";
import { allow } from "../../../domain/authority.ts";
import { Ticket } from "../../../protocol/people.ts";
import { type Answer, refuse } from "../../../protocol/refusal.ts";
import { actorName } from "../../../words/actors.ts";
import { type Core, refresh } from "../core.ts";
import type { Visit } from "../door.ts";
import { record } from "../record.ts";
import { notice, requester } from "../show/views.ts";

/** The first who presses has it; their second press changes nothing. */
export const take = (core: Core, { snapshot, person, actor, now }: Visit): Answer<object> => {
	const { taken_by: taken, closed_at } = core.self();
	const may = allow("take", snapshot, person);
	if (!may.ok) return may;
	if (taken && taken.person === may.person.id) return { ok: true };
	if (taken) return refuse({ code: "already-taken", by: taken.name });
	if (closed_at !== null) return refuse({ code: "session-closed" });
	core.change(() => {
		core.store.session.take(actor);
		record(core, now, actor, { kind: "session.taken" });
		refresh(core, null);
	});
	return { ok: true };
};

/** The current ticket, for someone who may change it. */
export const ticket = (core: Core, { snapshot, person }: Visit): Answer<{ ticket: string | null }> => {
	const may = allow("ticket", snapshot, person);
	if (!may.ok) return may;
	return { ok: true, ticket: core.self().ticket };
};

/** Notes the number of the MSP's own ticket; an empty one removes it. Also once the session is closed. */
export const setTicket = (
	core: Core,
	text: string,
	{ snapshot, person, actor, now }: Visit,
): Answer<object> => {
	const may = allow("ticket", snapshot, person);
	if (!may.ok) return may;
	const ticket = text.trim() === "" ? null : text.trim();
	const read = Ticket.nullable().safeParse(ticket);
	if (!read.success)
		return refuse({ code: "bad-field", field: "ticket", reason: read.error.issues[0]?.message ?? "" });
	if (ticket === core.self().ticket) return { ok: true };
	core.change(() => {
		core.store.session.setTicket(ticket);
		record(core, now, actor, { kind: "ticket.set", ticket });
		refresh(core, null);
		for (const { id } of core.store.plans.all()) refresh(core, id);
	});
	return { ok: true };
};

/** When to remind the desk; null: not of this one. A plan shows that someone is on it. */
export const nextTime = (core: Core): number | null => {
	const self = core.store.session.read();
	if (!self || self.desk_reminded || self.taken_by || self.closed_at !== null) return null;
	if (!core.store.threads.named("desk") || core.store.plans.last()) return null;
	return self.opened_at + self.snapshot.msp.remindDeskAfter * 1000;
};

export const onTime = (core: Core, now: number): void => {
	const due = nextTime(core);
	if (due === null || now < due) return;
	core.change(() => {
		core.store.session.remindDesk();
		const by = actorName({ ...core.self().requester, name: brief(requester(core).name, 60) });
		const said = notice(core, "untaken", [], by, null, core.self().request);
		core.put("notice:untaken", "chat", { type: "notice", key: "untaken", notice: said });
	});
};
