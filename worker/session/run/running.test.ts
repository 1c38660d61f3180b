import { expect, test } from "vitest";
import { propose } from "../plan/proposing.ts";
import { voteInBrowser } from "../plan/voting.ts";
import { ada, endpoint, now, proposal, sessionWith } from "../testing/session.ts";
import { nextTime, onTime } from "./running.ts";

test("a plan that no endpoint asked for, long after it had to be run, was not run: told once, and nothing waits any more", () => {
	const { core, store, snapshot, sent, kinds } = sessionWith();
	const proposed = propose(core, proposal(core), snapshot, now);
	if (!proposed.ok) throw new Error(proposed.refusal.code);
	const { plan } = proposed;
	voteInBrowser(core, { person: ada.id, plan, verdict: "approve", reason: null }, snapshot, now);
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
