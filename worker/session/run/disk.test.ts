// An endpoint says that its disk is full: the card and one message say so, and what it then refuses reads in our words.
import { beforeEach, expect, test } from "vitest";
import { noticeCard } from "../../../cards/kinds/notice.ts";
import { results } from "../../../cards/kinds/plan-runs.ts";
import { planView } from "../show/views.ts";
import type { PlanRow } from "../tables/plan/plans.ts";
import { grantedPlan } from "../testing/granted.ts";
import { endpoint, now } from "../testing/session.ts";
import { accepted, disk, refusedByAgent } from "./delivered.ts";

let it: ReturnType<typeof grantedPlan>["it"];
let plan: string;
beforeEach(() => {
	({ it, plan } = grantedPlan());
});

const view = () => planView(it.core, it.store.plans.get(plan) as PlanRow);
const card = () => results(view()).flatMap((section) => ("line" in section ? section.line : []));
const told = () => it.sent.flatMap((one) => (one.type === "notice" ? [one.notice] : []));
const waits = `On ${endpoint.name}: this machine's disk is full. What runs there waits until someone frees some space.`;

test("while the disk is full, the card of a plan that runs there says so, and no longer when it has room", () => {
	accepted(it.core, plan, endpoint.id, "caisey-runtime-7a3f-dc2", now + 1_000);
	expect(card()).not.toContain(waits);
	disk(it.core, plan, endpoint.id, "full");
	expect(card()).toContain(waits);
	expect(it.sent).toContainEqual({ type: "card", plan });
	disk(it.core, plan, endpoint.id, "room");
	expect(card()).not.toContain(waits);
});

test("those who wait hear of it once of each plan, however often the disk fills", () => {
	accepted(it.core, plan, endpoint.id, "caisey-runtime-7a3f-dc2", now + 1_000);
	for (const state of ["full", "full", "room", "full"] as const) disk(it.core, plan, endpoint.id, state);
	const [notice, ...more] = told().filter(({ turn }) => turn === "disk");
	expect(more).toEqual([]);
	const text = noticeCard({ ...(notice as NonNullable<typeof notice>), to: [] }).notification.join("");
	expect(text).toMatch(/^CLIENT-ACCT-01: this machine's disk is full\. .+ waits there until that's fixed\.$/);
});

test("a plan that the agent refuses because of its disk did not run, for that reason", () => {
	const said = {
		n: 1,
		grant: "expected",
		code: "disk-full",
		reason: "This machine's disk is full.",
	} as const;
	refusedByAgent(it.core, plan, endpoint.id, said, now + 2_000);
	expect(view()).toMatchObject({ state: "finished", outcome: "not-run" });
	expect(view().endpoints[0]?.undelivered).toBe("this machine's disk is full");
	disk(it.core, plan, endpoint.id, "full");
	expect(told().filter(({ turn }) => turn === "disk")).toEqual([]);
});
