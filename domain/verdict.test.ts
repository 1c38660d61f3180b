import { describe, expect, test } from "vitest";
import type { InsideCounts } from "../protocol/record/inside.ts";
import type { RunEnd } from "../protocol/record/records.ts";
import type { Earlier, SessionFacts } from "./evidence.ts";
import { despiteRestart, noInside } from "./inside.ts";
import {
	approvedAt,
	byAgent,
	cancel,
	evidence,
	hour,
	type Some,
	silent,
	skipped,
	step,
} from "./testing/evidence.ts";
import { endpointOutcomes, judge, planOutcome, type RunVerdict, runVerdict } from "./verdict.ts";

describe("a report holds if nothing contradicts it", () => {
	const named: RunEnd = { outcome: "cancelled", by: "Tom Okafor" };
	const held: [string, Some, RunEnd, RunVerdict][] = [
		["it exited 0", {}, { outcome: "exited", code: 0 }, "done"],
		[
			"it exited 0 and wrote on stderr",
			{ recording: { stderr: 2, found: null }, summary: { stderr: { bytes: 2, sha256: null } } },
			{ outcome: "exited", code: 0 },
			"done-but-check",
		],
		[
			"it exited otherwise",
			{ summary: { end: { outcome: "exited", code: 3 } } },
			{ outcome: "exited", code: 3 },
			"did-not-work",
		],
		[
			"a signal ended it",
			{ summary: { end: { outcome: "signalled", signal: "SIGKILL" } } },
			{ outcome: "signalled", signal: "SIGKILL" },
			"did-not-work",
		],
		[
			"its time limit passed by both clocks",
			{
				session: { endedAt: approvedAt + 602_000 },
				summary: { durationMs: 600_010, end: { outcome: "timed-out" } },
			},
			{ outcome: "timed-out" },
			"did-not-work",
		],
		[
			"someone cancelled it while it ran: by their own name, whatever the agent says",
			{ session: { cancel }, summary: { end: byAgent } },
			named,
			"cancelled",
		],
		["someone cancelled it before it began", silent(byAgent, { cancel }), named, "cancelled"],
		[
			"it could not be started",
			silent({ outcome: "not-started", reason: "no such user" }),
			{ outcome: "not-started", reason: "no such user" },
			"not-run",
		],
		[
			"the process could not be spawned, after its context was recorded",
			{
				session: { started: true },
				recording: {
					stdout: 0,
					records: 2,
					found: { signed: true, started: false, stdout: null, stderr: null },
				},
				summary: {
					records: 1,
					stdout: { bytes: 0, sha256: null },
					durationMs: null,
					end: { outcome: "not-started", reason: "spawn E2BIG" },
				},
			},
			{ outcome: "not-started", reason: "spawn E2BIG" },
			"not-run",
		],
		[
			"it ended a minute and a hundredth after its limit: its agent was held up",
			{ session: { endedAt: approvedAt + hour }, summary: { durationMs: 666_000 } },
			{ outcome: "exited", code: 0 },
			"done",
		],
		[
			"it ran after a failed check, as the plan says",
			{ session: { earlier: [step(1)], terms: { stepTimeLimit: 600, failedCheck: "continue" } } },
			{ outcome: "exited", code: 0 },
			"done",
		],
		[
			"a check after ran after a failed check before and a failed command",
			{ session: { phase: "after", earlier: [step(1), step(1, "command")] } },
			{ outcome: "exited", code: 0 },
			"done",
		],
		[
			"a check before it has not been reported yet",
			{ session: { earlier: [{ ...step(null), state: "running" }] } },
			{ outcome: "exited", code: 0 },
			"done",
		],
		[
			"the agent restarted during an earlier step",
			silent(skipped("earlier-step"), {
				phase: "after",
				earlier: [{ ...step(0, "command"), end: { outcome: "unknown", because: "agent-restarted" } }],
			}),
			skipped("earlier-step"),
			"not-run",
		],
		[
			"a check before it failed",
			silent(skipped("failed-check"), { earlier: [step(0), step(1)] }),
			skipped("failed-check"),
			"not-run",
		],
		[
			"no one knows how an earlier step ended",
			silent(skipped("earlier-step"), { earlier: [step(0), step(null)], phase: "after" }),
			skipped("earlier-step"),
			"not-run",
		],
		[
			"it was cancelled before its turn",
			silent(skipped("cancelled"), { cancel }),
			skipped("cancelled"),
			"not-run",
		],
		[
			"the time to run it by had passed",
			silent(skipped("run-by-passed"), { endedAt: approvedAt + hour }),
			skipped("run-by-passed"),
			"not-run",
		],
		[
			"the agent counts the time to run it by from its challenge, up to a minute before",
			silent(skipped("run-by-passed"), { endedAt: approvedAt + hour - 60_000 }),
			skipped("run-by-passed"),
			"not-run",
		],
		[
			"the agent restarted",
			{ summary: { durationMs: null, end: { outcome: "unknown", because: "agent-restarted" } } },
			{ outcome: "unknown", because: "agent-restarted" },
			"unknown",
		],
		[
			"it was stored before the start and the hashes were looked for",
			{ recording: { found: null } },
			{ outcome: "exited", code: 0 },
			"done",
		],
	];
	test.each(held)("%s", (_, some, end, verdict) => {
		const judged = judge(evidence(some));
		expect(judged).toEqual({
			state: "ended",
			end,
			cancelled: end.outcome === "cancelled" ? cancel : null,
			doubted: null,
		});
		expect(runVerdict({ ...judged, stderr: evidence(some).recording.stderr, inside: null })).toBe(verdict);
	});
});

