// After an erasure, each notice that quoted what is erased says the rest, and the Workspace hears so.
import { beforeEach, describe, expect, test } from "vitest";
import type { Notice } from "../../../protocol/read/view.ts";
import type { RunEnd, RunSummary } from "../../../protocol/record/records.ts";
import type { Env } from "../../env.ts";
import { type Core, worker } from "../core.ts";
import { deliver } from "../delivering.ts";
import { ask } from "../plan/asking.ts";
import { recordLost, refusedByAgent } from "../run/delivered.ts";
import { takeReport } from "../run/reports.ts";
import { noticeKey } from "../show/views.ts";
import type { PlanRow } from "../tables/plan/plans.ts";
import { close } from "../talk/closing.ts";
import { said } from "../talk/talking.ts";
import { grantedPlan } from "../testing/granted.ts";
import { ada, endpoint, noOutput, now, tom } from "../testing/session.ts";
import { context } from "../testing/states.ts";
import { strike } from "./strike.ts";

const mark = "Zyx4711";
const phases = ["before", "command", "after"] as const;

let it: ReturnType<typeof grantedPlan>["it"];
let plan: string;
beforeEach(() => {
	({ it, plan } = grantedPlan({ steps: phases.map((phase) => ({ phase, command: "echo hello" })) }));
});

const row = () => it.store.plans.get(plan) as PlanRow;
const run = (step: number) => it.store.runs.of(plan)[step]?.id ?? "";
const beginOf = (step: number) => now + 1_000 + 10_000 * step;
const starts = (step: number) =>
	takeReport({ type: "started", context, at: beginOf(step) }, run(step), it.core, beginOf(step));

/** It started, printed this, and ended. */
const ran = (step: number, { excerpt, errors }: { excerpt: string; errors?: string }, code = 0) => {
	starts(step);
	const end: RunEnd = { outcome: "exited", code };
	const put = { stdout: excerpt.length, stderr: errors?.length ?? 0 };
	const streams = {
		stdout: { bytes: put.stdout, sha256: null },
		stderr: { bytes: put.stderr, sha256: null },
	};
	const of = { v: 1, run: run(step), plan, digest: row().digest, endpoint: endpoint.id } as const;
	const summary: RunSummary = { ...of, ...streams, records: 2, durationMs: 500, end };
	const found = { signed: true, started: true, stdout: null, stderr: null };
	const signature = `${"A".repeat(86)}==`;
	const head = { id: run(step), count: 3, link: "ab".repeat(32), keyId: "k", signature };
	const progress = { ...noOutput, ...put, lines: 1, excerpt, ...(errors && { errors }) };
	const ended = { summary, agrees: true, found, head, progress };
	takeReport({ type: "ended", ended }, run(step), it.core, beginOf(step) + 1_000);
};
const failing = () => {
	ran(0, { excerpt: "7" });
	ran(1, { excerpt: "", errors: `no login for ${mark}` }, 3);
	ran(2, { excerpt: "8" });
};
const printing = () => {
	ran(0, { excerpt: mark });
	ran(1, { excerpt: "" });
	ran(2, { excerpt: "8" });
};

/** The keys of what quotes the mark in chat. */
const quoting = (): string[] =>
	it.sent.flatMap((one) => {
		if (one.type === "notice")
			return JSON.stringify(one.notice).includes(mark) ? [noticeKey(it.core, one.key)] : [];
		return one.type === "tell" && JSON.stringify(one.notice).includes(mark) ? [one.key] : [];
	});

/** What the Workspace hears of notices: what each of these keys says from now on. */
const unsaid = async (): Promise<Record<string, Notice>> => {
	const told: Record<string, Notice> = {};
	const unsay = async (keys: string[], _run: string | null, says: Notice | null) => {
		for (const key of says ? keys : []) told[key] = says as Notice;
	};
	const env = { ...it.core.env, WORKSPACE: { getByName: () => ({ unsay }) } } as unknown as Env;
	const core: Core = { ...it.core, env };
	for (const one of it.sent) if (one.type === "unsay") await deliver(one, core);
	return told;
};

const erase = (...steps: number[]) =>
	it.core.change(() => {
		for (const step of steps) strike(it.core, { run: run(step) }, "a name", worker, now);
	});
const eraseEvent = (kind: Parameters<typeof it.store.events.ofKinds>[0]) => {
	const seq = it.store.events.ofKinds(kind).at(-1)?.seq ?? 0;
	it.core.change(() => strike(it.core, { seq }, "a name", worker, now));
};

/** All that quoted it is told anew, without it; and nothing else is. */
const allIsUnsaid = async (expected: number) => {
	const before = quoting();
	expect(before).toHaveLength(expected);
	return async (...others: string[]) => {
		const told = await unsaid();
		expect(Object.keys(told).sort()).toEqual([...before, ...others].sort());
		expect(JSON.stringify(told)).not.toContain(mark);
		return Object.values(told);
	};
};

