// What is said of steps that someone is writing, and at which line.
import { expect, test } from "vitest";
import type { Step } from "../../protocol/plan/plan.ts";
import type { EndpointPreflight, StepPreflight } from "../../protocol/plan/preflight.ts";
import { findingsOf } from "./findings.ts";

const step = (phase: Step["phase"], command: string): Step => ({ phase, command });
const fine: StepPreflight = {
	parsed: true,
	problems: [],
	names: [],
	effects: [{ what: "reads-only", target: null }],
	cut: false,
};
const endpoint = "e_g0000000000000001";
const said = (name: string, ...steps: Partial<StepPreflight>[]) => ({
	name,
	said: {
		endpoint,
		state: "checked",
		steps: steps.map((one) => ({ ...fine, ...one })),
	} satisfies EndpointPreflight,
});
const of = (steps: Step[], ...all: { name: string; said: EndpointPreflight }[]) =>
	findingsOf({ ok: true, shell: "bash", steps, said: all });
const syntax = { what: "syntax", line: 1, column: 2, message: "oops" } as const;

test("an error in a check is at the check's own line", () => {
	const steps = [step("before", "ls"), step("before", "("), step("command", "uptime")];
	expect(of(steps, said("A", fine, { problems: [syntax] }, fine))?.found[0]).toEqual({
		...{ tone: "bad", field: "before", line: 2 },
		text: "Check 2 before can't be read by the shell, line 1, column 2. A says “oops”",
	});
});

test("errors come first, then what to look at, then what it would touch; the same of two machines once", () => {
	const missing = { what: "missing", kind: "command", name: "frob", line: 3 } as const;
	const found = of(
		[step("command", "frob")],
		said("A", { problems: [missing, syntax] }),
		said("A", { problems: [syntax] }),
	);
	expect(found?.found.map(({ tone, line }) => [tone, line])).toEqual([
		["bad", 1],
		["check", 3],
		["quiet", null],
	]);
	expect(found?.told).toBe("Checked on A and A, without running it: 1 error.");
});

test("a character that can be misread is named at its line, and so is a secret that it needs", () => {
	const found = of([step("command", 'echo ok\necho p\u0430ypal "{{secret:db}}"')], said("A", {}));
	expect(found?.found[0]).toMatchObject({ tone: "check", field: "command", line: 2 });
	expect(found?.found.map(({ text }) => text).join("\n")).toContain("Needs a secret: db");
});

test("a machine that is offline is said, and so is that none is chosen", () => {
	expect(of([step("command", "ls")], { name: "A", said: { endpoint, state: "offline" } })).toEqual({
		told: "Not checked on the machine.",
		found: [{ tone: "check", field: "other", line: null, text: "Not checked on the machine: it's offline" }],
	});
	expect(of([step("command", "ls")])?.told).toContain("Choose where to run it");
});

test("blanks that are part of the text are said at their line, of many the first five", () => {
	const found = of([step("before", "id"), step("command", "set -e   \necho 'a   b'")], said("A", {}));
	expect(found?.found.filter(({ text }) => text.includes("part of the text"))).toEqual([
		{ tone: "quiet", field: "command", line: 2, text: "3 blanks inside quotes: they are part of the text" },
	]);
	const many = of([step("command", "echo 'a  b'\n".repeat(9))], said("A", {}))?.found ?? [];
	expect(many.filter(({ line }) => line !== null).map(({ line }) => line)).toEqual([1, 2, 3, 4, 5]);
	expect(many.at(-1)?.text).toBe("Blanks are part of the text in 4 more places");
});
