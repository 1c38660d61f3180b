import { expect, test } from "vitest";
import { grantedPlan } from "../../testing/granted.ts";
import { keptPlans } from "./kept.ts";

test("clocks and cards read a plan once, however often they look at it", () => {
	const { it, plan } = grantedPlan();
	const read = it.store.plans.get(plan)?.plan;
	for (const row of [it.store.plans.last(), ...it.store.plans.unfinished(), it.store.plans.get(plan)])
		expect(row?.plan).toBe(read);
});

test("whoever verifies a session reads each plan as it is stored now", () => {
	const { it, plan } = grantedPlan();
	const { plan: read } = it.store.plans.get(plan) ?? {};
	const [stored] = it.store.plans.all();
	expect(stored?.plan).toEqual(read);
	expect(stored?.plan).not.toBe(read);
	expect(stored?.bytes).toEqual(it.store.plans.bytesOf(plan));
});

test("of many plans only those that were used last are kept", () => {
	const { it, plan } = grantedPlan();
	const bytes = it.store.plans.bytesOf(plan);
	const kept = keptPlans();
	const reads: string[] = [];
	const read = (digest: string) =>
		kept.plan(digest, () => {
			reads.push(digest);
			return bytes;
		});
	for (let n = 0; n < 64; n++) read(`${n}`);
	for (const digest of ["0", "64", "0", "1"]) read(digest);
	expect(reads.slice(64)).toEqual(["64", "1"]);
});

test("plans with much text are kept up to 8 MB", () => {
	const { it, plan } = grantedPlan();
	const large = new Uint8Array(3_000_000).fill(0x20);
	large.set(it.store.plans.bytesOf(plan));
	const kept = keptPlans();
	let reads = 0;
	const read = (digest: string) =>
		kept.plan(digest, () => {
			reads++;
			return large;
		});
	for (const digest of ["a", "b", "c", "c", "b", "a"]) read(digest);
	expect(reads).toBe(4);
});
