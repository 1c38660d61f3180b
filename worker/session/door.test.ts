// The record of a wish that a session refuses, for anyone and in any place.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Answer } from "../../protocol/refusal.ts";
import type { Caller } from "../contracts/values/caller.ts";
import { atDoor, looking, type Wish } from "./door.ts";
import { answer, ask as askErasure } from "./erasure/request.ts";
import { ask, show } from "./plan/asking.ts";
import { cancel } from "./plan/cancelling.ts";
import { draft, form } from "./plan/drafting.ts";
import { propose } from "./plan/proposing.ts";
import { judge } from "./plan/rules.ts";
import { vote } from "./plan/voting.ts";
import { planView } from "./show/views.ts";
import type { PlanRow } from "./tables/plan/plans.ts";
import { close } from "./talk/closing.ts";
import * as desk from "./talk/desk.ts";
import {
	ada,
	id,
	now,
	olga,
	person,
	proposal,
	sam,
	sessionWith,
	signedIn,
	snapshotOf,
	tom,
} from "./testing/session.ts";

const eve = { identity: "slack:T1:U9", name: "Eve" };
const dana = person(5, "Dana", "requester");
const ref = { workspace: "slack:T1", channel: "C1", message: "2" };
const elsewhere = {
	place: { workspace: "slack:T1", channel: "C2", thread: "9" },
	ref: { workspace: "slack:T1", channel: "C2", message: "9" },
	ofPlan: false,
};

let it: ReturnType<typeof sessionWith>;
let plan: string;
afterEach(() => void vi.useRealTimers());
beforeEach(() => {
	vi.useFakeTimers({ toFake: ["Date"], now });
	it = sessionWith();
	it.snapshot = snapshotOf([ada, sam, tom, dana]);
	const wanted = proposal(it.core);
	const proposed = propose(it.core, wanted, it.visit(wanted.by));
	if (!proposed.ok) throw new Error(proposed.refusal.code);
	plan = proposed.plan;
});

const pressed = () => ({ place: it.core.self().place, ref, ofPlan: true });
const recorded = () =>
	it.store.events
		.after(0, 1_000)
		.flatMap(({ actor, body }) =>
			body?.kind === "attempt.refused"
				? [
						`${actor?.surface} ${actor?.name}: ${body.action} ${body.plan === plan ? "this plan" : body.plan} ${body.refusal.code}`,
					]
				: [],
		);
const refusedAt = async (wish: Wish, judge: Parameters<typeof atDoor<object>>[2]) => {
	const refused: Answer<object> = await atDoor(it.core, wish, judge);
	return refused.ok ? "ok" : refused.refusal.code;
};

describe("a refused wish is recorded under its name, with the plan that it is about", () => {
	test.each([
		["close", "may-not-close", "null", (v) => close(it.core, "", v)],
		["take", "technicians-only", "null", (v) => desk.take(it.core, v)],
		["ticket", "technicians-only", "null", (v) => desk.ticket(it.core, v)],
		["ticket", "technicians-only", "null", (v) => desk.setTicket(it.core, "4711", v)],
		[
			"draft",
			"not-a-technician",
			"null",
			(v) => draft(it.core, { by: eve, place: pressed().place, ref, command: "ls", once: "o" }, v),
		],
		["form", "not-a-technician", "null", (v) => form(it.core, { from: "plan", plan }, v)],
		["propose", "not-a-technician", "null", (v) => propose(it.core, { ...proposal(it.core), once: "V2" }, v)],
		[
			"approve",
			"not-an-approver",
			"this plan",
			(v) => vote(it.core, { by: eve, plan, pressed: pressed(), verdict: "approve", reason: null }, v),
		],
		[
			"deny",
			"wrong-place",
			"this plan",
			(v) => vote(it.core, { by: eve, plan, pressed: elsewhere, verdict: "deny", reason: "no" }, v),
		],
		[
			"ask",
			"no-role",
			"this plan",
			(v) => ask(it.core, { by: eve, plan, pressed: pressed(), question: "?", once: "q" }, v),
		],
		[
			"cancel",
			"may-not-cancel",
			"this plan",
			(v) => cancel(it.core, { by: eve, plan, pressed: pressed() }, v),
		],
		[
			"erase",
			"may-not-erase",
			"null",
			(v) => askErasure(it.core, { by: eve, targets: [{ seq: 2 }], reason: "why not" }, null, v),
		],
		[
			"erase: confirm",
			"not-found",
			"null",
			(v) => answer(it.core, { by: eve, erasure: id("x", 1), answer: "confirm" }, new Map(), v),
		],
	] satisfies [string, string, string, Parameters<typeof atDoor<object>>[2]][])(
		"%s: %s",
		async (action, code, about, judge) => {
			const wish = { by: eve, action, ...(about === "this plan" && { plan }) };
			expect(await refusedAt(wish, judge)).toBe(code);
			expect(recorded()).toEqual([`slack Eve: ${action} ${about} ${code}`]);
		},
	);
});

