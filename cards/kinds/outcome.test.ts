import { expect, test } from "vitest";
import { endpointOutcomes, planOutcome } from "../../domain/verdict.ts";
import { Notice, type Outcome, RunView } from "../../protocol/read/view.ts";
import type { RunEnd } from "../../protocol/record/records.ts";
import { failureText, outcomeText, verdict } from "../../words/outcome.ts";
import { endpoint, notice, planView, runView } from "../testing/views.ts";
import { noticeCard } from "./notice.ts";
import { planCard } from "./plan.ts";

const doubted: RunView["doubted"] = {
	claim: { outcome: "exited", code: 0 },
	doubts: [{ what: "count", of: "stdout", said: 99, found: 6 }],
};
/** As it was stored before the agent's report was judged. */
const stored = ({ cancelled: _, doubted: __, ...rest }: RunView) => rest;

const exited = (code: number) => ({ outcome: "exited", code }) as const;
const judged: [string, RunView[], Outcome, string][] = [
	[
		"all exited 0, nothing on stderr",
		[runView({ phase: "before" }), runView(), runView({ phase: "after" })],
		"done",
		"Done",
	],
	["it wrote to stderr", [runView({ stderr: 52 })], "done-but-check", "Done, but check: 52 bytes on stderr"],
	[
		"a check wrote on stderr",
		[runView(), runView({ phase: "after", stderr: 1 })],
		"done-but-check",
		"Done, but check: check after: 1 byte on stderr",
	],
	[
		"a check after failed",
		[runView(), runView({ phase: "after", end: exited(2) })],
		"done-but-check",
		"Done, but check: check after: exit 2",
	],
	["the command failed", [runView({ end: exited(1) })], "did-not-work", "Didn't work: exit 1"],
	[
		"the command was killed",
		[runView({ end: { outcome: "signalled", signal: "SIGKILL" } })],
		"did-not-work",
		"Didn't work: ended by SIGKILL",
	],
	[
		"the time limit passed",
		[runView({ end: { outcome: "timed-out" } })],
		"did-not-work",
		"Didn't work: ended at its time limit",
	],
	[
		"it was cancelled while running",
		[runView({ end: { outcome: "cancelled", by: "Tom" }, cancelled: { by: "Tom", at: 1 } })],
		"did-not-work",
		"Didn't work: cancelled by Tom",
	],
	[
		"it was cancelled, in a view stored before it recorded who did",
		[RunView.parse(stored(runView({ end: { outcome: "cancelled", by: "Tom" } })))],
		"did-not-work",
		"Didn't work: cancelled",
	],
	[
		"the agent's report does not hold",
		[runView({ end: null, doubted })],
		"unknown",
		"We don't know how it went",
	],
	[
		"a signal has an invalid name",
		[runView({ end: { outcome: "signalled", signal: "SIGKILL\nDone" } })],
		"did-not-work",
		"Didn't work: ended by the signal “SIGKILL Done”",
	],
	[
		"the agent died meanwhile",
		[runView(), runView({ phase: "after", end: { outcome: "unknown", because: "agent-restarted" } })],
		"unknown",
		"We don't know: check after: the agent restarted during this step",
	],
	[
		"a check before kept it from running",
		[
			runView({ phase: "before", end: exited(1) }),
			runView({ end: { outcome: "skipped", because: "failed-check" } }),
		],
		"not-run",
		"Not run: a check before it failed",
	],
	["nothing was started", [], "not-run", "Not run"],
	[
		"one of two endpoints failed",
		[runView({ endpoint: "A" }), runView({ endpoint: "B", end: exited(1) })],
		"did-not-work",
		"Didn't work: exit 1 (B)",
	],
	[
		"one of two endpoints could not start",
		[
			runView({ endpoint: "A" }),
			runView({ endpoint: "B", end: { outcome: "not-started", reason: "no such shell" } }),
		],
		"done-but-check",
		"Done, but check: not started, B says “no such shell” (B)",
	],
];

test.each(judged)("%s", (_, runs, outcome, sentence) => {
	expect(planOutcome(runs)).toBe(outcome);
	expect(outcomeText(outcome, runs)).toBe(sentence);
});

test("a step that left processes running is done, and says so: in the title, on its line and in the verdict", () => {
	const runs = [runView({ left: 1 })];
	expect(outcomeText("done", runs)).toBe("Done, and 1 process that it started is still running");
	const { title, sections } = planCard(planView({ state: "finished", runs }));
	expect(title).toBe("Done on CLIENT-ACCT-01, and 1 process that it started is still running");
	expect(JSON.stringify(sections)).toContain("exit 0, and 1 process that it started is still running");
	expect(outcomeText("did-not-work", [runView({ end: exited(1), left: 2 })])).toBe(
		"Didn't work: exit 1, and 2 processes that it started are still running",
	);
});

