import { describe, expect, test } from "vitest";
import type { RunEnd } from "../protocol/record/records.ts";
import { Doubt } from "../protocol/record/verdict.ts";
import type { Earlier } from "./evidence.ts";
import {
	approvedAt,
	byAgent,
	cancel,
	evidence,
	hour,
	ofNothing,
	ofStdout,
	type Some,
	silent,
	skipped,
	step,
} from "./testing/evidence.ts";
import { judge, runVerdict } from "./verdict.ts";

const ends = {
	exited: { outcome: "exited", code: 0 },
	signalled: { outcome: "signalled", signal: "SIGTERM" },
	cancelled: byAgent,
} as const satisfies Record<string, RunEnd>;

const badChecks: [string, Earlier][] = [
	["failed", step(1)],
	["was skipped", { ...step(0), end: skipped("cancelled") }],
	["could not be started", { ...step(0), end: { outcome: "not-started", reason: "no such user" } }],
	["was ended by a signal", { ...step(0), end: { outcome: "signalled", signal: "SIGKILL" } }],
	[
		"gave no report that holds",
		{ ...step(null), doubted: { claim: { outcome: "exited", code: 0 }, doubts: [{ what: "signature" }] } },
	],
];

describe("a report gives no verdict where", () => {
	const timedOut = { outcome: "timed-out" } as const;
	const found = { signed: true, started: true, stdout: ofStdout, stderr: ofNothing };
	const doubted: [string, Some, ...Doubt[]][] = [
		[
			"it counts other bytes of stdout",
			{ summary: { stdout: { bytes: 99, sha256: ofStdout } } },
			{ what: "count", of: "stdout", said: 99, found: 6 },
		],
		[
			"it counts other bytes of stderr",
			{ summary: { stderr: { bytes: 1, sha256: null } } },
			{ what: "count", of: "stderr", said: 1, found: 0 },
		],
		[
			"it counts other records",
			{ summary: { records: 12 } },
			{ what: "count", of: "records", said: 12, found: 3 },
		],
		[
			"as many bytes are stored, but others",
			{ recording: { found: { ...found, stdout: ofNothing } } },
			{ what: "content", of: "stdout", said: ofStdout, found: ofNothing },
		],
		["it is about another run", { summary: { run: "r_g0000000000000002" } }, { what: "about", of: "run" }],
		[
			"it is about another plan",
			{ summary: { plan: "pl_g0000000000000002" } },
			{ what: "about", of: "plan" },
		],
		[
			"it is about other bytes of the plan",
			{ summary: { digest: "00".repeat(32) } },
			{ what: "about", of: "digest" },
		],
		[
			"it is about another endpoint",
			{ summary: { endpoint: "e_g0000000000000002" } },
			{ what: "about", of: "endpoint" },
		],
		[
			"another key signed it",
			{ recording: { agrees: false, found: { ...found, signed: false } } },
			{ what: "signature" },
		],
		[
			"it did not agree, no one recorded why, and its counts are right",
			{ recording: { agrees: false, found: null } },
			{ what: "signature" },
		],
		[
			"it did not agree, no one recorded why, and its counts are wrong",
			{ recording: { agrees: false, found: null }, summary: { records: 12 } },
			{ what: "count", of: "records", said: 12, found: 3 },
		],
		["no one asked for the cancellation", { summary: { end: byAgent } }, { what: "not-asked" }],
		[
			"someone asked for the cancellation only afterwards",
			{ session: { cancel: { by: "Tom", at: approvedAt + 5_001 } }, summary: { end: byAgent } },
			{ what: "not-asked" },
		],
		["it was skipped as cancelled, and no one asked", silent(skipped("cancelled")), { what: "not-asked" }],
		[
			"the time limit had not passed since the approval",
			{ summary: { durationMs: 600_000, end: timedOut } },
			{ what: "limit", limit: 600_000, said: 600_000, most: 5_000 },
			{ what: "took", said: 600_000, most: 5_000 },
		],
		[
			"the time limit had not passed by its own measure",
			{ session: { endedAt: approvedAt + hour }, summary: { durationMs: 1_400, end: timedOut } },
			{ what: "limit", limit: 600_000, said: 1_400, most: hour },
		],
		[
			"it names a time limit, and no time",
			{ session: { endedAt: approvedAt + hour }, summary: { durationMs: null, end: timedOut } },
			{ what: "limit", limit: 600_000, said: null, most: hour },
		],
		[
			"it took longer than there was time",
			{ summary: { durationMs: hour } },
			{ what: "over-limit", limit: 600_000, said: hour },
			{ what: "took", said: hour, most: 5_000 },
		],
		[
			"the time to run it by had not passed",
			silent(skipped("run-by-passed")),
			{ what: "run-by", left: hour - 5_000 },
		],
		[
			"the time to run it by passed after an earlier step had started",
			silent(skipped("run-by-passed"), { endedAt: approvedAt + hour, earlier: [step(0)] }),
			{ what: "in-time" },
		],
		[
			"it was skipped for a check before, and all of them ended well",
			silent(skipped("failed-check"), { earlier: [step(0)] }),
			{ what: "no-failure" },
		],
		[
			"it was skipped for a failed check, and the plan says to carry on",
			silent(skipped("failed-check"), {
				earlier: [step(1)],
				terms: { stepTimeLimit: 600, failedCheck: "continue" },
			}),
			{ what: "no-failure" },
		],
		[
			"a check after was skipped for a failed check before",
			silent(skipped("failed-check"), { earlier: [step(1)], phase: "after" }),
			{ what: "no-failure" },
		],
		[
			"it was skipped for an earlier step, and all of them ended well",
			silent(skipped("earlier-step"), { earlier: [step(0), step(0, "command")], phase: "after" }),
			{ what: "no-failure" },
		],
		[
			"a command was skipped for an earlier step, which only failed, and the plan says to carry on",
			silent(skipped("earlier-step"), {
				earlier: [step(1)],
				terms: { stepTimeLimit: 600, failedCheck: "continue" },
			}),
			{ what: "no-failure" },
		],
		[
			"a check after was skipped for an earlier step, which only failed",
			silent(skipped("earlier-step"), { earlier: [step(0), step(7, "command")], phase: "after" }),
			{ what: "no-failure" },
		],
		[
			"it was skipped because of an earlier step that doesn't exist",
			silent(skipped("earlier-step")),
			{ what: "no-failure" },
		],
		[
			"nothing was started, and output is recorded",
			{
				recording: { found: { ...found, started: false } },
				summary: { durationMs: null, end: { outcome: "not-started", reason: "no such user" } },
			},
			{ what: "ran", process: false, stdout: 6, stderr: 0 },
		],
		[
			"nothing was started, and the start of a process is recorded",
			{
				recording: { stdout: 0 },
				summary: {
					stdout: { bytes: 0, sha256: null },
					durationMs: null,
					end: { outcome: "not-started", reason: "no such user" },
				},
			},
			{ what: "ran", process: true, stdout: 0, stderr: 0 },
		],
		[
			"it was skipped, and what was found before a start is recorded",
			{ ...silent(skipped("cancelled"), { cancel, started: true }) },
			{ what: "ran", process: true, stdout: 0, stderr: 0 },
		],
		[
			"it was skipped, and the start of a process is recorded, though not what was found before",
			{
				...silent(skipped("cancelled"), { cancel }),
				recording: { stdout: 0, records: 1, found: { ...found, stdout: ofNothing } },
			},
			{ what: "ran", process: true, stdout: 0, stderr: 0 },
		],
		...(["exited", "signalled", "cancelled"] as const).map((outcome): [string, Some, Doubt] => [
			`it ran longer than its limit, and was ${outcome}`,
			{
				session: { endedAt: approvedAt + 9 * hour, cancel },
				summary: { durationMs: 8 * hour, end: ends[outcome] },
			},
			{ what: "over-limit", limit: 600_000, said: 8 * hour },
		]),
		[
			"it ran a little more than a minute longer than its limit and a hundredth of it",
			{ session: { endedAt: approvedAt + hour }, summary: { durationMs: 666_001 } },
			{ what: "over-limit", limit: 600_000, said: 666_001 },
		],
		[
			"it exited, and doesn't say how long it ran",
			{ summary: { durationMs: null } },
			{ what: "over-limit", limit: 600_000, said: null },
		],
		...badChecks.map(([how, check]): [string, Some, Doubt] => [
			`it ran after a check before it ${how}, and the plan says to stop then`,
			{ session: { earlier: [step(0), check] } },
			{ what: "ran-on" },
		]),
		[
			"another check before it ran after one that failed",
			{ session: { phase: "before", earlier: [step(1)] } },
			{ what: "ran-on" },
		],
		[
			"it could not be started after a check before it failed, and output is recorded",
			{
				session: { earlier: [step(1)], started: false },
				recording: { found: { ...found, started: false } },
				summary: { durationMs: null, end: { outcome: "not-started", reason: "no such user" } },
			},
			{ what: "ran", process: false, stdout: 6, stderr: 0 },
			{ what: "ran-on" },
		],
		[
			"the agent restarted during it, after a check before it failed",
			{
				session: { earlier: [step(1)] },
				summary: { durationMs: null, end: { outcome: "unknown", because: "agent-restarted" } },
			},
			{ what: "ran-on" },
		],
		["it exited, and nothing was started", { session: { started: false } }, { what: "no-start" }],
		[
			"a signal ended it, and no process was started",
			{
				recording: { found: { ...found, started: false } },
				summary: { end: { outcome: "signalled", signal: "SIGTERM" } },
			},
			{ what: "no-start" },
		],
		[
			"records that contradict the recording were kept out",
			{ session: { keptOut: "record 5 came after the end" } },
			{ what: "kept-out", reason: "record 5 came after the end" },
		],
		[
			"it says that it went silent",
			{ summary: { end: { outcome: "unknown", because: "unheard" } } },
			{ what: "not-its-word" },
		],
		[
			"it says that its records are rejected",
			{ summary: { end: { outcome: "unknown", because: "rejected" } } },
			{ what: "not-its-word" },
		],
		[
			"the plan was never granted to it",
			{ session: { delivery: "not-granted" } },
			{ what: "delivery", state: "not-granted" },
		],
		["it had refused the plan", { session: { delivery: "refused" } }, { what: "delivery", state: "refused" }],
		[
			"it was granted the plan no more",
			{ session: { delivery: "undelivered" } },
			{ what: "delivery", state: "undelivered" },
		],
	];
	test.each(doubted)("%s", (_, some, ...doubts) => {
		const judged = judge(evidence(some));
		const end = evidence(some).summary?.end;
		expect(judged).toEqual({
			state: "ended",
			end: null,
			cancelled: null,
			doubted: { claim: end?.outcome === "cancelled" ? { outcome: "cancelled" } : end, doubts },
		});
		expect(runVerdict({ ...judged, stderr: 0, inside: null })).toBe("unknown");
	});

	test("this table has every kind of doubt", () => {
		const kinds = new Set(doubted.flatMap(([, , ...doubts]) => doubts.map(({ what }) => what)));
		expect(kinds).toEqual(new Set(Doubt.options.map((option) => option.shape.what.value)));
	});
});
