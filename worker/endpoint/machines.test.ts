import { beforeEach, expect, test } from "vitest";
import type { Machine } from "../../protocol/machine.ts";
import { holdText } from "../../words/machine.ts";
import { inDoubt } from "./core.ts";
import { accepted } from "./delivering.ts";
import { confirm, keep, recognise } from "./machines.ts";
import { endpointWith, socketAs } from "./testing/endpoint.ts";

const front: Machine = { host: "FRONT-01", id: "ab".repeat(32), boot: "b1", count: 1, at: 1 };
const copy: Machine = { ...front, host: "COPY-7", id: "cd".repeat(32), boot: "b2", count: 2 };
const plan = "pl_g0000000000000001";

let it: ReturnType<typeof endpointWith>;
beforeEach(() => {
	it = endpointWith();
});
/** As at each hello. */
const hello = (said: Machine | null, at = 5) => {
	const found = recognise(it.core, said, at);
	keep(it.core, found, at);
	return found;
};
const held = () => it.store.machine.held();

test("the first hello pins the machine, and every later one of it passes", () => {
	for (const count of [1, 2, 7]) expect(hello({ ...front, count })).toMatchObject({ hold: null });
	expect(hello({ ...front, count: 8, boot: "b9" })).toMatchObject({ hold: null, anotherJournal: false });
	expect(inDoubt(it.core)).toBe(false);
});

test("another machine holds everything, until the right one is back", () => {
	hello(front);
	expect(hello(copy)).toMatchObject({ elsewhere: true });
	expect(held()).toEqual({ because: ["host", "machine"], from: "FRONT-01", to: "COPY-7", since: 5 });
	expect(holdText(held() as NonNullable<ReturnType<typeof held>>)).toBe(
		"on hold: this agent now runs on another machine (FRONT-01 → COPY-7). Your IT provider has to confirm it.",
	);
	expect(inDoubt(it.core)).toBe(true);
	hello({ ...front, count: 2 });
	expect(inDoubt(it.core)).toBe(false);
});

test("an owner confirms what they were shown, nothing else, and its agent then connects again as the endpoint", () => {
	hello(front);
	hello(copy);
	const shown = held() as NonNullable<ReturnType<typeof held>>;
	const agent = socketAs({ stage: "live", instance: "i", runtime: "r" });
	it.open.push(agent.socket);
	expect(confirm(it.core, { ...shown, to: "OTHER" })).toBe(false);
	expect(inDoubt(it.core)).toBe(true);
	expect(confirm(it.core, shown)).toBe(true);
	expect(agent.it.readyState).toBe(2);
	expect(hello({ ...copy, count: 3 })).toMatchObject({ hold: null, anotherJournal: true });
	expect(hello({ ...copy, count: 4 })).toMatchObject({ hold: null, anotherJournal: false });
	expect(hello({ ...front, count: 9 }).hold?.to).toBe("FRONT-01");
	expect(confirm(it.core, shown)).toBe(false);
});

test("an owner does not confirm a machine that took the place of the one they were shown, even by the same name", () => {
	hello(front);
	hello({ ...copy, host: front.host });
	const shown = held() as NonNullable<ReturnType<typeof held>>;
	hello({ ...copy, host: front.host, count: 3 }, 6);
	expect(held()).toEqual(shown);
	for (const [at, third] of [{ id: "ef".repeat(32) }, { boot: "b3" }].entries()) {
		hello({ ...copy, host: front.host, count: 4, ...third }, 7 + at);
		expect(confirm(it.core, shown)).toBe(false);
	}
	hello(null, 9);
	expect(confirm(it.core, shown)).toBe(false);
	expect(held()?.since).toBe(9);
});

test("a machine's name cannot end the sentence that names it, nor reach the reader's terminal", () => {
	hello(front);
	hello({ ...copy, host: "X\u001b[2K\r\nall is well\u202e” → OK" });
	expect(holdText(held() as NonNullable<ReturnType<typeof held>>)).toBe(
		"on hold: this agent now runs on another machine (FRONT-01 → “X⟨U+001B escape⟩[2K all is well⟨U+202E right-to-left override⟩’ → OK”). Your IT provider has to confirm it.",
	);
});

test("a journal that is older than what the Worker knows holds everything, also when it has caught up", () => {
	hello(front);
	it.store.enqueue({ plan, session: "s", approvedAt: 1, notBefore: 0, runBy: 1 });
	accepted(it.core, plan, "r");
	// Restored to before the plan.
	expect(hello({ ...front, count: 2 })).toMatchObject({ elsewhere: false, anotherJournal: true });
	expect(held()?.because).toEqual(["journal"]);
	hello({ ...front, count: 3 });
	hello({ ...front, count: 40 });
	expect(held()?.because).toEqual(["journal"]);
	confirm(it.core, held() as NonNullable<ReturnType<typeof held>>);
	expect(hello({ ...front, count: 41 }).hold).toBeNull();
});

test("a journal that went on by the plans that it accepted is the same one", () => {
	hello(front);
	it.store.enqueue({ plan, session: "s", approvedAt: 1, notBefore: 0, runBy: 1 });
	accepted(it.core, plan, "r");
	accepted(it.core, plan, "r");
	expect(hello({ ...front, count: 3 }).hold).toBeNull();
});

test("an older agent passes where no machine was pinned, and is held where one was", () => {
	expect(hello(null).hold).toBeNull();
	hello(front);
	expect(hello(null).hold?.because).toEqual(["silent"]);
	expect(inDoubt(it.core)).toBe(true);
	confirm(it.core, held() as NonNullable<ReturnType<typeof held>>);
	expect(hello(null).hold).toBeNull();
});

test("a clock that goes wrong is known from the hello", () => {
	hello({ ...front, at: 5 + 7_200_000 });
	expect(it.store.machine.read()?.ahead).toBe(7_200_000);
	hello({ ...front, count: 2, at: 5 });
	expect(it.store.machine.read()?.ahead).toBe(0);
});
