// What the agent on an endpoint can do, by its version: older ones reject a plan that says what they don't know.
import type { PlanDraft } from "../protocol/plan/plan.ts";

/** Since which version. */
const since = {
	script: [0, 2, 0],
	success: [0, 2, 0],
	restart: [0, 2, 0],
	input: [0, 3, 0],
	/** Asked of no plan: an older agent isn't asked, and gets a plan without it. */
	preflight: [0, 3, 0],
	secrets: [0, 3, 0],
	"logged-on": [0, 3, 0],
	person: [0, 3, 0],
	"secret-input": [0, 4, 0],
	/** Asked of no plan: an older agent takes no welcome that says whether the Worker takes questions. */
	welcome: [0, 4, 0],
	/** Asked of no plan: a plan that names an older agent goes without what its steps call, and rules can't be judged by that. */
	calls: [0, 4, 0],
	/** Asked of a plan where policy asks for passkeys: an older agent can't check them. */
	passkeys: [0, 4, 0],
} as const satisfies Record<string, [number, number, number]>;
export type Ability = keyof typeof since;

/** `version` as its inventory says, unchecked: one that can't be read is an old one. */
export const agentCan = (version: string, ability: Ability): boolean => {
	const parts = /^(\d{1,6})\.(\d{1,6})\.(\d{1,6})$/.exec(version)?.slice(1).map(Number) ?? [];
	const differing = since[ability].findIndex((part, i) => part !== parts[i]);
	return differing === -1 || (parts[differing] ?? -1) > since[ability][differing as 0];
};

/** What a newer agent could do, and this one can't; empty: it is up to date. */
export const lacks = (version: string): Ability[] =>
	Object.keys(since).filter((ability): ability is Ability => !agentCan(version, ability as Ability));

type Asking = {
	steps: { script?: unknown; success?: unknown }[];
	restart?: unknown;
	runAs?: { kind: string };
	person?: unknown;
	/** The names of those that the steps use. */
	secrets?: readonly string[];
	input: PlanDraft["input"];
	/** Whether approvers say yes with passkeys. */
	passkeys?: boolean;
};

/** What a plan asks of its agents beyond command lines. */
export const abilitiesFor = (asking: Asking): Exclude<Ability, "preflight" | "welcome" | "calls">[] => {
	const { steps, restart, runAs, person, secrets = [], input, passkeys = false } = asking;
	return [
		...(["script", "success"] as const).filter((ability) =>
			steps.some((step) => step[ability] !== undefined),
		),
		...(restart === undefined ? [] : (["restart"] as const)),
		...(runAs?.kind === "logged-on" ? (["logged-on"] as const) : []),
		...(person === undefined ? [] : (["person"] as const)),
		...(secrets.length > 0 ? (["secrets"] as const) : []),
		// Older agents stop at a choice, as every question stops them.
		...(input.includes("text") ? (["input"] as const) : []),
		...(input.includes("secret") ? (["secret-input"] as const) : []),
		...(passkeys ? (["passkeys"] as const) : []),
	];
};
