import { beforeEach, expect, test, vi } from "vitest";
import { allow } from "../../../domain/authority.ts";
import type { Person } from "../../../protocol/people.ts";
import type { Env } from "../../env.ts";
import {
	ada,
	id,
	now,
	olga,
	person,
	sam,
	sessionWith,
	signedIn,
	snapshotOf,
	tom,
} from "../testing/session.ts";
import { answer, ask, erasureDays, nextTime, onTime } from "./request.ts";
import * as retention from "./retention.ts";
import { mayAskErasure } from "./rules.ts";

const day = 86_400_000;

let it: ReturnType<typeof sessionWith>;
beforeEach(() => {
	it = sessionWith();
});
const asks = (of: Person, reason = "too much") => {
	const by = signedIn(of);
	return ask(it.core, { by, targets: [{ seq: 2 }], reason }, null, it.visit(by));
};
const answers = (of: Person, erasure: string, at: number) => {
	const by = signedIn(of);
	return answer(it.core, { by, erasure, answer: "confirm" }, new Map(), it.visit(by, at));
};
const waiting = () => it.store.erasures.open()[0]?.id as string;
const text = () => it.store.events.after(1, 1)[0]?.payload ?? null;

test.each([
	["an approver asks, the owner answers", ada, ["Olga"]],
	["an owner asks, each approver may answer", olga, ["Ada", "Sam"]],
])("%s", (_what, asker, others) => {
	const may = mayAskErasure(it.snapshot, asker);
	expect(may.ok && may.others.map(({ name }) => name)).toEqual(others);
});

test("only an owner or an approver may ask, and no one alone: owner and approver in one person is one person", () => {
	expect(mayAskErasure(it.snapshot, tom)).toMatchObject({ refusal: { code: "may-not-erase" } });
	expect(mayAskErasure(it.snapshot, null)).toMatchObject({ refusal: { code: "may-not-erase" } });
	const both = person(5, "Boss", "owner", "approver");
	expect(mayAskErasure(snapshotOf([both, tom]), both)).toMatchObject({
		refusal: { code: "nobody-to-confirm" },
	});
	expect(allow("answer an erasure", snapshotOf([both]), both, { eraser: both.id })).toMatchObject({
		refusal: { code: "own-erasure" },
	});
});

test("two of one side don't agree for both; roles are those of the moment of the answer", () => {
	expect(allow("answer an erasure", it.snapshot, sam, { eraser: ada.id })).toMatchObject({
		refusal: { code: "not-the-other-side", wanted: ["Olga"] },
	});
	expect(allow("answer an erasure", snapshotOf([tom, olga, sam]), olga, { eraser: ada.id })).toMatchObject({
		refusal: { code: "not-the-other-side", wanted: [] },
	});
});

test("only the other side hears of a request, which erases nothing; a confirmation does, once", () => {
	expect(asks(olga)).toMatchObject({ ok: true });
	expect(it.directNotices()).toEqual(["erasure-asked Ada", "erasure-asked Sam"]);
	expect(text()).not.toBeNull();
	const erasure = waiting();
	expect(answers(ada, erasure, now + 1)).toEqual({ ok: true });
	expect(text()).toBeNull();
	expect(answers(ada, erasure, now + 2)).toMatchObject({
		refusal: { code: "erasure-over", how: "confirmed" },
	});
	expect(it.kinds().filter((kind) => kind === "erased")).toHaveLength(1);
	expect(it.directNotices()).toContain("erasure-done Olga");
});

test("an unanswered request expires after its days: its author hears so, and a late confirmation does nothing", () => {
	asks(ada);
	const at = now + erasureDays * day;
	expect(nextTime(it.core)).toBe(at);
	onTime(it.core, at - 1);
	expect(it.kinds()).not.toContain("erasure.ended");
	expect(answers(olga, waiting(), at)).toMatchObject({
		refusal: { code: "erasure-over", how: "expired" },
	});
	onTime(it.core, at);
	onTime(it.core, at + day);
	expect(it.kinds().filter((kind) => kind === "erasure.ended")).toHaveLength(1);
	expect(it.directNotices()).toContain("erasure-expired Ada");
	expect(nextTime(it.core)).toBeNull();
	expect(text()).not.toBeNull();
});

test("a reason that looks like a secret is not kept", () => {
	const reason = "it says password=hunter2hunter2";
	expect(asks(ada, reason)).toMatchObject({ refusal: { code: "looks-secret" } });
	expect(it.store.erasures.open()).toEqual([]);
});