test("a wish about a plan that is made up is recorded without one, in chat and in the console", async () => {
	const unknown = { plan: id("pl", 9), verdict: "approve", reason: null } as const;
	for (const by of [eve, signedIn(ada)])
		await refusedAt({ by, action: "approve", plan: unknown.plan }, (visit) =>
			vote(it.core, { ...unknown, by, pressed: null }, visit),
		);
	expect(recorded()).toEqual(["slack Eve: approve null not-found", "browser Ada: approve null not-found"]);
});

test("the door records no refusal of an allowed wish", async () => {
	const by = signedIn(ada);
	expect(
		await refusedAt({ by, action: "cancel", plan }, (visit) =>
			cancel(it.core, { by, plan, pressed: null }, visit),
		),
	).toBe("ok");
	expect(recorded()).toEqual([]);
});

test("looking changes nothing, even if it is refused", async () => {
	const wrong = await looking(it.core, { by: eve }, (visit) =>
		show(it.core, { by: eve, plan, pressed: elsewhere }, visit),
	);
	expect(wrong).toMatchObject({ refusal: { code: "wrong-place" } });
	expect(recorded()).toEqual([]);
});

test("a session that was never opened records nothing", async () => {
	it.store.session.read = () => null;
	expect(await refusedAt({ by: eve, action: "close" }, (visit) => close(it.core, "", visit))).toBe(
		"not-found",
	);
});

describe.each([
	[
		"in chat",
		(of: typeof ada): Caller => ({ identity: of.identities[0] ?? "", name: "as in chat" }),
		"slack",
	],
	["in the console", signedIn, "browser"],
] as const)("a vote %s", (_, caller, surface) => {
	const voting = (of: typeof ada, verdict: "approve" | "deny" = "approve") => {
		const by = caller(of);
		const wish = { by, plan, pressed: surface === "slack" ? pressed() : null, verdict, reason: null };
		return refusedAt({ ...wish, action: verdict }, (visit) => vote(it.core, wish, visit));
	};

	test("of an approver counts once", async () => {
		it.snapshot = { ...it.snapshot, policy: { ...it.snapshot.policy, votes: 2 } };
		expect(await voting(ada)).toBe("ok");
		expect(await voting(ada)).toBe("already-voted");
		expect(it.store.votes.of(plan).map(({ person, actor }) => [person, actor.surface])).toEqual([
			[ada.id, surface],
		]);
		expect(recorded()).toEqual([`${surface} Ada: approve this plan already-voted`]);
	});

	test("of the proposer, of someone else and of a stranger does not count, and the approvers hear who wants it", async () => {
		const strange = person(8, "Mallory", "approver");
		expect(await voting(tom)).toBe("own-proposal");
		expect(await voting(dana)).toBe("not-an-approver");
		expect(await voting(dana)).toBe("not-an-approver");
		expect(await voting(strange)).toBe("not-an-approver");
		const name = surface === "slack" ? "as in chat" : "Mallory";
		expect(recorded()).toEqual([
			`${surface} Tom: approve this plan own-proposal`,
			`${surface} Dana: approve this plan not-an-approver`,
			`${surface} Dana: approve this plan not-an-approver`,
			`${surface} ${name}: approve this plan not-an-approver`,
		]);
		const wanted = it.sent.filter((one) => one.type === "notice" && one.notice.turn === "approval-wanted-by");
		expect(wanted).toMatchObject([{ notice: { by: "Dana" } }]);
	});

	test("too late does not count", async () => {
		expect(await voting(ada, "deny")).toBe("ok");
		expect(await voting(sam)).toBe("already-decided");
	});
});

