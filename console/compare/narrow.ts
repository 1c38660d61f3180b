// What differs in a window of two outputs. The window is made narrower until it has few enough differences.
import { diffArrays } from "diff";
import { sure } from "./found-again.ts";

export type Change = ReturnType<typeof diffArrays<string>>[number];

/** Lines that differ within one window. */
const mostEdits = 2_000;
/** What all windows may cost, in steps: the clock stands still in a Worker. */
const mostSteps = 12_000_000;
/** The next window is as wide as about so many differences will be: two windows of half the width cost half of one. */
const usualEdits = 250;
const widest = 4_000;
/** What has too many differences is tried again with so much of it: each try costs as much as the first. */
const part = 1 / 8;
/** A narrower one hardly tells what belongs together. */
const narrowest = 16;

/** Compares one window after the other. */
export const narrowing = () => {
	let [left, width] = [mostSteps, widest];
	/** Undefined: too much differs. */
	const changesIn = (old: string[], now: string[]): Change[] | undefined => {
		const allowed = Math.min(mostEdits, Math.floor(Math.sqrt(2 * Math.max(0, left))));
		if (allowed < 1) return undefined;
		const changes = diffArrays(old, now, { maxEditLength: allowed });
		left -= steps(changes ? editsIn(changes) : allowed);
		return changes;
	};
	const find = (old: string[], now: string[], isLast: boolean): Change[] | null => {
		const whole = Math.max(old.length, now.length);
		const most = Math.min(whole, widest);
		let [lines, wasTooWide, wasTooNarrow] = [Math.min(width, most), false, false];
		for (;;) {
			const changes = changesIn(old.slice(0, lines), now.slice(0, lines));
			const kept = changes && (isLast && lines === whole ? changes : untilSure(changes));
			if (changes && kept) {
				width = Math.max(narrowest, Math.floor((lines * usualEdits) / editsIn(changes)));
				return kept;
			}
			if (changes) wasTooNarrow = true;
			else wasTooWide = true;
			if ((wasTooWide && wasTooNarrow) || (changes ? lines === most : lines <= narrowest)) return null;
			lines = changes ? Math.min(most, 2 * lines) : Math.max(narrowest, Math.ceil(lines * part));
		}
	};
	return {
		/** What of both sides is surely compared, from where they begin; null: too much differs there. `isLast`: nothing comes after. */
		changes: find,
		/** For what else is done. */
		spend(steps: number): void {
			left -= steps;
		},
		isSpent: () => left <= 0,
	};
};

const editsIn = (changes: Change[]): number =>
	changes.reduce((sum, one) => sum + (one.added || one.removed ? one.value.length : 0), 0);
/** Each edit takes as many steps as there were edits before it. */
const steps = (edits: number): number => (edits * (edits + 1)) / 2;

/** Up to the last lines that are surely the same: what differs after them may only seem so where the window ends. Null: none are. */
const untilSure = (changes: Change[]): Change[] | null => {
	const isSame = ({ added, removed }: Change) => !added && !removed;
	const last =
		changes.findLastIndex((one) => isSame(one) && one.value.length >= sure) + 1 ||
		changes.findLastIndex(isSame) + 1;
	return last === 0 ? null : changes.slice(0, last);
};
