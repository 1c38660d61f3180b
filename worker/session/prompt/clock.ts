// Questions that nobody was heard to end: their machine may be gone. What was sent may have arrived, and waits for its run's end.
import type { Core } from "../core.ts";
import { over } from "./asking.ts";

/** So that the machine says it first, in ms. */
const patience = 60_000;

export const onTime = (core: Core, now: number): void => {
	for (const { run, id, until } of core.store.prompts.unanswered())
		if (now >= until + patience) over(core, run, id, "time", now);
};

export const nextTime = (core: Core): number | null => {
	if (!core.store.session.read()) return null;
	const due = core.store.prompts.unanswered().map(({ until }) => until + patience);
	return due.length > 0 ? Math.min(...due) : null;
};
