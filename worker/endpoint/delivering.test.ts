import { expect, test } from "vitest";
import type { Env } from "../env.ts";
import { quarantine } from "./connecting.ts";
import { accepted, enqueue, hasRun, heard, refused } from "./delivering.ts";
import { retire } from "./removing.ts";
import { endpointWith, socketAs } from "./testing/endpoint.ts";

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
	for (const [plan, session, at] of [
		["b", "s1", 2],
		["d", "s1", 4],
		["c", "s2", 3],
		["a", "s2", 1],
	] as const)
		enqueue(core, { ...queued(plan, at), session });
	expect(core.store.waiting(10).map(({ plan }) => plan)).toEqual(["a", "b", "c", "d"]);
});

test("a second grant of our own that comes too late is no repeated one, however often the agent says that it accepted", () => {
	const { core, told } = endpoint();
	enqueue(core, queued("a", 1));
	core.store.granted("a", 1_000);
	core.store.granted("a", 1_000);
	accepted(core, "a", "runtime");
	// Its answer to an offer that crossed the first grant.
	accepted(core, "a", "runtime");
	refused(core, { ...late, plan: "a" });
	expect(told.map(({ type }) => type)).toEqual(["accepted"]);
	refused(core, { ...late, plan: "a" });
	expect(told.at(-1)).toMatchObject({ type: "refused", refused: { grant: "repeated" } });
});

const live = { stage: "live", instance: "i", runtime: "r", order: 1 } as const;
const hold = { because: ["host"], from: "FRONT-01", to: "COPY-7", since: 5 } as const;

test.each(["accepted", "refused", "finished"] as const)(
	"while a machine is on hold, its word %s changes nothing; that of one that was sent away counts",
	(type) => {
		const { core, told } = endpoint();
		enqueue(core, queued("a", 1));
		core.store.granted("a", 1_000);
		core.store.machine.pin({ host: "FRONT-01", id: null, boot: "b", count: 1, at: 1 });
		core.store.machine.hold({ ...hold, because: [...hold.because] }, null);
		const word = type === "refused" ? ({ ...late, plan: "a" } as const) : { type, plan: "a" };
		heard(core, live, word);
		expect(told).toEqual([]);
		expect(core.store.plan("a")?.state).toBe("granted");
		heard(core, { stage: "leaving", runtime: "r", runs: true }, word);
		expect(core.store.plan("a")?.state).toBe(type === "accepted" ? "accepted" : "finished");
	},
);

test.each(["accepted", "refused"] as const)(
	"an offer that is answered with %s is followed by the next at once",
	(type) => {
		const { core, open } = endpointWith();
		const { it, socket } = socketAs(live);
		core.store.activate();
		open.push(socket);
		enqueue(core, queued("a", 1));
		enqueue(core, queued("b", 2));
		expect(it.sent).toEqual([{ type: "offer", plan: "a" }]);
		heard(core, live, type === "refused" ? { ...late, plan: "a" } : { type, plan: "a" });
		expect(it.sent.slice(1)).toEqual([{ type: "offer", plan: "b" }]);
	},
);

test("a plan that comes again after its endpoint was removed is dropped only if no agent ever got it", () => {
	const { core, put: told, open } = endpointWith();
	for (const plan of ["a", "b"]) enqueue(core, queued(plan, 1));
	accepted(core, "a", "r");
	open.push(socketAs(live).socket);
	core.store.seen(null, true, 1);
	retire(core, 1);
	for (const plan of ["a", "b", "c"]) enqueue(core, queued(plan, 1));
	expect(core.store.plan("a")?.state).toBe("accepted");
	const dropped = told.flatMap((one) => (one.type === "undelivered" ? [one.plan] : []));
	expect(dropped).toEqual(["b", "c"]);
});

test("a plan that was approved while its endpoint is blocked is dropped at once, and says why", () => {
	const { core, put: told } = endpointWith();
	enqueue(core, queued("a", 1));
	accepted(core, "a", "r");
	quarantine(core);
	for (const plan of ["a", "late"]) enqueue(core, queued(plan, 1));
	expect(core.store.plan("a")?.state).toBe("accepted");
	const dropped = told.flatMap((one) => (one.type === "undelivered" ? [[one.plan, one.because]] : []));
	expect(dropped).toEqual([["late", "quarantined"]]);
});

test("a run is the endpoint's if it was granted to it; of a plan that an older version granted, its session is asked once", async () => {
	const { core } = endpoint();
	const asked: string[] = [];
	const self = core.store.self()?.id;
	const session = {
		runs: async () => {
			asked.push("s");
			return [
				{ run: "r_old", plan: "old", endpoint: { id: self } },
				{ run: "r_elsewhere", plan: "old", endpoint: { id: "e_other" } },
				{ run: "r_never", plan: "other", endpoint: { id: self } },
			];
		},
	};
	const env = { SESSION: { getByName: () => session } } as unknown as Env;
	const now = { ...core, env };
	for (const plan of ["old", "empty"]) enqueue(core, { ...queued(plan, 1), session: "s_g0000000000000001" });
	core.store.granted("old", 1);
	core.store.finish("old");
	core.store.granted("empty", 2);
	core.store.runs.keep("new", ["r_new"]);
	expect(await hasRun(now, "r_new")).toBe(true);
	expect(asked).toEqual([]);
	for (let n = 0; n < 100; n++) expect(await hasRun(now, "r_made_up")).toBe(false);
	expect(asked).toHaveLength(2);
	expect(await hasRun(now, "r_old")).toBe(true);
	expect(await hasRun(now, "r_elsewhere")).toBe(false);
	expect(await hasRun(now, "r_never")).toBe(false);
});
