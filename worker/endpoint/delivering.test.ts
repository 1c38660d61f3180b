import { expect, test } from "vitest";
import { accepted, enqueue, refused } from "./delivering.ts";
import { endpointWith } from "./testing/endpoint.ts";

/** An endpoint whose agent isn't there. */
const endpoint = () => {
	const { core, put } = endpointWith();
	return { core, told: put };
};
const queued = (plan: string, approvedAt: number) => ({
	...{ plan, session: "s", approvedAt, notBefore: 0, runBy: Number.MAX_SAFE_INTEGER },
});
const late = { type: "refused", session: null, code: "challenge", reason: "not current" } as const;

test("plans wait in the order of approval, however they arrive", () => {
	const { core } = endpoint();
	for (const [plan, at] of [
		["b", 2],
		["c", 3],
		["a", 1],
	] as const)
		enqueue(core, queued(plan, at));
	expect(core.store.waiting(10).map(({ plan }) => plan)).toEqual(["a", "b", "c"]);
});

test("a second grant of our own that comes too late is no repeated one, however often the agent says that it accepted", () => {
	const { core, told } = endpoint();
	enqueue(core, queued("a", 1));
	core.store.granted("a");
	core.store.granted("a");
	accepted(core, "a", "runtime");
	// Its answer to an offer that crossed the first grant.
	accepted(core, "a", "runtime");
	refused(core, { ...late, plan: "a" });
	expect(told.map(({ type }) => type)).toEqual(["accepted"]);
	refused(core, { ...late, plan: "a" });
	expect(told.at(-1)).toMatchObject({ type: "refused", refused: { grant: "repeated" } });
});