describe("how a plan ended", () => {
	beforeEach(() => it.store.deliveries.set(plan, endpoint.id, "accepted", "r"));

	test("is told without the last line of errors that is erased, and with what was printed and stays", async () => {
		failing();
		const then = await allIsUnsaid(1);
		erase(1);
		expect(await then()).toMatchObject([
			{
				turn: "finished",
				text: "7 → 8",
				outcomes: [{ endpoint: endpoint.name, outcome: "did-not-work", why: "exit 3" }],
			},
		]);
	});

	test("is told without what a check printed, once it is erased", async () => {
		printing();
		expect(quoting()).toHaveLength(1);
		const then = await allIsUnsaid(1);
		erase(0);
		expect(await then()).toMatchObject([{ turn: "finished", text: "", outcomes: [{ outcome: "done" }] }]);
	});

	test("is told once for all that is erased together", async () => {
		failing();
		erase(0, 1, 2);
		const ended = it.sent.flatMap((one) => (one.type === "unsay" && one.ended ? [one.keys] : []));
		expect(new Set(ended.map(String)).size).toBe(1);
		expect(Object.values(await unsaid())).toMatchObject([{ text: "" }]);
	});

	test("isn't told yet while the plan goes on: what is erased by then is never said", async () => {
		ran(0, { excerpt: mark });
		erase(0);
		expect(await unsaid()).toEqual({});
		ran(1, { excerpt: "" });
		ran(2, { excerpt: "8" });
		expect(quoting()).toEqual([]);
	});

	test("loses the words in what was said again, as its records contradict what is stored", async () => {
		failing();
		takeReport({ type: "integrity", reason: "record 2 came after the end" }, run(0), it.core, now);
		const then = await allIsUnsaid(1);
		erase(1);
		const told = await then(noticeKey(it.core, `doubted:${run(0)}`));
		expect(told).toMatchObject([{ text: "7 → 8" }, { text: "" }]);
	});

	test("loses the words in what came after the endpoint was given up", async () => {
		recordLost(it.core, plan, endpoint.id, now);
		failing();
		const then = await allIsUnsaid(1);
		erase(1);
		await then(noticeKey(it.core, `finished:${plan}`));
	});
});

test("a plan that ran although its agent refused it: each notice of that loses what is erased", async () => {
	starts(0);
	refusedByAgent(
		it.core,
		plan,
		endpoint.id,
		{ n: 1, grant: "expected", code: "digest", reason: "other bytes" },
		now + 2_000,
	);
	starts(1);
	failing();
	const ends = it.sent.flatMap((one) =>
		one.type === "notice" && one.notice.turn === "finished" ? [noticeKey(it.core, one.key)] : [],
	);
	expect(ends).toHaveLength(5);
	erase(1);
	const told = await unsaid();
	expect(Object.keys(told).sort()).toEqual([...new Set(ends)].sort());
	expect(JSON.stringify(told)).not.toContain(mark);
});

describe("people's words", () => {
	const chat = ({ identities: [identity = ""], name }: typeof ada) => ({ identity, name });
	const ref = { workspace: "slack:T1", channel: "D1", message: "2" };
	const asks = () => {
		it.store.plans.setState(plan, "open");
		it.store.cards.add(ref, plan, `plan:${plan}:slack:T1:U1`, null);
		const pressed = { place: { ...ref, thread: null }, ref, ofPlan: true };
		const by = chat(ada);
		const question = `Is it about ${mark}?`;
		expect(ask(it.core, { by, plan, pressed, question, once: "q" }, it.visit(by))).toEqual({ ok: true });
	};

	test("of a question go from the threads, and the rest is told", async () => {
		asks();
		const then = await allIsUnsaid(1);
		eraseEvent("question.asked");
		expect(await then()).toMatchObject([
			{ turn: "question", by: "Ada", to: [{ name: "Tom" }], text: "(erased)", changes: "prints" },
		]);
	});

	test("of a message that an approver got directly go from there, even if they aren't here any more", async () => {
		asks();
		const at = { workspace: "slack:T1", channel: "C1" };
		const message = {
			by: chat(tom),
			place: { ...at, thread: "1" },
			ref: { ...at, message: "5" },
			text: mark,
		};
		it.core.change(() => said(it.core, { ...message, expected: [] }, "whole", it.visit(chat(tom))));
		const then = await allIsUnsaid(2);
		it.store.session.keepSnapshot({ ...it.snapshot, people: [tom] });
		eraseEvent("message.said");
		eraseEvent("question.asked");
		expect(await then()).toMatchObject([
			{ turn: "wrote", by: "Tom", text: "(erased)" },
			{ turn: "question", by: "Ada", text: "(erased)" },
		]);
	});

	test("of who closed the session go, and that they closed it stays", async () => {
		it.store.plans.setState(plan, "cancelled");
		const by = chat(tom);
		expect(close(it.core, `Removed ${mark}`, it.visit(by))).toEqual({ ok: true });
		const then = await allIsUnsaid(1);
		eraseEvent("session.closed");
		expect(await then()).toMatchObject([{ turn: "closed", by: "Tom", text: "" }]);
	});
});
