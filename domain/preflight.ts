// What the preflights of a plan's steps amount to together.
import type { Effect } from "../protocol/plan/effects.ts";
import type { EndpointPreflight, StepPreflight } from "../protocol/plan/preflight.ts";
import type { MachineSays } from "../protocol/read/preflight-view.ts";
import { effect, together } from "./effects/effect.ts";

/** `endpoint`: its name. */
export const machineSays = (found: EndpointPreflight, endpoint: string): MachineSays => {
	if (found.state === "offline") return { state: found.state, endpoint };
	if (found.state === "unable") {
		const { state, because, detail } = found;
		return { state, endpoint, because, detail };
	}
	return {
		state: found.state,
		endpoint,
		effects: together(found.steps.flatMap(effectsOf)),
		missing: found.steps.flatMap(({ problems }, step) =>
			problems.flatMap((one) => (one.what === "missing" ? [{ step, kind: one.kind, name: one.name }] : [])),
		),
	};
};

/** Nothing where it only reads. A step that no one judged, or not all of, may do anything. */
const effectsOf = ({ effects, cut }: StepPreflight): Effect[] => [
	...effects.filter(({ what }) => what !== "reads-only"),
	...(effects.length === 0 || cut ? [effect("unknown")] : []),
];
