// What schedules begin with. Most begin in the middle of a matter, where most of what can go wrong is still to come, and have few
// people: what goes wrong between few is found sooner.
import type { PlanDraft } from "../../../../protocol/plan/plan.ts";
import type { Chance } from "./chance.ts";
import type { Size } from "./company.ts";

/** `until`: how far a matter is. A plan is on all machines. */
export type Start = Size & { until: "nothing" | "asked" | { proposed: Proposed; approved?: true } };
export type Proposed = Pick<PlanDraft, "steps" | "stepTimeLimit" | "failedCheck" | "input">;

const small = { people: "some", platform: "slack", machines: 1, votes: 1, desk: false } as const;
const few = { ...small, people: "few" } as const;
const teams = { ...few, platform: "teams" } as const;
const large = { ...small, people: "many", machines: 2 } as const;

const plan = (command: string, more: Partial<Proposed> = {}): { proposed: Proposed } => ({
	proposed: {
		...{ steps: [{ phase: "command", command }], stepTimeLimit: 60, failedCheck: "stop", input: [] },
		...more,
	},
});
const short = plan("say 2 in 500 exit 0");
const long = plan("say 4 in 4000 exit 0", { stepTimeLimit: 10 });
const checked = plan("", {
	steps: [
		{ phase: "before", command: "say 1 in 50 exit 0" },
		{ phase: "command", command: "say 3 in 500 exit 1" },
		{ phase: "after", command: "say 1 in 50 exit 0" },
	],
});
const asksText = plan("say 1 in 50 asks text exit 0", { input: ["text"] });
const asksChoices = plan("say 1 in 50 asks choices exit 0", { input: ["choices"] });

const many: Start[] = [
	{ ...large, votes: 2, desk: true, until: "nothing" },
	{ ...large, platform: "teams", desk: true, until: "nothing" },
	{ ...large, until: "nothing" },
];
const fresh: Start[] = [
	{ ...small, until: "nothing" },
	{ ...small, machines: 2, votes: 2, until: "nothing" },
	{ ...teams, desk: true, until: "nothing" },
];
const asked: Start[] = [
	{ ...small, until: "asked" },
	{ ...small, votes: 2, desk: true, until: "asked" },
	{ ...teams, machines: 2, until: "asked" },
];
const proposed: Start[] = [
	{ ...few, until: short },
	{ ...few, until: long },
	{ ...few, until: asksChoices },
	{ ...few, machines: 2, until: short },
	{ ...small, until: short },
	{ ...small, until: asksText },
	{ ...small, votes: 2, until: checked },
	{ ...teams, until: short },
	{ ...teams, until: checked },
	{ ...teams, until: asksText },
	{ ...teams, people: "some", votes: 2, until: long },
];

/** Its machines are away until the schedule begins. */
const approved: Start[] = [
	{ ...few, until: { ...short, approved: true } },
	{ ...few, until: { ...checked, approved: true } },
	{ ...few, until: { ...long, approved: true } },
	{ ...few, machines: 2, until: { ...short, approved: true } },
	{ ...teams, until: { ...short, approved: true } },
	{ ...teams, until: { ...asksText, approved: true } },
];

export const startBy = (chance: Chance): Start => {
	const odds = chance.next();
	if (odds < 0.02) return chance.one(many);
	if (odds < 0.1) return chance.one(fresh);
	if (odds < 0.2) return chance.one(asked);
	return chance.one(odds < 0.65 ? proposed : approved);
};
