import { expect, test } from "vitest";
import type { PlanView } from "../../protocol/read/view.ts";
import { textOf } from "../plain.ts";
import { endpoint, planView, runView } from "../testing/views.ts";
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

const warnings = (some: Partial<PlanView>): string[] =>
	planCard(planView(some)).sections.flatMap((section) =>
		section.kind === "warning"
			? [
					section.line
						.map(textOf)
						.join("")
						.replaceAll(/[\u2066-\u2069]/g, ""),
				]
			: [],
	);
const [here, there] = ["CLIENT-ACCT-01", "CLIENT-ACCT-02"];
const nothing =
	"On CLIENT-ACCT-01: this machine's disk is full. Nothing new starts there until someone frees some space.";
const waiting =
	"On CLIENT-ACCT-01: this machine's disk is full. What runs there waits until someone frees some space.";
const full = endpoint(here, { disk: "full" });
const begun = runView({ state: "running", endpoint: here, end: null });
const toBegin = runView({ state: "waiting", startedAt: null, endpoint: here, end: null });
const elsewhere = runView({ state: "running", endpoint: there, end: null });

test.each<[string, Partial<PlanView>, string[]]>([
	["an open plan's card", { state: "open" }, [nothing]],
	["the card of an approved plan that waits", { state: "approved", runs: [toBegin] }, [nothing]],
	["the card of a plan that runs there", { state: "running", runs: [begun] }, [waiting]],
	[
		"the card of a plan that runs elsewhere first",
		{ state: "running", endpoints: [full, endpoint(there)], runs: [toBegin, elsewhere] },
		[nothing],
	],
	[
		"the card of a plan that runs elsewhere still",
		{ state: "running", endpoints: [full, endpoint(there)], runs: [runView({ endpoint: here }), elsewhere] },
		[],
	],
	["the card of a plan that is over", { state: "finished", runs: [runView()] }, []],
	["the card of a plan that was denied", { state: "denied" }, []],
])("%s says of a machine whose disk is full what that means now", (_, some, says) => {
	expect(warnings({ endpoints: [full], ...some })).toEqual(says);
});

test("an open plan's card says that its machine's disk can't be written to, and still offers to approve it", () => {
	const plan = planView({ endpoints: [endpoint(here, { disk: "failing" })] });
	expect(warnings(plan)).toEqual([
		"On CLIENT-ACCT-01: this machine's disk can't be written to. Nothing new starts there until that's fixed.",
	]);
	expect(planCard(plan).buttons[0]?.label).toBe("Approve");
});

test("the card of what runs on a blocked machine says so, not that it's offline, and that its disk is full", () => {
	const blocked = { blocked: true, online: false, lastSeen: 1 };
	const says =
		"On CLIENT-ACCT-01: blocked, because two machines share its key. What runs there ends in its own time.";
	const of = (some: Partial<PlanView["endpoints"][number]>, state: PlanView["state"] = "running") =>
		warnings({
			state,
			runs: state === "open" ? [] : [begun],
			endpoints: [endpoint(here, { ...blocked, ...some })],
		});
	expect(of({})).toEqual([says]);
	expect(of({ disk: "full" })).toEqual([says, waiting]);
	expect([of({}, "finished"), of({}, "open")]).toEqual([[], []]);
	const card = JSON.stringify(planCard(planView({ endpoints: [endpoint(here, blocked)] })));
	expect(card).toContain("(front desk) · ⚠ blocked: two machines share its key");
	expect(card).not.toContain("asleep or offline");
});

test.each<[string, Partial<PlanView>]>([
	["an approved plan that hasn't started", { state: "approved", runs: [toBegin] }],
	[
		"a plan that runs elsewhere",
		{ state: "running", endpoints: [endpoint(here), endpoint(there)], runs: [toBegin, elsewhere] },
	],
])("the card of %s doesn't say that something runs on a blocked machine", (_, some) => {
	const { endpoints } = planView(some);
	const blocked = endpoints.map((one) =>
		one.name === here ? { ...one, blocked: true, online: false } : one,
	);
	expect(warnings({ ...some, endpoints: blocked })).toEqual([
		"On CLIENT-ACCT-01: blocked, because two machines share its key.",
	]);
});
