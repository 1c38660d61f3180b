// A deputy's vote, and plans that nobody decides in time.
import { beforeEach, describe, expect, test } from "vitest";
import { noticeCard } from "../../../cards/kinds/notice.ts";
import { planCard } from "../../../cards/kinds/plan.ts";
import { allow } from "../../../domain/authority.ts";
import type { Deputy } from "../../../protocol/deputy.ts";
import type { Person } from "../../../protocol/people.ts";
import { readers } from "../participants.ts";
import { planView } from "../show/views.ts";
import {
	ada,
	endpoint,
	now,
	olga,
	person,
	proposal,
	sam,
	sessionWith,
	signedIn,
	snapshotOf,
	tom,
} from "../testing/session.ts";
import { readAll } from "../verify/checking.ts";
import { checkTables } from "../verify/tables.ts";
import { nextTime, onTime } from "./escalating.ts";
import { propose } from "./proposing.ts";
import { whyNoGrant } from "./rules.ts";
import { unreached } from "./unreached.ts";
import { vote } from "./voting.ts";

const bea = person(5, "Bea", "requester");
const carl = person(6, "Carl", "approver");
const until = Date.UTC(2026, 0, 12, 9);
const names = (one: Person, deputy: Person, at: number | null = until): Deputy => ({
	person: one.id,
	deputy: deputy.id,
	until: at,
});

let it: ReturnType<typeof sessionWith>;
beforeEach(() => {
	it = sessionWith();
});

const known = (people: Person[], policy: object, deputies: Deputy[]): void => {
	it.snapshot = { ...snapshotOf(people, policy), deputies };
	it.store.session.keepSnapshot(it.snapshot);
};
const proposed = (people: Person[], policy: object = {}, ...deputies: Deputy[]): string => {
	known(people, policy, deputies);
	const wanted = proposal(it.core);
	const answer = propose(it.core, wanted, it.visit(wanted.by));
	if (!answer.ok) throw new Error(answer.refusal.code);
	return answer.plan;
};
const votes = (by: Person, plan: string, verdict: "approve" | "deny" = "approve") => {
	const answer = vote(
		it.core,
		{ by: signedIn(by), plan, pressed: null, verdict, reason: null },
		it.visit(signedIn(by)),
	);
	return answer.ok ? `decided: ${answer.decided}` : answer.refusal.code;
};
const row = (plan: string) => it.store.plans.get(plan) as NonNullable<ReturnType<typeof it.store.plans.get>>;
const grants = (plan: string) => whyNoGrant(row(plan), it.store.votes.of(plan), endpoint, it.snapshot, now);

describe("a deputy's vote", () => {
	test("is recorded, shown and told with for whom it is, and until when they are away", () => {
		const plan = proposed([ada, bea, tom], {}, names(ada, bea));
		expect(votes(bea, plan)).toBe("decided: true");
		expect(it.store.events.ofKinds("vote.cast").map(({ body }) => body)).toMatchObject([
			{ verdict: "approve", for: { person: ada.id, name: "Ada", until } },
		]);
		expect(planView(it.core, row(plan)).votes[0]?.name).toBe("Bea (requester) for Ada (away until 12 Jan)");
		const told = it.sent.find((one) => one.type === "notice" && one.notice.turn === "approved");
		expect(told).toMatchObject({ notice: { by: "Bea for Ada (away until 12 Jan)" } });
	});

	test("and the card waits for neither of them any more", () => {
		const plan = proposed([ada, carl, bea, tom], { votes: 2 }, names(ada, bea));
		votes(bea, plan);
		const view = planView(it.core, row(plan));
		expect(view.waitsFor?.map(({ name }) => name)).toEqual(["Carl"]);
		const card = JSON.stringify(planCard(view));
		expect(card.slice(card.indexOf("Waiting for ")).slice(0, 200)).toContain("Carl");
		expect(card.slice(card.indexOf("Waiting for ")).slice(0, 200)).not.toContain("Ada");
	});

	test("lets the plan run, also once the absence is over", () => {
		const plan = proposed([ada, bea, tom], {}, names(ada, bea));
		votes(bea, plan);
		expect(grants(plan)).toBeNull();
		known([ada, bea, tom], {}, [names(ada, bea, null)]);
		expect(grants(plan)).toBeNull();
	});

	test.each([
		["the approver approves no more", [{ ...ada, roles: ["requester" as const] }, sam, bea, tom]],
		["the deputy left", [ada, sam, tom]],
		["the deputy works for the IT provider by now", [ada, sam, { ...bea, roles: ["owner" as const] }, tom]],
	])("lets nothing run once %s", (_, people) => {
		const plan = proposed([ada, sam, bea, tom], {}, names(ada, bea));
		votes(bea, plan);
		known(people, {}, [names(ada, bea)]);
		expect(grants(plan)).toBe("policy");
	});

	test("and the approver's own are one vote together", () => {
		const plan = proposed([ada, carl, bea, tom], { votes: 2 }, names(ada, bea));
		expect([votes(ada, plan), votes(bea, plan), votes(carl, plan)]).toEqual([
			"decided: false",
			"already-voted",
			"decided: true",
		]);
	});

	test("is one, however many they stand in for", () => {
		const plan = proposed([ada, carl, bea, tom], { votes: 2 }, names(ada, bea), names(carl, bea));
		expect([votes(bea, plan), votes(bea, plan), votes(ada, plan), votes(carl, plan)]).toEqual([
			"decided: false",
			"already-voted",
			"already-voted",
			"decided: true",
		]);
	});

	test("doesn't count once they are back", () => {
		const plan = proposed([ada, bea, tom], {}, names(ada, bea, null));
		expect(votes(bea, plan)).toBe("not-an-approver");
	});
});

