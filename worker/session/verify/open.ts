// What is stored, but signed by nothing: anyone with the tables could still change it unnoticed.
import type { Core } from "../core.ts";
import type { RunRow } from "../tables/runs.ts";
import { type Event, ofKind } from "./checking.ts";

/** `recorded`: the runs whose recordings have records. */
export const openEnds = (core: Core, events: Event[], recorded: Set<string>): string[] => {
	try {
		return [...unsignedEvents(events), ...unsignedRecords(core, recorded), ...unbound(core, events)];
	} catch {
		// The check of that row tells which one.
		return ["some of it can't be read, so what isn't signed can't be told"];
	}
};

/** What people call a run. */
export const nameOf = ({ store }: Core, { plan, endpoint, step }: RunRow): string => {
	const on = store.plans.get(plan)?.plan.endpoints.find(({ id }) => id === endpoint)?.name;
	return `Step ${step + 1} on ${on ?? endpoint}`;
};

const unsignedEvents = (events: Event[]): string[] => {
	const covered = Math.max(0, ...ofKind(events, "head.signed").map(({ body }) => body.head.count));
	const after = events.length - covered;
	if (after === 0) return [];
	return covered === 0
		? [`no head is signed yet: all ${after} events are linked, not signed`]
		: [`${after} events after the last signed head are linked, not signed yet`];
};

const unsignedRecords = (core: Core, recorded: Set<string>): string[] =>
	core.store.runs
		.all()
		.filter(({ id, head }) => recorded.has(id) && head === null)
		.map((run) => `${nameOf(core, run)}: it hasn't ended, so nothing signs its records yet`);

/** Approvals name their runs; older ones don't. Then only its command binds a run to its step, if no other step has it. */
const unbound = (core: Core, events: Event[]): string[] =>
	ofKind(events, "plan.decided")
		.filter(({ body }) => body.outcome === "approved" && body.runs === undefined)
		.flatMap(({ body }) => core.store.runs.of(body.plan).filter((run) => !isBound(core, run)))
		.map((run) => `${nameOf(core, run)}: only its place binds it to its step`);

const isBound = ({ store }: Core, { plan, step, started_at }: RunRow): boolean => {
	const commands = store.plans.get(plan)?.plan.steps.map(({ command }) => command) ?? [];
	const isAlone = commands.filter((one) => one === commands[step]).length === 1;
	return started_at !== null && isAlone;
};
