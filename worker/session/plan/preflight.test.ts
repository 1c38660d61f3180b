// A proposal whose endpoints are asked first: kept meanwhile, made a plan of what they say, or refused.
import { beforeEach, expect, test, vi } from "vitest";
import { planLimit } from "../../../protocol/plan/plan.ts";
import type { Preflight, StepPreflight, StepProblem } from "../../../protocol/plan/preflight.ts";
import type { Env } from "../../env.ts";
import { planView } from "../show/views.ts";
import type { PlanRow } from "../tables/plan/plans.ts";
import { ada, endpoint, now, proposal, sessionWith, snapshotOf, tom } from "../testing/session.ts";
import { fitting, heldFor } from "./preflight.ts";
import { begin, propose } from "./proposing.ts";
import { nextTime, onTime } from "./unanswered.ts";

let it: ReturnType<typeof sessionWith>;
/** Endpoints that are looked at more often, as a plan for them is open. */
let watched: string[];
beforeEach(() => {
	it = sessionWith();
	watched = [];
	const ENDPOINT = { getByName: (id: string) => ({ watch: async () => void watched.push(id) }) };
	it.core = { ...it.core, env: { ...it.core.env, ENDPOINT } as unknown as Env };
});

/** The one endpoint, with an agent of this version. */
const withAgent = (agentVersion: string, online = true): void => {
	const inventory = { ...endpoint.inventory, agentVersion };
	it.snapshot = { ...snapshotOf([ada, tom]), endpoints: [{ ...endpoint, online, inventory }] };
	it.store.session.keepSnapshot(it.snapshot);
};
const wanted = () => proposal(it.core);
const visit = (at = now) => it.visit(wanted().by, at);
const plan = (): PlanRow => it.store.plans.last() as PlanRow;

const step = (problems: StepProblem[] = []): StepPreflight => ({
	...{ parsed: true, problems, names: [], cut: false },
	effects: [{ what: "reads-only", target: null }],
});
const checked = (problems: StepProblem[] = []): Preflight => ({
	v: 1,
	endpoints: [{ endpoint: endpoint.id, state: "checked", steps: [step(problems)] }],
});

test("what an endpoint says becomes part of the plan, and its card shows it", () => {
	withAgent("0.3.0");
	const missing = { what: "missing", kind: "command", name: "frobnicate", line: 1 } as const;
	expect(begin(it.core, wanted(), visit())).toMatchObject({
		ok: true,
		ask: { endpoints: [{ id: endpoint.id }] },
	});
	expect(it.store.plans.last()).toBeNull();
	expect(propose(it.core, wanted(), visit(), checked([missing])).ok).toBe(true);
	expect(plan().plan.preflight).toEqual(checked([missing]));
	expect(planView(it.core, plan()).machinesSay).toEqual([
		{
			state: "checked",
			endpoint: "CLIENT-ACCT-01",
			effects: [{ what: "reads-only", target: null }],
			missing: [{ step: 0, kind: "command", name: "frobnicate" }],
		},
	]);
	expect(nextTime(it.core)).toBeNull();
});

test("a step that can't be parsed is refused with its place, and proposed by no one", () => {
	withAgent("0.3.0");
	begin(it.core, wanted(), visit());
	const syntax = { what: "syntax", line: 3, column: 7, message: "Missing closing '}'" } as const;
	expect(propose(it.core, wanted(), visit(), checked([syntax]))).toEqual({
		ok: false,
		refusal: {
			...{ code: "does-not-parse", endpoint: "CLIENT-ACCT-01", phase: "command", step: 1 },
			...{ line: 3, column: 7, message: "Missing closing '}'" },
		},
	});
	expect([it.store.plans.last(), nextTime(it.core)]).toEqual([null, null]);
});

test("a proposal whose answers are lost with a restart goes on unchecked, once", async () => {
	withAgent("0.3.0");
	begin(it.core, wanted(), visit());
	expect(nextTime(it.core)).toBe(now + heldFor(it.core));
	await onTime(it.core, now + heldFor(it.core) - 1);
	expect(it.store.plans.last()).toBeNull();
	await onTime(it.core, now + heldFor(it.core));
	expect(plan().plan.preflight?.endpoints).toEqual([
		{ endpoint: endpoint.id, state: "unable", because: "no-answer", detail: null },
	]);
	expect(watched).toEqual([endpoint.id]);
	const late = propose(it.core, wanted(), visit(now + heldFor(it.core)), checked());
	expect(late).toEqual({ ok: true, plan: plan().id });
	expect(it.kinds().filter((kind) => kind === "plan.proposed")).toHaveLength(1);
});

test("a proposal whose answers are lost, and that no one may make any more, is refused in the record", async () => {
	withAgent("0.3.0");
	begin(it.core, wanted(), visit());
	it.store.session.keepSnapshot({ ...it.snapshot, version: 2, people: [ada] });
	await onTime(it.core, now + heldFor(it.core));
	expect(it.store.plans.last()).toBeNull();
	expect(it.kinds().at(-1)).toBe("attempt.refused");
	expect(nextTime(it.core)).toBeNull();
	expect(it.directNotices()).toEqual([]);
});

