import { expect, test } from "vitest";
import { newOffers } from "./offers.ts";

const again = 15_000;

test("plans are offered one at a time, in their order, each once", () => {
	const offers = newOffers();
	expect(offers.next(["a", "b", "c"], 0)).toBe("a");
	expect(offers.next(["a", "b", "c"], 1)).toBeNull();
	offers.close("b");
	expect(offers.next(["a", "b", "c"], 2)).toBeNull();
	// Granted, but not accepted yet.
	offers.close("a");
	expect(offers.next(["a", "b", "c"], 3)).toBe("b");
	offers.close("b");
	expect(offers.next(["b", "c"], 4)).toBe("c");
	offers.close("c");
	expect(offers.next(["b", "c"], 5)).toBeNull();
	expect(offers.nextAt(["b", "c"])).toBe(3 + again);
});

test("an approval that comes late takes its place among those that wait", () => {
	const offers = newOffers();
	expect(offers.next(["b"], 0)).toBe("b");
	offers.close("b");
	expect(offers.next(["a", "b", "c"], 1)).toBe("a");
});

test("an offer without an answer blocks no other: each has its turn before it is repeated", () => {
	const offers = newOffers();
	const all = ["a", "b", "c"];
	offers.next(all, 0);
	expect(offers.nextAt(all)).toBe(again);
	expect(offers.next(all, again - 1)).toBeNull();
	const made = [1, 2, 3, 4, 5].map((n) => offers.next(all, n * again));
	expect(made).toEqual(["b", "c", "a", "b", "c"]);
});

test("a plan that can't be granted now is offered again after the others", () => {
	const offers = newOffers();
	const made: (string | null)[] = [];
	for (const at of [0, 1, again - 1, again, again + 1]) {
		const plan = offers.next(["a", "b"], at);
		made.push(plan);
		if (plan) offers.close(plan);
	}
	expect(made).toEqual(["a", "b", null, "a", "b"]);
});

test("a new connection's agent is offered everything again", () => {
	const offers = newOffers();
	offers.next(["a", "b"], 0);
	offers.reset();
	expect(offers.next(["a", "b"], 1)).toBe("a");
});
