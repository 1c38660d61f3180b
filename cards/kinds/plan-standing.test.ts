import { expect, test } from "vitest";
import type { PlanView } from "../../protocol/read/view.ts";
import { planView, runView } from "../testing/views.ts";
import { planCard } from "./plan.ts";

const leads = (some: Partial<PlanView>): string | undefined =>
	planCard(
		planView({ state: "finished", standable: true, runs: [runView({ state: "ended" })], ...some }),
	).buttons.find(({ label }) => label === "The same from now on…")?.id;
const failed = runView({ state: "ended", end: { outcome: "exited", code: 1 } });

test("a plan that people approved and that worked leads to approving the same for later ones", () => {
	const { session, plan } = planView();
	expect(leads({})).toBe(`${session}.${plan}`);
});

test.each<[string, Partial<PlanView>]>([
	["that can't be approved for later ones", { standable: false }],
	["that is open", { state: "open" }],
	["that was denied", { state: "denied" }],
	["that didn't work", { runs: [failed] }],
	["that a rule let run", { ruled: { by: "rule", rules: ["disk-space"] } }],
])("a plan %s doesn't", (_, some) => {
	expect(leads(some)).toBeUndefined();
});