test("a card names as deciders exactly those whose vote counts", () => {
	const all = [ada, sam, olga, tom, dana];
	it.snapshot = snapshotOf(all);
	it.store.session.keepSnapshot(it.snapshot);
	const wanted = { ...proposal(it.core), by: { identity: sam.identities[0] ?? "", name: "Sam" }, once: "V4" };
	const own = propose(it.core, wanted, it.visit(wanted.by));
	if (!own.ok) throw new Error(own.refusal.code);
	const rows = [plan, own.plan].map((one) => it.store.plans.get(one) as PlanRow);
	const counts = (row: PlanRow) =>
		all.filter((one) => judge(row, [], one, it.snapshot, now).ok).map(({ name }) => name);
	const named = (row: PlanRow) => planView(it.core, row).approvers.map(({ name }) => name);
	expect(rows.map(named)).toEqual([["Ada", "Sam"], ["Ada"]]);
	expect(rows.map(counts)).toEqual(rows.map(named));
});

test("a plan that chat can't show whole is approved only in the console, and denied anywhere", async () => {
	const wanted = proposal(it.core);
	const steps = [{ phase: "command" as const, command: "rm \u202e/tmp" }];
	const hidden = propose(
		it.core,
		{ ...wanted, once: "V3", draft: { ...wanted.draft, steps } },
		it.visit(wanted.by, now),
	);
	if (!hidden.ok) throw new Error(hidden.refusal.code);
	const answered = (verdict: "approve" | "deny", at: ReturnType<typeof pressed> | null) => {
		const wish = { by: signedIn(ada), plan: hidden.plan, pressed: at, verdict, reason: null };
		return refusedAt({ ...wish, action: verdict }, (visit) => vote(it.core, wish, visit));
	};
	expect(await answered("approve", pressed())).toBe("review-in-console");
	expect(await answered("approve", null)).toBe("ok");
});

test("a stranger's thousand presses are in the record one by one at first, then as a count", async () => {
	const refuse = (caller: Caller) =>
		refusedAt({ by: caller, action: "approve", plan }, (v) =>
			vote(it.core, { by: caller, plan, pressed: pressed(), verdict: "approve", reason: null }, v),
		);
	const before = it.store.events.after(0, 1_000).length;
	for (let n = 0; n < 1_000; n++) expect(await refuse(eve)).toBe("not-an-approver");
	const counted = it.store.events
		.after(0, 1_000)
		.slice(before)
		.map(({ body }) => (body?.kind === "attempts.counted" ? body.count : body?.kind));
	expect(counted).toEqual([...Array.from({ length: 20 }, () => "attempt.refused"), 21, 100, 1_000]);
	const ben = { identity: "slack:T1:U8", name: "Ben" };
	await refuse(ben);
	expect(it.store.events.after(0, 1_000).at(-1)?.actor?.name).toBe("Ben");
});

test("each account's first refusal is in the record, however many strangers were refused before", async () => {
	const refuse = (n: number) => {
		const by = { identity: `slack:T1:U${n}`, name: `Eve ${n}` };
		return refusedAt({ by, action: "approve", plan }, (v) =>
			vote(it.core, { by, plan, pressed: pressed(), verdict: "approve", reason: null }, v),
		);
	};
	for (let n = 1; n <= 40; n++) for (let again = 1; again <= 20; again++) await refuse(n);
	expect(recorded().filter((line) => line.startsWith("slack Eve 40:"))).toHaveLength(1);
	expect(recorded()).toHaveLength(40 + 500);
});