test("a closed session's output goes when its days have passed, by the policy of that day, and is checked once a day", async () => {
	const run = { id: id("r", 1), plan: id("pl", 1), endpoint: id("e", 1), step: 0, phase: "command" } as const;
	it.store.runs.add(run);
	const recording = {
		outline: async () => ({ starts: [{}, {}], erased: false }),
		staying: async () => ({ stays: [1, 4], others: true }),
	};
	const env = { ...it.core.env, RECORDING: { getByName: () => recording } } as unknown as Env;
	const core = { ...it.core, env };
	it.core.change(() => it.store.session.close(now));
	const summary = { v: 1, run: run.id, end: { outcome: "exited", code: 0 } } as never;
	it.store.runs.end(run.id, now, { summary, agrees: true, found: {} as never, head: {} as never });
	it.snapshot = snapshotOf([ada], { retentionDays: 3 });
	await retention.onTime(core, now + 1);
	expect(retention.nextTime(it.core)).toBe(now + 1 + day);
	it.snapshot = snapshotOf([ada], { retentionDays: 1, legalHold: true });
	await retention.onTime(core, now + 2 * day);
	expect(it.kinds()).not.toContain("erased");
	it.snapshot = snapshotOf([ada], { retentionDays: 1 });
	await retention.onTime(core, now + 3 * day);
	expect(it.kinds()).toContain("erased");
	expect(it.sent).toContainEqual({ type: "erase", run: run.id, records: null });
	const erased = it.store.events.ofKinds("erased").map(({ body }) => body);
	expect(erased).toMatchObject([{ what: { run: run.id }, stays: [1, 4, 1, 4] }]);
	expect(it.store.runs.get(run.id)?.erased).toBe("kept for 1 days after the session closed");
	expect(retention.nextTime(it.core)).toBeNull();
});

test("a recording that doesn't answer keeps its own output alone, and is asked again in a day", async () => {
	const runs = [1, 2, 3].map((n) => ({
		...{ id: id("r", n), plan: id("pl", 1), endpoint: id("e", 1), step: n, phase: "command" as const },
	}));
	const summary = { v: 1, run: id("r", 1), end: { outcome: "exited", code: 0 } } as never;
	for (const run of runs) {
		it.store.runs.add(run);
		it.store.runs.end(run.id, now, { summary, agrees: true, found: {} as never, head: {} as never });
	}
	const answers = {
		outline: async () => ({ starts: [{}], erased: false }),
		staying: async () => ({ stays: [1], others: true }),
	};
	const broken = { outline: () => Promise.reject(new Error("broken")) };
	const getByName = (name: string) => (name.startsWith(id("r", 2)) ? broken : answers);
	const core = { ...it.core, env: { ...it.core.env, RECORDING: { getByName } } as unknown as Env };
	it.core.change(() => it.store.session.close(now));
	it.snapshot = snapshotOf([ada], { retentionDays: 1 });
	vi.spyOn(console, "error").mockImplementation(() => {});
	await retention.onTime(core, now + day);
	expect(runs.map((run) => it.store.runs.get(run.id)?.erased !== null)).toEqual([true, false, true]);
	expect(retention.nextTime(it.core)).toBe(now + 2 * day);
});

test.each(["the policy", "a recording"])(
	"a session that is reopened while its retention asks for %s keeps its output",
	async (awaited) => {
		const run = {
			...{ id: id("r", 1), plan: id("pl", 1), endpoint: id("e", 1), step: 0, phase: "command" as const },
		};
		it.store.runs.add(run);
		const summary = { v: 1, run: run.id, end: { outcome: "exited", code: 0 } } as never;
		it.store.runs.end(run.id, now, { summary, agrees: true, found: {} as never, head: {} as never });
		const meanwhile = (what: string) => what === awaited && it.store.session.reopen(now + day);
		const recording = {
			outline: async () => ({ starts: [{}], erased: false }),
			staying: async () => {
				meanwhile("a recording");
				return { stays: [1], others: true };
			},
		};
		const env = { ...it.core.env, RECORDING: { getByName: () => recording } } as unknown as Env;
		const snapshot = async () => {
			meanwhile("the policy");
			return snapshotOf([ada], { retentionDays: 1 });
		};
		it.core.change(() => it.store.session.close(now));
		await retention.onTime({ ...it.core, env, snapshot }, now + day);
		expect(it.kinds()).not.toContain("erased");
		expect(it.store.session.read()).toMatchObject({ closed_at: null, retention_at: null });
	},
);
