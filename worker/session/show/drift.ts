// What changed on an endpoint before a plan ran there, as its card shows it.
import { headlines } from "../../../domain/drift.ts";
import { startOf } from "../../../domain/line.ts";
import { masked } from "../../../domain/secrets.ts";
import type { DriftView } from "../../../protocol/read/drift-view.ts";
import type { DriftChange } from "../../../protocol/record/drift.ts";
import type { Core } from "../core.ts";
import type { RunRow } from "../tables/runs.ts";

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
	before: change.before && short(masked(change.before)),
	now: change.now && short(masked(change.now)),
});

const bare = (change: DriftChange): DriftChange => ({ ...change, before: null, now: null });

/** A view is stored with each message: the transcript has all of it. */
const short = (text: string): string => (text.length > 500 ? `${startOf(text, 499)}…` : text);
