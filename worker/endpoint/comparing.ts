// At each hello, both sides compare the plans that they believe in: what the agent has, and what the Worker thinks it has.
import type { Journalled } from "../../protocol/wire.ts";
import type { Core } from "./core.ts";
import { accepted } from "./delivering.ts";
import type { Recognised } from "./machines.ts";

/**
 * `known`: the plans in the agent's journal that it hasn't been able to finish towards the Worker; an agent reports each
 * until it knows that the Worker has all of it. So one that was accepted and is not among them is lost: its agent's records
 * are gone. One whose grant is on its way may never have arrived: it is offered again, except where the journal itself is
 * another one than before: then the agent may have run it. What a machine elsewhere says counts for nothing.
 */
export const compare = (
	core: Core,
	known: Journalled[],
	runtime: string,
	{ elsewhere, anotherJournal }: Pick<Recognised, "elsewhere" | "anotherJournal">,
): void => {
	if (elsewhere) return;
	for (const { plan } of known) accepted(core, plan, runtime);
	const has = new Set(known.map(({ plan }) => plan));
	const suspects = [...core.store.accepted(), ...(anotherJournal ? core.store.unanswered() : [])];
	for (const { plan, session } of suspects.filter((row) => !has.has(row.plan)))
		core.change(() => {
			core.store.finish(plan);
			core.put(`record-lost:${plan}`, session, { type: "record-lost", session, plan });
		});
};