test("who proposed what is refused later is told alone, once", async () => {
	withAgent("0.3.0");
	begin(it.core, wanted(), visit());
	it.store.session.keepSnapshot({ ...it.snapshot, version: 2, endpoints: [] });
	await onTime(it.core, now + heldFor(it.core));
	await onTime(it.core, now + heldFor(it.core));
	expect(it.directNotices()).toEqual(["unproposed Tom"]);
	const told = it.sent.flatMap((one) => (one.type === "tell" ? [one.notice] : []));
	expect(told).toMatchObject([{ changes: "prints", text: expect.stringMatching(/./) }]);
});

test("a kept proposal that can't be read is dropped, and holds up no other", async () => {
	withAgent("0.3.0");
	for (const once of ["A", "Z"]) it.store.proposals.keep({ ...wanted(), once }, now);
	const { get } = it.store.proposals;
	const log = vi.spyOn(console, "error").mockImplementation(() => {});
	it.store.proposals.get = (once) => {
		if (once === "A") throw new Error("it can't be read");
		return get(once);
	};
	await onTime(it.core, now);
	expect([plan().once, nextTime(it.core), log.mock.calls.length]).toEqual(["Z", null, 1]);
	log.mockRestore();
});

test("an endpoint that is offline isn't asked, and its plan says so", () => {
	withAgent("0.3.0", false);
	expect(begin(it.core, wanted(), visit())).toMatchObject({ ok: true, plan: plan().id });
	expect(plan().plan.preflight?.endpoints).toEqual([{ endpoint: endpoint.id, state: "offline" }]);
});

test("an older agent gets a plan that it can read, and its card says why nothing was checked", () => {
	withAgent("0.2.0");
	expect(begin(it.core, wanted(), visit())).toMatchObject({ ok: true, plan: plan().id });
	expect(plan().plan.preflight).toBeNull();
	expect(planView(it.core, plan()).machinesSay).toEqual([
		{ state: "unable", endpoint: "CLIENT-ACCT-01", because: "agent-too-old", detail: null },
	]);
});

test("a plan that is nearly too large goes without the names", () => {
	withAgent("0.3.0");
	const name = { name: "x".repeat(256), kind: "program", path: "/".repeat(4_096), version: null } as const;
	const names = Array.from({ length: 10 }, () => ({ ...name, sha256: null, module: null }));
	const full: Preflight = {
		v: 1,
		endpoints: [{ endpoint: endpoint.id, state: "checked", steps: [{ ...step(), names }] }],
	};
	const script = { name: "fix.sh", encoding: "utf-8", arguments: [] } as const;
	const command = "\n".repeat(930_000);
	const draft = {
		...wanted().draft,
		steps: [{ phase: "command" as const, command: `:${command}`, script: { ...script, arguments: [] } }],
	};
	expect(propose(it.core, { ...wanted(), draft }, visit(), full).ok).toBe(true);
	const [found] = plan().plan.preflight?.endpoints ?? [];
	expect(found?.state === "checked" && found.steps).toEqual([{ ...step(), names: [], cut: true }]);
});

test("an endpoint that says too much for a large plan doesn't cost the others' words", () => {
	const name = { name: "x", kind: "program", path: "/x", version: null, sha256: null, module: null } as const;
	const saying = (n: number, step: Partial<StepPreflight>): Preflight["endpoints"][number] => ({
		endpoint: `e_g000000000000000${n}`,
		state: "checked",
		steps: [{ ...checkedStep, ...step }],
	});
	const checkedStep = { ...step(), names: [name] };
	const honest = saying(1, {});
	const names = Array.from({ length: 100 }, () => ({ ...name, path: "/".repeat(400) }));
	const message = "x".repeat(500);
	const problems = Array.from({ length: 20 }, () => ({
		...({ what: "syntax", line: 1, column: 1 } as const),
		message,
	}));
	const all: Preflight = {
		v: 1,
		endpoints: [honest, saying(2, { names }), saying(3, { names: [...names, name], problems })],
	};
	const kept = (room: number): Preflight => {
		let last: Preflight | null = null;
		fitting(all, (preflight) => {
			last = preflight;
			return new Uint8Array(planLimit - room + JSON.stringify(preflight).length);
		});
		return last as unknown as Preflight;
	};
	const unnamed = { ...step(), names: [], cut: true };
	const failed = { state: "unable", because: "failed", detail: null };
	expect(kept(200_000)).toEqual(all);
	expect(kept(70_000).endpoints).toMatchObject([
		honest,
		{ steps: [{ names }] },
		{ steps: [{ names: [], problems }] },
	]);
	expect(kept(15_000).endpoints).toMatchObject([
		honest,
		{ steps: [unnamed] },
		{ steps: [{ names: [], problems }] },
	]);
	expect(kept(1_000).endpoints).toMatchObject([{ steps: [unnamed] }, { steps: [unnamed] }, failed]);
	expect(kept(0).endpoints).toMatchObject([failed, failed, failed]);
});
