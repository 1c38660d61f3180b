// An agent's own words in a plan's view are bounded, since the view is stored with each message.
import { expect, test } from "vitest";
import type { PersonSeen } from "../../../protocol/record/person.ts";
import { planView } from "../show/views.ts";
import type { PlanRow } from "../tables/plan/plans.ts";
import { grantedPlan } from "../testing/granted.ts";
import { id, now } from "../testing/session.ts";
import { context } from "../testing/states.ts";
import { takeReport } from "./reports.ts";

const long = "x".repeat(100_000);
const cut = `${"x".repeat(499)}…`;

const started = () => {
	const { it, plan } = grantedPlan();
	const [run] = it.store.runs.of(plan);
	if (!run) throw new Error("no run");
	const view = () => planView(it.core, it.store.plans.get(plan) as PlanRow).runs[0];
	return { it, run: run.id, view };
};

test("what an agent says of the person at the machine is cut", () => {
	const { it, run, view } = started();
	const seen: PersonSeen = {
		...{ state: "unreached", who: long, by: long, because: long, answer: null, until: null, next: "run" },
		offered: Array.from({ length: 100_000 }, () => "now"),
	};
	takeReport({ type: "person", seen }, run, it.core, now);
	expect(view()?.person).toEqual({ ...seen, who: cut, by: cut, because: cut, offered: ["now"] });
});

test("a change on an endpoint is cut, its name too", () => {
	const { it, run, view } = started();
	const earlier = { run: id("r", 9), session: id("s", 9), at: now };
	const drift = {
		since: { shell: earlier },
		changes: [{ scope: "shell", what: long, before: long, now: long } as const],
		more: 7,
	};
	takeReport({ type: "started", context, at: now, drift }, run, it.core, now);
	expect(view()?.drift).toMatchObject({ first: { what: cut, before: cut, now: cut }, more: 7 });
});
