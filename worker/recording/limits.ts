// Counts what a run puts into its recording. Passing a limit of its client's policy stops it; what it puts out until it ends is
// taken. An agent that doesn't stop it finds that nothing more is, in the end.
import { passed, passedByFar, type Recorded } from "../../domain/run-limits.ts";
import type { RunRecord } from "../../protocol/record/records.ts";
import type { RunLimit } from "../../protocol/record/run-limit.ts";
import { limitText } from "../../words/run-limits.ts";
import type { EventTotals, RecordingStore, SpecRow } from "./store.ts";
import type { Objection } from "./taking.ts";

type Kept = Pick<RecordingStore, "spec" | "tail" | "eventTotals" | "markLimited">;

/** `tell`: the session stops the run. All but `eventTotals` and `forget` inside a transaction. */
export const newLimits = (store: Kept, tell: (limited: { type: "limited"; limit: RunLimit }) => void) => {
	/** Of this part. In memory: after a restart they are counted once more. */
	let own: EventTotals | null = null;
	const spec = () => store.spec() as SpecRow;
	const eventTotals = (): EventTotals => {
		own ??= store.eventTotals();
		const { events_before, event_bytes_before } = spec();
		return { count: events_before + own.count, bytes: event_bytes_before + own.bytes };
	};
	const recorded = (): Recorded => {
		const { n, stdout, stderr } = store.tail();
		const { count, bytes } = eventTotals();
		return { bytes: stdout + stderr + bytes, records: n, events: count };
	};
	const stop = (limit: RunLimit): void => {
		if (spec().limited !== null) return;
		store.markLimited(limit.of);
		tell({ type: "limited", limit });
	};
	return {
		eventTotals,
		/** Why no further record is taken; null: they are. */
		objection(): Objection | null {
			const { limits, limited } = spec();
			const ignored = limits && limited !== null ? passedByFar(limits, recorded()) : null;
			return (
				ignored && { missing: false, reason: `it goes on, though ${limitText(ignored, "a stopped run")}` }
			);
		},
		/** These records were just taken; those up to the `before`th were there. */
		took(records: RunRecord[], before: number): void {
			const { limits } = spec();
			if (!limits) return;
			for (const { n, kind, bytes } of records)
				if (own && kind === "event" && n > before)
					own = { count: own.count + 1, bytes: own.bytes + bytes.length };
			const limit = passed(limits, recorded());
			if (limit) stop(limit);
		},
		/** Whether the run may ask its question of this number; if not, it is stopped. */
		mayAsk(question: number): boolean {
			const most = spec().limits?.questions;
			if (most === undefined || question <= most) return true;
			stop({ of: "questions", most });
			return false;
		},
		/** What was counted may not have been stored. */
		forget: (): void => {
			own = null;
		},
	};
};
