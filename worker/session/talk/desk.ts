// The MSP's side of a session: who has it, its ticket, and the desk's reminder of an unclaimed one.
import { brief } from "../../../cards/plain.ts";
import { allow, whoMay } from "../../../domain/authority.ts";
import { type Actor, Ticket } from "../../../protocol/people.ts";
import { type Answer, refuse } from "../../../protocol/refusal.ts";
import { actorName } from "../../../words/actors.ts";
import type { Taker } from "../../contracts/session.ts";
import { actorFrom, type Core, refresh } from "../core.ts";
import type { Visit } from "../door.ts";
import { record } from "../record.ts";
import { mention, mentionOfActor, notice, requester, tellingPlan } from "../show/views.ts";

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
		tellHolder(core, "taken", record(core, now, actor, { kind: "session.taken" }), actor, actor.name);
		refresh(core, null);
	});
	return { ok: true };
};

/** Those to whom someone who may do it could hand it now. */
export const takers = (core: Core, { snapshot, person }: Visit): Answer<{ people: Taker[] }> => {
	const may = allow("hand over", snapshot, person);
	if (!may.ok) return may;
	const holder = core.self().taken_by?.person;
	const people = whoMay("take", snapshot).filter(({ id }) => id !== holder);
	return { ok: true, people: people.map(({ id, name }) => ({ person: id, name })) };
};

/** Whoever has it by now, this person has it from now on. */
export const handOver = (core: Core, to: string, { snapshot, person, actor, now }: Visit): Answer<object> => {
	const { taken_by: holder, closed_at } = core.self();
	const may = allow("hand over", snapshot, person);
	if (!may.ok) return may;
	if (closed_at !== null) return refuse({ code: "session-closed" });
	const taker = whoMay("take", snapshot).find(({ id }) => id === to);
	if (!taker) return refuse({ code: "bad-field", field: "person", reason: "Choose one of these people." });
	if (holder?.person === taker.id) return { ok: true };
	const [identity] = taker.identities;
	const next = actorFrom(
		identity ? { identity, name: taker.name } : { person: taker.id, name: taker.name },
		snapshot,
	);
	core.change(() => {
		core.store.session.take(next);
		tellHolder(
			core,
			"handed",
			record(core, now, actor, { kind: "session.handed", to: next }),
			next,
			actor.name,
		);
		refresh(core, null);
	});
	return { ok: true };
};

/** Inside a transaction: the person who asked hears who has it, and so does a new holder. */
const tellHolder = (core: Core, turn: "taken" | "handed", seq: number, holder: Actor, by: string): void => {
	const key = `${turn}:${seq}`;
	const asker = core.self().requester.person === holder.person ? [] : [requester(core)];
	const to = turn === "taken" ? asker : [mentionOfActor(core)(holder), ...asker];
	if (to.length === 0) return;
	const said = notice(core, turn, to, by, null, turn === "handed" ? holder.name : "");
	core.put(`notice:${key}`, "chat", { type: "notice", key, notice: said });
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

/** When to remind the desk; null: not of this one. A plan shows that someone is on it, one from before it was reopened doesn't. */
export const nextTime = (core: Core): number | null => {
	const self = core.store.session.read();
	if (!self || self.desk_reminded || self.taken_by || self.closed_at !== null) return null;
	if (!core.store.threads.named("desk") || tellingPlan(core)) return null;
	return (self.reopened_at ?? self.opened_at) + self.snapshot.msp.remindDeskAfter * 1000;
};

export const onTime = (core: Core, now: number): void => {
	const due = nextTime(core);
	if (due === null || now < due) return;
	core.change(() => {
		core.store.session.remindDesk();
		const by = actorName({ ...core.self().requester, name: brief(requester(core).name, 60) });
		const { onCall } = core.self().snapshot.msp;
		const said = notice(core, "untaken", onCall.map(mention(core)), by, null, core.self().request);
		const reopened = core.self().reopened_at;
		const key = reopened === null ? "untaken" : `untaken:${reopened}`;
		core.put(`notice:${key}`, "chat", { type: "notice", key, notice: said });
	});
};
