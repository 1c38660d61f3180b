import { beforeEach, expect, test } from "vitest";
import { compare } from "./comparing.ts";
import { endpointWith } from "./testing/endpoint.ts";

const plan = (n: number) => `pl_g000000000000000${n}`;
const session = "s_g0000000000000001";
const runtime = "caisey-runtime-7a3f-dc2";
const same = { elsewhere: false, anotherJournal: false };
const at = { session, approvedAt: 1, notBefore: 0, runBy: Date.now() + 3_600_000 };

let it: ReturnType<typeof endpointWith>;
beforeEach(() => {
	it = endpointWith();
	for (const n of [1, 2, 3]) it.store.enqueue({ plan: plan(n), ...at });
});
const lost = () => it.put.flatMap((one) => (one.type === "record-lost" ? [one.plan] : []));

test("an accepted plan that the agent no longer knows is lost, once", () => {
	it.store.setState(plan(1), "accepted");
	it.store.setState(plan(2), "accepted");
	compare(it.core, [{ plan: plan(2), state: "running" }], runtime, same);
	expect(lost()).toEqual([plan(1)]);
	compare(it.core, [{ plan: plan(2), state: "running" }], runtime, same);
	expect(lost()).toEqual([plan(1)]);
	expect(it.store.plan(plan(2))?.state).toBe("accepted");
});

test("a plan that the agent accepted while it was cut off, or finished, isn't lost", () => {
	it.store.granted(plan(1), 1_000);
	it.store.setState(plan(2), "accepted");
	it.store.finish(plan(2));
	compare(it.core, [{ plan: plan(1), state: "ended" }], runtime, same);
	expect(lost()).toEqual([]);
	expect(it.put.map(({ type }) => type)).toEqual(["accepted"]);
});

test("a plan whose grant got no answer is offered again, unless the journal isn't the one of before", () => {
	it.store.granted(plan(1), 1_000);
	compare(it.core, [], runtime, same);
	expect(it.store.plan(plan(1))?.state).toBe("granted");
	compare(it.core, [], runtime, { ...same, anotherJournal: true });
	expect(lost()).toEqual([plan(1)]);
	expect(it.store.plan(plan(1))?.state).toBe("finished");
	expect(it.store.plan(plan(3))?.state).toBe("queued");
});

test("what a machine elsewhere doesn't know isn't lost: the right one may have it", () => {
	it.store.setState(plan(1), "accepted");
	compare(it.core, [], runtime, { elsewhere: true, anotherJournal: true });
	expect(lost()).toEqual([]);
	expect(it.store.plan(plan(1))?.state).toBe("accepted");
});

test("what a machine elsewhere says it has isn't accepted: the right one is offered it again", () => {
	it.store.granted(plan(1), 1_000);
	compare(it.core, [{ plan: plan(1), state: "running" }], runtime, {
		elsewhere: true,
		anotherJournal: false,
	});
	compare(it.core, [], runtime, same);
	expect(it.put).toEqual([]);
	expect(it.store.plan(plan(1))?.state).toBe("granted");
});
