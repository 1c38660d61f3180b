// Proposer and desk hear of an approver who can't be reached, with what to do.
import { beforeEach, expect, test } from "vitest";
import { noticeCard } from "../../../cards/kinds/notice.ts";
import { ada, now, olga, proposal, sam, sessionWith, signedIn, snapshotOf, tom } from "../testing/session.ts";
import { propose } from "./proposing.ts";
import { unreached } from "./unreached.ts";
import { vote } from "./voting.ts";

let it: ReturnType<typeof sessionWith>;
beforeEach(() => {
	it = sessionWith();
});

const proposed = (people = [ada, tom]): string => {
	it.snapshot = snapshotOf(people);
	it.store.session.keepSnapshot(it.snapshot);
	const wanted = proposal(it.core);
	const answer = propose(it.core, wanted, it.visit(wanted.by));
	if (!answer.ok) throw new Error(answer.refusal.code);
	return answer.plan;
};
const told = () =>
	it.sent.flatMap((one) =>
		one.type === "notice" && one.notice.turn === "unreached" ? [noticeCard(one.notice).notification] : [],
	);
const to = { mention: { identities: tom.identities, name: "Tom" } };

test("the only approver's account is disabled: the proposer hears it once, and what to do", () => {
	const plan = proposed();
	unreached(it.core, plan, "slack:T1:U1", "account-disabled", now);
	unreached(it.core, plan, "slack:T1:U1", "account-unknown", now);
	expect(told()).toEqual([
		[
			to,
			": ",
			"I couldn't reach Ada about Tom's “prints”. Their account is disabled. No one else can decide this plan. Ask the owner to name another approver in the set-up file, then propose it again.",
		],
	]);
});

test("the record says once who couldn't be reached, where and why", () => {
	const plan = proposed();
	unreached(it.core, plan, "slack:T1:U1", "account-disabled", now);
	unreached(it.core, plan, "slack:T1:U1", "account-unknown", now);
	expect(it.store.events.ofKinds("approver.unreached").map(({ body }) => body)).toEqual([
		{
			...{ kind: "approver.unreached", plan, to: ada.id },
			...{ identity: "slack:T1:U1", because: "account-disabled" },
		},
	]);
});

test("owners hear once for a plan that a workspace takes no approver's card", () => {
	const plan = proposed([ada, sam, olga, tom]);
	for (const identity of ["slack:T1:U1", "slack:T1:U2"])
		unreached(it.core, plan, identity, "access-refused", now);
	expect(told()).toHaveLength(2);
	expect(it.directNotices()).toEqual(["unreached Olga"]);
});

test("others who may decide are named", () => {
	unreached(it.core, proposed([ada, sam, tom]), "slack:T1:U1", "no-app", now);
	expect(told()[0]?.[2]).toBe(
		"I couldn't reach Ada about Tom's “prints”. The app isn't installed for them, or they blocked it. An admin can install it. Sam can decide, too.",
	);
});

test("an approver with another account may still see it there", () => {
	const both = { ...ada, identities: [...ada.identities, "teams:t1:a1"] };
	unreached(it.core, proposed([both, tom]), "slack:T1:U1", "account-disabled", now);
	expect(told()[0]?.[2]).toContain("They have another account, where they may see it.");
});

test("no one hears it of a plan that is decided, or of someone who may not decide", () => {
	const plan = proposed();
	unreached(it.core, plan, "slack:T1:U9", "account-disabled", now);
	const by = signedIn(ada);
	vote(it.core, { by, plan, pressed: null, verdict: "deny", reason: null }, it.visit(by));
	unreached(it.core, plan, "slack:T1:U1", "account-disabled", now);
	expect(told()).toEqual([]);
	expect(it.kinds()).not.toContain("approver.unreached");
});
