// What changed on an endpoint before a plan ran there, as its card shows it.
import { headlines } from "../../../domain/drift.ts";
import { masked } from "../../../domain/secrets.ts";
import type { DriftView } from "../../../protocol/read/drift-view.ts";
import type { DriftChange } from "../../../protocol/record/drift.ts";
import type { Core } from "../core.ts";
import type { RunRow } from "../tables/runs.ts";
import { shownOf } from "./cut.ts";

/** Without what the plan's own steps changed: no one wonders about that. */
export const driftInChat = (core: Core, { plan, drift }: RunRow): DriftView | null => {
	if (!drift || drift.changes.length === 0) return null;
	const own = new Set(core.store.runs.of(plan).map(({ id }) => id));
	const found = headlines(drift.changes).filter(({ scope }) => !own.has(drift.since[scope]?.run ?? ""));
	const [first] = found;
	const since = first && drift.since[first.scope];
	if (!since) return null;
	const values = core.self().snapshot.policy.outputInChat === "lines";
	return {
		since: since.at,
		first: values ? withoutSecrets(first) : bare(first),
		more: found.length - 1 + (drift.more ?? 0),
		values,
	};
};

const withoutSecrets = (change: DriftChange): DriftChange => ({
	...change,
	what: shownOf(change.what),
	before: change.before && shownOf(masked(change.before)),
	now: change.now && shownOf(masked(change.now)),
});

const bare = (change: DriftChange): DriftChange => ({
	...change,
	what: shownOf(change.what),
	before: null,
	now: null,
});