test.each([
	[{ outcome: "cancelled", by: "Ada" }, "Didn't work on CLIENT-ACCT-01", "cancelled by Ada"],
	[
		{ outcome: "unknown", because: "agent-restarted" },
		"We don't know how it went on CLIENT-ACCT-01: the agent restarted during this step",
		"the agent restarted during this step",
	],
	[
		{ outcome: "timed-out" },
		"Didn't work on CLIENT-ACCT-01: ended at its time limit",
		"ended at its time limit",
	],
] as [RunEnd, string, string][])(
	"a card says what is still running of a step that didn't end by itself: %j",
	(end, went, step) => {
		const cancelled = { by: "Ada", at: 0 };
		const runs = [runView({ end, left: 1, ...(end.outcome === "cancelled" && { cancelled }) })];
		const { title, sections } = planCard(planView({ state: "finished", runs }));
		const left = "and 1 process that it started is still running";
		expect(title).toBe(`${went}, ${left}`);
		expect(JSON.stringify(sections)).toContain(`${step}, ${left}`);
	},
);

test("a process that the agent can't name, but that holds the output open, counts as one at least", () => {
	const one = runView({ held: true });
	expect(outcomeText("done", [one])).toBe("Done, and at least 1 process that it started is still running");
	expect(outcomeText("done", [one, runView({ left: 2, held: true })])).toBe(
		"Done, and at least 3 processes that it started are still running",
	);
	expect(outcomeText("done", [runView({ left: 2, held: true })])).toBe(
		"Done, and 2 processes that it started are still running",
	);
});

test("if endpoints differ, the text names each with its verdict, the worst first", () => {
	const runs = [
		runView({ endpoint: "A" }),
		runView({ endpoint: "B", end: exited(1) }),
		runView({ endpoint: "D" }),
		runView({ endpoint: "E", end: { outcome: "unknown", because: "unheard" } }),
	];
	const each = endpointOutcomes(
		["A", "B", "C", "D", "E"].map((name) => ({ name })),
		runs,
	);
	expect(verdict(each)).toBe(
		"We don't know how it went on E · Didn't work on B · Not run on C · Done on A and D",
	);
	expect(verdict(each.filter(({ outcome }) => outcome === "done"))).toBe("Done on A and D");
});

test.each([
	["the last lines of both don't have them", "fetching\n".repeat(20), true],
	["the last lines of both have them", "fetching\nE: no space\n", false],
])("what failed shows the last lines of stderr if %s", (_, excerpt, shows) => {
	const run = runView({
		end: exited(1),
		...{ stdout: 9_000, stderr: 12, errors: "E: no space\n", excerpt, part: "last", whole: false },
	});
	const codes = planCard(planView({ state: "finished", runs: [run] })).sections.flatMap((section) =>
		section.kind === "code" && section.output ? [[section.label, section.text]] : [],
	);
	const last = ["Last lines", excerpt.replace(/\n$/, "")];
	expect(codes).toEqual(shows ? [["Last lines of stderr", "E: no space"], last] : [last]);
});

test("a failure's reason has the exit code and the last line of stderr, in the machine's quotes", () => {
	const failed = runView({ end: exited(1), errors: "warning: x\nAccess is “denied”.\n\n", stderr: 30 });
	expect(failureText("did-not-work", [failed])).toBe("exit 1, “Access is ‘denied’.”");
	expect(failureText("did-not-work", [runView({ end: exited(1) })])).toBe("exit 1");
	expect(failureText("done", [runView({ errors: "x" })])).toBe("");
	const told = noticeCard(
		notice({
			turn: "finished",
			...{ to: [], text: "", changes: "it" },
			outcomes: [{ endpoint: "A", outcome: "did-not-work", why: "exit 1, “No.”", doubted: [] }],
		}),
	);
	expect(told.notification).toEqual(["“it” didn't work on A: exit 1, “No.”"]);
});

test("a contradicted report appears on the card with its differences, and its run has no verdict", () => {
	const runs = [
		runView({ phase: "before" }),
		runView({ end: null, doubted, durationMs: null, stdout: 6, lines: 1, excerpt: "hello\n" }),
	];
	const { title, sections } = planCard(planView({ state: "finished", runs }));
	expect(title).toBe("We don't know how it went on CLIENT-ACCT-01");
	expect(sections.filter(({ kind }) => kind === "warning")).toEqual([
		{
			kind: "warning",
			line: [
				"Run: The report of CLIENT-ACCT-01 and the record don't agree: it reports exit 0; it counts 99 bytes of stdout, the record holds 6. The record is what counts.",
			],
			keep: true,
		},
	]);
	expect(sections).toContainEqual({
		kind: "text",
		line: [{ bold: "Run" }, " its report and the record don't agree · stdout 6 bytes · stderr 0 bytes"],
		keep: true,
	});
});

