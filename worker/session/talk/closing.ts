// The end of a session, and its new beginning: closing says what was done, and whoever it concerns may reopen it.
import { allow } from "../../../domain/authority.ts";
import type { Person } from "../../../protocol/people.ts";
import type { Mention } from "../../../protocol/read/view.ts";
import { type Answer, refuse } from "../../../protocol/refusal.ts";
import { type Core, refresh } from "../core.ts";
import type { Visit } from "../door.ts";
import { record } from "../record.ts";
import { mention, mentionOfActor, notice, planView, requester, tellingPlan } from "../show/views.ts";

/** As many characters as the dialog takes. */
const longest = 1_000;

/** What is kept of it. */
export const closingText = (did: string): string => did.trim().slice(0, longest);

/** What the dialog begins with: what the last plan changed, if that went well. For someone who may close it now. */
export const closing = (core: Core, visit: Visit): Answer<{ did: string }> => {
	const closes = mayClose(core, visit);
	if (!closes.ok) return closes;
	const row = tellingPlan(core);
	const isDone = row?.state === "finished" && planView(core, row).outcome === "done";
	return { ok: true, did: isDone ? row.plan.words.changes.slice(0, longest) : "" };
};

/** Once nothing waits or runs. `did`: what was done, for the person who asked; may be empty. */
export const close = (core: Core, did: string, visit: Visit): Answer<object> => {
	const { actor, now, scans } = visit;
	const closes = mayClose(core, visit);
	if (!closes.ok) return closes;
	const said = closingText(did);
	const secret = scans.secretIn(said);
	if (secret) return refuse({ code: "looks-secret", what: secret, in: "answer" });
	core.change(() => {
		core.store.session.close(now);
		const seq = record(core, now, actor, { kind: "session.closed", ...(said !== "" && { did: said }) });
		const key = `closed:${seq}`;
		core.store.quoting.add(seq, key);
		const told = notice(core, "closed", [requester(core)], closes.person.name, null, said);
		core.put(`notice:${key}`, "chat", { type: "notice", key, notice: told });
		core.put("sign-head", "head", { type: "sign-head" });
		refresh(core, null);
	});
	return { ok: true };
};

const mayClose = (core: Core, { snapshot, person }: Visit) => {
	const self = core.self();
	if (self.closed_at !== null) return refuse({ code: "session-closed" });
	const closes = allow("close", snapshot, person, { asker: self.requester.person });
	if (!closes.ok) return closes;
	return core.store.plans.unfinished().length > 0 ? refuse({ code: "open-plan" }) : closes;
};

/** An open one stays as it is. */
export const reopen = (core: Core, { snapshot, person, actor, now }: Visit): Answer<object> => {
	const self = core.self();
	const may = allow("reopen", snapshot, person, { asker: self.requester.person });
	if (!may.ok) return may;
	if (self.closed_at === null) return { ok: true };
	core.change(() => {
		core.store.session.reopen(now);
		const key = `reopened:${record(core, now, actor, { kind: "session.reopened" })}`;
		const said = notice(core, "reopened", concerned(core, may.person), may.person.name, null);
		core.put(`notice:${key}`, "chat", { type: "notice", key, notice: said });
		refresh(core, null);
	});
	return { ok: true };
};

/** Who asked, and who has it, or else who is on call: apart from who does it. */
const concerned = (core: Core, by: Person): Mention[] => {
	const { requester: asker, taken_by: holder, snapshot } = core.self();
	const forMsp = holder ? [mentionOfActor(core)(holder)] : snapshot.msp.onCall.map(mention(core));
	const all = asker.person === holder?.person ? forMsp : [requester(core), ...forMsp];
	return all.filter(({ identities }) => !identities.some((one) => by.identities.includes(one)));
};
