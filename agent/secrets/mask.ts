// Masks secrets in one stream: holds back only bytes that may be the beginning of one.
import type { Finder } from "./finder.ts";

/** Stands in the record where a secret was: always the same, so that it tells nothing of it. */
export const mark = "[masked by Caisey]";
const narrowMark = Buffer.from(mark, "utf8");
const wideMark = Buffer.from(mark, "utf16le");

export type Mask = {
	/** What is certain by now. The pieces may share memory with what was given. */
	take: (bytes: Uint8Array) => Uint8Array[];
	/** From the next bytes on, and from those that are held back: finds more. What it found before, it has to find again. */
	use: (finder: Finder) => void;
	/** The rest, at the stream's end: a part of a secret isn't kept either. */
	rest: () => Uint8Array[];
};

/** `marked` is called for each mark. */
export const newMask = (first: Finder, marked: () => void): Mask => {
	let finder = first;
	let held: Uint8Array = none;
	/** So many of them are part of a secret that has its mark. */
	let covered = 0;

	const keep = (all: Uint8Array, isLast: boolean): Uint8Array[] => {
		const { found, ...then } = finder.find(all, covered, isLast);
		const { open } = then;
		const kept: Uint8Array[] = [];
		let done = 0;
		for (const { start, end, wide } of found) {
			if (start > done) kept.push(all.subarray(done, start));
			done = end;
			if (start === 0 && covered > 0) continue;
			kept.push(wide ? wideMark : narrowMark);
			marked();
		}
		covered = then.covered;
		if (open > done) kept.push(all.subarray(done, open));
		// A copy: who gave the bytes uses their buffer again.
		held = open === all.length ? none : Uint8Array.prototype.slice.call(all, open);
		return kept;
	};
	return {
		take: (bytes) => keep(held.length === 0 ? bytes : Buffer.concat([held, bytes]), false),
		use: (one) => {
			finder = one;
		},
		rest: () => keep(held, true),
	};
};

const none = new Uint8Array();