describe("without a report", () => {
	const none = { end: null, cancelled: null, doubted: null };
	const against = (claim: object, ran: object) => ({
		...none,
		state: "ended",
		doubted: { claim, doubts: [{ what: "ran", ...ran }] },
	});
	const silence = { recording: { stdout: 0 } };
	const open: [string, Partial<SessionFacts>, object, RunVerdict, Some?][] = [
		["it waits", { started: false }, { ...none, state: "waiting" }, "waiting", silence],
		["it runs once it put something out", { started: false }, { ...none, state: "running" }, "running"],
		[
			"its agent refused the plan: it waits for ever",
			{ started: false, delivery: "refused" },
			{ ...none, state: "waiting" },
			"waiting",
			silence,
		],
		[
			"its agent refused the plan, and output is recorded",
			{ started: false, delivery: "refused" },
			against({ outcome: "refused" }, { process: false, stdout: 6, stderr: 0 }),
			"unknown",
		],
		[
			"its agent refused the plan, and a start is recorded",
			{ delivery: "refused" },
			against({ outcome: "refused" }, { process: true, stdout: 0, stderr: 0 }),
			"unknown",
			silence,
		],
		[
			"its agent did not have the plan in time, and both are recorded",
			{ delivery: "undelivered" },
			against({ outcome: "undelivered" }, { process: true, stdout: 6, stderr: 0 }),
			"unknown",
		],
		["it runs once it has started", {}, { ...none, state: "running" }, "running"],
		[
			"it is unknown once nothing more was heard",
			{ unheard: "unheard" },
			{ ...none, state: "ended", end: { outcome: "unknown", because: "unheard" } },
			"unknown",
		],
		[
			"it is unknown once its records are rejected",
			{ keptOut: "a frame could not be read", unheard: "unheard" },
			{ ...none, state: "ended", end: { outcome: "unknown", because: "rejected" } },
			"unknown",
		],
	];
	test.each(open)("%s", (_, some, judged, verdict, more = {}) => {
		const found = judge(evidence({ ...more, session: { endedAt: null, ...some }, summary: null }));
		expect(found).toEqual(judged);
		expect(runVerdict({ ...found, stderr: 0, inside: null })).toBe(verdict);
	});

	test("a run that ended with an unreadable report has an unknown outcome", () => {
		const found = judge(evidence({ summary: null }));
		expect(found).toEqual({ ...none, state: "ended" });
		expect(runVerdict({ ...found, stderr: 0, inside: null })).toBe("unknown");
	});
});

describe("a plan is as its worst step", () => {
	const ran = (
		phase: Earlier["phase"],
		end: RunEnd | null,
		stderr = 0,
		state: Earlier["state"] = "ended",
	) => ({
		phase,
		end,
		stderr,
		state,
		endpoint: "A",
		doubted: null,
		inside: null,
	});
	const well: RunEnd = { outcome: "exited", code: 0 };
	const badly: RunEnd = { outcome: "exited", code: 1 };
	test.each([
		["done", [ran("before", well), ran("command", well), ran("after", well)]],
		["done-but-check", [ran("command", well, 52)]],
		["done-but-check", [ran("command", well), ran("after", badly)]],
		["done-but-check", [ran("command", well), ran("after", null, 0, "waiting")]],
		["did-not-work", [ran("command", badly), ran("after", well)]],
		["did-not-work", [ran("command", { outcome: "cancelled", by: "Tom" })]],
		["not-run", [ran("before", badly), ran("command", skipped("failed-check"))]],
		["not-run", [ran("command", null, 0, "waiting")]],
		["not-run", []],
		["unknown", [ran("before", null), ran("command", well)]],
		["unknown", [ran("command", null, 0, "running")]],
		["unknown", [ran("command", well), ran("after", null, 0, "running")]],
		["unknown", [ran("command", { outcome: "unknown", because: "agent-restarted" }), ran("after", badly)]],
	] as const)("%s", (outcome, runs) => {
		expect(planOutcome([...runs])).toBe(outcome);
	});

	test("each endpoint has its own outcome, and the reports from there that don't hold", () => {
		const { doubted } = judge(evidence({ summary: { records: 12 } }));
		const runs = [ran("command", well), { ...ran("command", null), endpoint: "B", doubted }];
		expect(endpointOutcomes([{ name: "A" }, { name: "B" }, { name: "C" }], runs)).toEqual([
			{ endpoint: "A", outcome: "done", doubted: [] },
			{ endpoint: "B", outcome: "unknown", doubted: [doubted] },
			{ endpoint: "C", outcome: "not-run", doubted: [] },
		]);
	});
});

