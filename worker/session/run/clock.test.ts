import { expect, test } from "vitest";
import { propose } from "../plan/proposing.ts";
import { vote } from "../plan/voting.ts";
import { ada, endpoint, proposal, sessionWith, signedIn } from "../testing/session.ts";
import { nextTime, onTime } from "./clock.ts";

test("a plan that no endpoint asked for by long after run by counts as not run: one notice, and nothing waits any more", () => {
	const { core, store, visit, sent, kinds } = sessionWith();
	const wanted = proposal(core);
	const proposed = propose(core, wanted, visit(wanted.by));
	if (!proposed.ok) throw new Error(proposed.refusal.code);
	const { plan } = proposed;
	const by = signedIn(ada);
	vote(core, { by, plan, pressed: null, verdict: "approve", reason: null }, visit(by));
	const due = nextTime(core) as number;
	onTime(core, due - 1);
	expect(store.deliveries.get(plan, endpoint.id)?.state).toBe("queued");
	onTime(core, due);
	onTime(core, due + 1);
	expect(store.deliveries.get(plan, endpoint.id)?.state).toBe("undelivered");
	expect(store.plans.get(plan)?.state).toBe("finished");
	expect(kinds().filter((kind) => kind === "plan.undelivered")).toHaveLength(1);
	const told = sent.filter((one) => one.type === "notice" && one.notice.turn === "undelivered");
	expect(told).toHaveLength(1);
	expect(nextTime(core)).toBeNull();
});
