// Effects as the tables make them: targets without secrets and bounded, each once, most serious first.
import { type Effect, EffectKind, type EffectKind as Kind } from "../../protocol/plan/effects.ts";
import { startOf } from "../line.ts";
import { masked } from "../secrets.ts";

/** What a part of a step does. Empty: it only reads. */
export type Does = Effect[];

/** The longest target in UTF-16 units. */
const longest = 300;

export const effect = (what: Kind, target: string | null = null, among = false): Effect => ({
	what,
	target:
		target === null || target.trim() === ""
			? null
			: bounded(masked(target.slice(0, 2 * longest).toWellFormed())),
	...(among ? { among: true as const } : {}),
});

const bounded = (text: string): string => (text.length <= longest ? text : `${startOf(text, longest)}…`);

/** One effect for each target; without any, one that names none. */
export const each = (what: Kind, targets: (string | null)[], among = false): Does =>
	targets.length === 0 ? [effect(what)] : targets.map((target) => effect(what, target, among));

/** As many as a plan holds of one step. */
const most = 50;

/** What all parts of a step do together. Where more than fit, the last one says that there is more. */
export const together = (all: Does): Effect[] => {
	const seen = new Set<string>();
	const each = all.filter((one) => {
		const key = JSON.stringify(one);
		return !seen.has(key) && seen.add(key);
	});
	const sorted = each.toSorted((a, b) => rank(a) - rank(b));
	if (sorted.every(({ what }) => what === "user-places")) return [...sorted, effect("reads-only")];
	return sorted.length <= most ? sorted : [...sorted.slice(0, most - 1), effect("unknown")];
};

const rank = ({ what }: Effect): number => EffectKind.options.indexOf(what);
