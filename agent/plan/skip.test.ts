import { expect, test } from "vitest";
import type { Step } from "../../protocol/plan/plan.ts";
import type { RunEnd } from "../../protocol/record/records.ts";
import { fateOf } from "./skip.ts";

const steps = (["before", "before", "command", "after"] as const).map((phase) => ({ phase, command: "x" }));
const good: RunEnd = { outcome: "exited", code: 0 };
const bad: RunEnd = { outcome: "exited", code: 1 };
const stop = { steps, failedCheck: "stop" } as const;
const carryOn = { steps, failedCheck: "continue" } as const;

test("all steps run while the checks pass", () => {
	expect(fateOf(stop, 0, [], false)).toBe("run");
	expect(fateOf(stop, 1, [good], false)).toBe("run");
	expect(fateOf(stop, 2, [good, good], false)).toBe("run");
	expect(fateOf(stop, 3, [good, good, good], false)).toBe("run");
});

test("a failed check keeps further checks and the command from running, but not the checks after", () => {
	const skipped: RunEnd = { outcome: "skipped", because: "failed-check" };
	expect(fateOf(stop, 1, [bad], false)).toBe("failed-check");
	expect(fateOf(stop, 2, [bad, skipped], false)).toBe("failed-check");
	expect(fateOf(stop, 3, [bad, skipped, skipped], false)).toBe("run");
});

test.each<RunEnd>([
	bad,
	{ outcome: "timed-out" },
	{ outcome: "not-started", reason: "" },
	{ outcome: "signalled", signal: "SIGTERM" },
])("a check that ends with $outcome has failed", (end) =>
	expect(fateOf(stop, 1, [end], false)).toBe("failed-check"),
);

test("a plan may say that a failed check stops nothing", () => {
	expect(fateOf(carryOn, 2, [bad, bad], false)).toBe("run");
});

test("checks after run when the command failed", () => {
	expect(fateOf(stop, 3, [good, good, bad], false)).toBe("run");
});

test("after a cancel nothing runs, not even checks after", () => {
	expect(fateOf(stop, 2, [good, good], true)).toBe("cancelled");
	expect(fateOf(carryOn, 3, [good, good, good], true)).toBe("cancelled");
});

test("a check that ends with one of its codes of success has not failed", () => {
	const check: Step = { phase: "before", command: "grep x f", success: [0, 1] };
	const plan = { steps: [check, { phase: "command" as const, command: "c" }], failedCheck: "stop" as const };
	expect(fateOf(plan, 1, [bad], false)).toBe("run");
	expect(fateOf(plan, 1, [{ outcome: "exited", code: 2 }], false)).toBe("failed-check");
});