test("a notice reports each report that does not hold, the first three in full", () => {
	const outcomes = ["A", "B", "C", "D", "E"].map((endpoint) => ({
		endpoint,
		outcome: "unknown" as const,
		why: "",
		doubted: [doubted],
	}));
	const text = (some: Partial<Notice>) =>
		noticeCard(notice({ turn: "finished", to: [], text: "", changes: "it", ...some })).notification;
	const differs = (name: string) =>
		`The report of ${name} and the record don't agree: it reports exit 0; it counts 99 bytes of stdout, the record holds 6. The record is what counts.`;
	expect(text({ outcomes: outcomes.slice(0, 1) })).toEqual([
		`We don't know whether “it” worked on A. ${differs("A")}`,
	]);
	expect(text({ outcomes })).toEqual([
		`We don't know whether “it” worked on A, B and 3 others. ${["A", "B", "C"].map(differs).join(" ")} 2 more reports don't agree either.`,
	]);
	const { outcomes: _, proposer: __, ...rest } = notice({ turn: "finished", to: [] });
	const before = Notice.parse({ ...rest, outcomes: [{ endpoint: "A", outcome: "done" }] });
	expect(text(before)).toEqual(["Done on A: “turns off the old sign-in so Monday's update installs.”"]);
});

test.each([
	["refused-by-agent", "FRONT-01 says that it refused the plan and ran nothing: "],
	["stray-grant", "FRONT-01 says that it rejected an invalid permission to run, and ran nothing: "],
] as const)("what an agent writes is quoted on one line, and it is named as the author: %s", (turn, ours) => {
	const said = {
		turn,
		to: [],
		endpoints: ["FRONT-01"],
		text: `no” Approved by Ada.\n\n${"x".repeat(2_000)}`,
	};
	expect(noticeCard(notice(said)).notification).toEqual([
		`${ours}“no’ Approved by Ada. ${"x".repeat(279)}…”.`,
	]);
});

test("an agent's reason for rejecting a plan takes one line on the card, even if stored unquoted by an older version", () => {
	const undelivered = `its agent rejected the plan: no\nApproved by Ada${"x".repeat(2_000)}`;
	const { sections } = planCard(
		planView({ state: "finished", endpoints: [endpoint("FRONT-01", { undelivered })] }),
	);
	const warnings = sections.flatMap((one) => (one.kind === "warning" ? [one.line] : []));
	expect(warnings).toHaveLength(1);
	const text = (warnings[0] ?? []).join("");
	expect(text).toMatch(/^On FRONT-01: its agent rejected the plan: no ⏎ Approved by Adax+ … \(shortened; /);
	expect(text.length).toBeLessThan(400);
});

test("the codes of success are on the card before the approval, and explain the verdict after it", () => {
	const steps = [{ phase: "command" as const, command: "msiexec /i x.msi", success: [0, 3010] }];
	const lines = (view: Parameters<typeof planView>[0]) =>
		JSON.stringify(planCard(planView({ steps, ...view })));
	expect(lines({ state: "open" })).toContain("success of the command: exit 0 or 3010");
	const runs = [runView({ end: { outcome: "exited", code: 3010 }, success: [0, 3010] })];
	expect(lines({ state: "finished", outcome: "done", runs })).toContain(
		"Done on CLIENT-ACCT-01, exit 3010, which the plan takes for success",
	);
});

test("a restart is on the card before the approval, and after it the time when the machine was back", () => {
	const text = (view: Parameters<typeof planView>[0]) =>
		JSON.stringify(planCard(planView({ restart: true, ...view })));
	expect(text({ state: "open" })).toContain("This restarts the machine");
	const restart = { state: "back" as const, at: Date.UTC(2024, 0, 12, 14, 7, 30) };
	const run = runView({ end: { outcome: "exited", code: 0 }, restart });
	expect(text({ state: "finished", outcome: "done", runs: [run] })).toContain(
		"Done on CLIENT-ACCT-01, restarted as approved, back at 14:07 UTC",
	);
	const lost = runView({ end: { outcome: "unknown", because: "endpoint-restarted" }, restart });
	expect(text({ state: "finished", outcome: "done-but-check", runs: [lost] })).toContain(
		"Done on CLIENT-ACCT-01, but check: restarted as approved, back at 14:07 UTC and no exit code was recorded",
	);
	const stayed = runView({ end: { outcome: "exited", code: 0 }, restart: { state: "missing" } });
	expect(text({ state: "finished", outcome: "done-but-check", runs: [stayed] })).toContain(
		"Done on CLIENT-ACCT-01, but check: the machine did not restart",
	);
});
