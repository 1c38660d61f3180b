// An agent says that it refused a plan, or asks for it again, though the record shows that it ran there.
import { beforeEach, describe, expect, test } from "vitest";
import type { RunSummary } from "../../../protocol/record/records.ts";
import { cancel } from "../plan/cancelling.ts";
import { planView } from "../show/views.ts";
import type { PlanRow } from "../tables/plan/plans.ts";
import { grantedPlan } from "../testing/granted.ts";
import { endpoint, noOutput, now } from "../testing/session.ts";
import { context } from "../testing/states.ts";
import { refusedByAgent, undelivered } from "./delivered.ts";
import { takeReport } from "./reports.ts";

let it: ReturnType<typeof grantedPlan>["it"];
let plan: string;
beforeEach(() => {
	({ it, plan } = grantedPlan());
});

const row = () => it.store.plans.get(plan) as PlanRow;
const view = () => planView(it.core, row());
const run = (step = 0) => it.store.runs.of(plan)[step]?.id ?? "";
const starts = () => takeReport({ type: "started", context, at: now + 1_000 }, run(), it.core, now + 1_000);
const prints = (bytes = 500) =>
	takeReport(
		{
			type: "progressed",
			progress: { ...noOutput, stdout: bytes, lines: null, whole: false },
		},
		run(),
		it.core,
		now + 1_000,
	);
const ends = (step = 0) => {
	const none = { bytes: 0, sha256: null };
	const { digest } = row();
	const of = { v: 1, run: run(step), plan, digest, endpoint: endpoint.id } as const;
	const said = { records: 2, stdout: { bytes: 500, sha256: null }, stderr: none, durationMs: 1_000 };
	const summary: RunSummary = { ...of, ...said, end: { outcome: "exited", code: 0 } };
	const found = { signed: true, started: true, stdout: null, stderr: null };
	const head = {
		id: run(step),
		count: 3,
		link: "ab".repeat(32),
		keyId: "k",
		signature: `${"A".repeat(86)}==`,
	};
	const progress = { ...noOutput, stdout: 500, lines: 1 };
	const ended = { summary, agrees: true, found, head, progress };
	takeReport({ type: "ended", ended }, run(step), it.core, now + 5_000);
};
const refuses = (n = 1, grant: "expected" | "repeated" | "misdirected" = "expected") =>
	refusedByAgent(
		it.core,
		plan,
		endpoint.id,
		{ n, grant, code: "digest", reason: "other bytes" },
		now + 2_000,
	);
const asksAgain = () => undelivered(it.core, plan, endpoint.id, "run-by-passed", now + 2_000);
const cancels = () => {
	const by = { identity: "slack:T1:U4", name: "Tom" };
	const ref = { workspace: "slack:T1", channel: "C1", message: "2" };
	const asked = { by, plan, pressed: { place: it.core.self().place, ref, ofPlan: true } };
	expect(cancel(it.core, asked, it.visit(by, now + 1_500))).toEqual({ ok: true });
};

const notices = () => it.sent.flatMap((one) => (one.type === "notice" ? [one.notice] : []));
const last = () => notices().at(-1);

const signs: [string, () => void, object][] = [
	["a start", starts, { process: true, stdout: 0, stderr: 0 }],
	["output", prints, { process: false, stdout: 500, stderr: 0 }],
];
const words: [string, () => unknown, string][] = [
	["refused the plan", refuses, "refused"],
	["asks for the plan again once it is too late", asksAgain, "undelivered"],
];
const cases = words.flatMap(([word, says, outcome]) =>
	signs.map(
		([sign, shows, ran]) => [`${word}, and the record holds ${sign}`, says, shows, outcome, ran] as const,
	),
);

describe.each(cases)("an agent that %s", (_, says, shows, outcome, ran) => {
	const doubted = { claim: { outcome }, doubts: [{ what: "ran", ...ran }] };

	test("no one knows how such a plan went, and the card says what differs", () => {
		shows();
		says();
		expect(view()).toMatchObject({ state: "finished", outcome: "unknown" });
		expect(view().runs[0]).toMatchObject({ state: "ended", end: null, doubted });
		expect(last()).toMatchObject({
			turn: "finished",
			outcomes: [{ endpoint: endpoint.name, outcome: "unknown", doubted: [doubted] }],
		});
	});

	test("the same if the record has it only afterwards: then the people who wait hear of it once more", () => {
		says();
		expect(view().outcome).toBe("not-run");
		const before = notices().length;
		shows();
		shows();
		expect(view()).toMatchObject({ state: "finished", outcome: "unknown" });
		expect(notices().slice(before)).toMatchObject([
			{ turn: "finished", outcomes: [{ outcome: "unknown", doubted: [doubted] }] },
		]);
	});

	test("also where someone had cancelled the plan", () => {
		cancels();
		says();
		expect(view().state).toBe("cancelled");
		shows();
		expect(view()).toMatchObject({ state: "finished", outcome: "unknown" });
		expect(last()).toMatchObject({ turn: "finished", outcomes: [{ doubted: [doubted] }] });
	});

	test("an end that is reported after all is doubted, and the people who wait hear of each", () => {
		shows();
		says();
		const before = notices().length;
		ends(0);
		ends(1);
		expect(view()).toMatchObject({ state: "finished", outcome: "unknown" });
		expect(notices().slice(before)).toHaveLength(2);
		expect(last()).toMatchObject({
			turn: "finished",
			outcomes: [{ outcome: "unknown", doubted: [{ claim: { outcome: "exited" } }, {}] }],
		});
	});
});

test("output that comes after a refusal brings the cards and the client's list up to date, too", () => {
	refuses();
	it.sent.length = 0;
	prints();
	expect(it.sent).toContainEqual({ type: "card", plan: expect.any(String) });
	expect(it.sent).toContainEqual({ type: "listed" });
});

test("a step that ended without a start or output, after its agent refused the plan, is announced too", () => {
	refuses();
	const before = notices().length;
	ends();
	expect(view()).toMatchObject({ outcome: "unknown" });
	expect(notices().slice(before)).toHaveLength(1);
});

test("an agent that refused a plan of which the record holds nothing ran nothing, by its own word", () => {
	refuses();
	expect(view()).toMatchObject({ state: "finished", outcome: "not-run" });
	expect(
		notices()
			.map(({ turn }) => turn)
			.at(-1),
	).toBe("refused-by-agent");
	expect(view().endpoints[0]?.undelivered).toBe("it says that it refused the plan: “other bytes”");
});

test("the notice of a refusal says what the record holds, before other endpoints are done", () => {
	starts();
	refuses();
	expect(notices().find(({ turn }) => turn === "refused-by-agent")).toMatchObject({
		endpoints: [endpoint.name],
		outcomes: [{ endpoint: endpoint.name, doubted: [{ claim: { outcome: "refused" } }] }],
	});
});

test("unexpected refusals are all recorded, and announced once for each endpoint and kind", () => {
	starts();
	ends(0);
	ends(1);
	const before = notices().length;
	for (let n = 1; n <= 4; n++) refuses(n, n % 2 ? "repeated" : "misdirected");
	expect(it.kinds().filter((kind) => kind === "plan.refused")).toHaveLength(4);
	expect(notices().slice(before)).toMatchObject([{ turn: "stray-grant" }, { turn: "stray-grant" }]);
});