describe("a plan that nobody decides", () => {
	const minutes = (n: number) => now + n * 60_000;
	const said = () =>
		it.sent.flatMap((one) =>
			one.type === "notice" && one.notice.turn === "escalated"
				? [noticeCard(one.notice).notification.at(-1)]
				: [],
		);
	const proposedAt = (plan: string) => row(plan).plan.proposedAt;

	test("waits, where policy says nothing", () => {
		proposed([ada, bea, tom, olga], {}, names(ada, bea, null));
		expect(nextTime(it.core)).toBeNull();
	});

	test("goes to the deputies after the policy's time, then to the owners, each once", () => {
		const plan = proposed([ada, bea, tom, olga], { escalateAfter: 1800 }, names(ada, bea, null));
		const start = proposedAt(plan);
		expect(nextTime(it.core)).toBe(start + 1_800_000);
		onTime(it.core, start + 1_799_999);
		expect(said()).toEqual([]);
		onTime(it.core, start + 1_800_000);
		onTime(it.core, start + 1_800_001);
		expect(said()).toEqual([
			"Nobody decided within 30 min, so Bea can decide now, as a deputy. Tom asks to approve a change on CLIENT-ACCT-01: “prints”.",
		]);
		expect(planView(it.core, row(plan)).approvers.map(({ name }) => name)).toEqual(["Ada", "Bea"]);
		expect(nextTime(it.core)).toBe(start + 3_600_000 < row(plan).decide_by ? start + 3_600_000 : null);
		expect(it.store.events.ofKinds("plan.escalated").map(({ body }) => body)).toEqual([
			{ kind: "plan.escalated", plan, as: "deputies", to: [bea.id] },
		]);
		expect(votes(bea, plan)).toBe("decided: true");
		expect(planView(it.core, row(plan)).votes[0]?.name).toBe(
			"Bea (requester) for Ada (who didn't decide in time)",
		);
	});

	test("is read by the deputies who may decide it, from then until it is decided", () => {
		const plan = proposed([ada, bea, tom, olga], { escalateAfter: 1800 }, names(ada, bea, null));
		const reads = () => allow("read", it.snapshot, bea, readers(it.core)).ok;
		expect(reads()).toBe(false);
		onTime(it.core, proposedAt(plan) + 1_800_000);
		expect(reads()).toBe(true);
		votes(ada, plan, "deny");
		expect(reads()).toBe(false);
	});

	test("goes to the owners at once where no one named a deputy, and they are told directly", () => {
		const plan = proposed([ada, tom, olga], { escalateAfter: 600 });
		onTime(it.core, proposedAt(plan) + 600_000);
		onTime(it.core, proposedAt(plan) + 1_200_000);
		expect(said()).toEqual([
			"Nobody decided within 10 min, so I've told Olga, who can find someone who decides. Tom asks to approve a change on CLIENT-ACCT-01: “prints”.",
		]);
		expect(it.directNotices()).toEqual(["escalated Olga"]);
		expect(votes(olga, plan)).toBe("not-an-approver");
	});

	test("is recorded as nobody's turn where the client has no one left to tell, once, and the transcript holds", async () => {
		const plan = proposed([ada, tom], { escalateAfter: 600 });
		it.snapshot = snapshotOf([ada], { escalateAfter: 600 });
		it.store.session.keepSnapshot(it.snapshot);
		onTime(it.core, proposedAt(plan) + 600_000);
		onTime(it.core, proposedAt(plan) + 1_200_000);
		expect(it.store.events.ofKinds("plan.escalated").map(({ body }) => body)).toEqual([
			{ kind: "plan.escalated", plan, as: "owners", to: [] },
		]);
		expect([said(), nextTime(it.core)]).toEqual([[], null]);
		const checks = await checkTables(it.core, readAll(it.core));
		expect(checks.filter(({ what }) => what === "Decisions").map(({ detail }) => detail)).toEqual([
			"each plan's proposer, state and times, as recorded",
		]);
	});

	test("goes nowhere once it is decided, or its time has passed", () => {
		const plan = proposed([ada, bea, tom, olga], { escalateAfter: 1800 }, names(ada, bea, null));
		onTime(it.core, minutes(10_000_000));
		votes(ada, plan, "deny");
		onTime(it.core, proposedAt(plan) + 1_800_000);
		expect([said(), nextTime(it.core)]).toEqual([[], null]);
	});

	test("whose approver can't be reached is told to the owners directly", () => {
		const plan = proposed([ada, tom, olga]);
		unreached(it.core, plan, "slack:T1:U1", "account-disabled", now);
		expect(it.directNotices()).toEqual(["unreached Olga"]);
	});
});