test("a run that exits with one of its plan's codes of success is done", () => {
	const end: RunEnd = { outcome: "exited", code: 3010 };
	const judged = judge(evidence({ session: { success: [0, 3010] }, summary: { end } }));
	expect(judged).toMatchObject({ state: "ended", end, success: [0, 3010] });
	expect(runVerdict({ ...judged, stderr: 0, inside: null })).toBe("done");
	expect(runVerdict({ ...judge(evidence({ summary: { end } })), stderr: 0, inside: null })).toBe(
		"did-not-work",
	);
});

test("an agent that carries on after a check with a code of success is not in doubt", () => {
	const check = (code: number, success?: number[]) => ({
		...{ phase: "before" as const, started: true, state: "ended" as const },
		...{ end: { outcome: "exited" as const, code }, cancelled: null, doubted: null },
		...(success && { success }),
	});
	expect(judge(evidence({ session: { earlier: [check(1, [0, 1])] } })).doubted).toBeNull();
	expect(judge(evidence({ session: { earlier: [check(1)] } })).doubted).not.toBeNull();
});

describe("a restart that the plan declares", () => {
	const terms = { stepTimeLimit: 600, failedCheck: "stop" as const, restart: true as const };
	const judged = (end: RunEnd, restart?: "back" | "missing", session: Partial<SessionFacts> = {}) => {
		const base = evidence({ session: { terms, ...session }, summary: { end } });
		const found = base.recording.found && { ...base.recording.found, ...(restart && { restart }) };
		return judge({ ...base, recording: { ...base.recording, found } });
	};
	const lost: RunEnd = { outcome: "unknown", because: "endpoint-restarted" };
	const exited = (code: number): RunEnd => ({ outcome: "exited", code });
	test.each<[RunVerdict, RunEnd, "back" | "missing" | undefined]>([
		["done-but-check", lost, "back"],
		["done", { outcome: "signalled", signal: "SIGTERM" }, "back"],
		["done", exited(0), "back"],
		["done", exited(194), "back"],
		["done", exited(3010), "back"],
		["done-but-check", exited(0), "missing"],
		["done-but-check", exited(3010), "missing"],
		["did-not-work", exited(1), undefined],
		["did-not-work", exited(3010), undefined],
		["done", { outcome: "signalled", signal: "SIGKILL" }, "back"],
		["done", { outcome: "signalled", signal: "SIGHUP" }, "back"],
		["did-not-work", { outcome: "signalled", signal: "SIGSEGV" }, "back"],
		["did-not-work", { outcome: "signalled", signal: "SIGABRT" }, "back"],
		["did-not-work", { outcome: "signalled", signal: "SIGKILL" }, "missing"],
		["unknown", lost, "missing"],
		["unknown", lost, undefined],
		["unknown", { outcome: "unknown", because: "agent-restarted" }, "missing"],
	])("%s: %j, and the machine is %s", (verdict, end, restart) => {
		expect(runVerdict({ ...judged(end, restart), stderr: 0, inside: null })).toBe(verdict);
	});

	test.each<[RunVerdict, RunEnd, "back" | "missing", InsideCounts["unseen"]]>([
		["done", { outcome: "signalled", signal: "SIGTERM" }, "back", "cut-off"],
		["done-but-check", { outcome: "signalled", signal: "SIGTERM" }, "back", "too-much"],
		["done-but-check", lost, "back", "cut-off"],
		["done-but-check", exited(0), "back", "cut-off"],
		["done-but-check", exited(0), "back", "too-much"],
		["done-but-check", exited(0), "missing", "cut-off"],
	])("%s: %j, the machine is %s, and the shell's report is %s", (verdict, end, restart, unseen) => {
		const inside = { ...noInside, by: "powershell" as const, unseen };
		expect(runVerdict({ ...judged(end, restart), stderr: 0, inside })).toBe(verdict);
	});

	test("explains a report that breaks off only if it ended the command", () => {
		const inside = { ...noInside, by: "powershell" as const, unseen: "cut-off" as const };
		const ended = (end: RunEnd) => despiteRestart({ end, restart: { state: "back", at: 1 }, inside });
		expect(ended({ outcome: "signalled", signal: "SIGTERM" })?.unseen).toBeNull();
		expect(ended(lost)?.unseen).toBeNull();
		expect(ended(exited(0))?.unseen).toBe("cut-off");
		expect(despiteRestart({ end: lost, inside })?.unseen).toBe("cut-off");
	});

	test("is back when the Worker heard of it", () => {
		const { restart } = judged(lost, "back");
		expect(restart).toEqual({ state: "back", at: evidence({}).session.endedAt });
	});

	test("counts neither without the plan's word, nor at another step", () => {
		const { restart: _, ...silent } = terms;
		expect(judged(lost, "back", { terms: silent }).restart).toBeUndefined();
		expect(judged(lost, "back", { phase: "before" }).restart).toBeUndefined();
	});
});
