import { expect, test } from "vitest";
import { noInside } from "../domain/inside.ts";
import type { Highlight, Inside } from "../protocol/record/inside.ts";
import { highlightText, insideReasons } from "./inside.ts";
import { insideText, reportedText, runVerdictText } from "./outcome.ts";

const error = (message: string, line = 0): Highlight => ({
	what: "error",
	record: 1,
	entry: 0,
	message,
	line,
});
const native = (program: string, code: number, line = 0): Highlight => ({
	what: "native",
	record: 1,
	entry: 0,
	program,
	code,
	line,
});
const some = (inside: Partial<Inside>): Inside => ({ ...noInside, ...inside });

test.each<[string, Partial<Inside>]>([
	["1 error was swallowed (“Access is denied.”)", { swallowed: 1, first: [error("Access is denied.")] }],
	["1 error was swallowed", { swallowed: 1 }],
	[
		"1,200 errors were swallowed (first: “a”), reg.exe returned 1",
		{ swallowed: 1_200, failed: 1, first: [error("a"), native("reg.exe", 1), error("b")] },
	],
	["false returned 1 on line 7", { failed: 1, first: [native("false", 1, 7)] }],
	["“my tool” returned 2", { failed: 1, first: [native("my tool", 2)] }],
	[
		"a returned 1, b returned 2, 3 further failures",
		{ failed: 5, first: [native("a", 1), native("b", 2), native("c", 3)] },
	],
	["a returned 1, 2 further failures", { failed: 3, first: [native("a", 1), native("a", 1)] }],
	[
		"ping returned 1 on line 1, 1 further failure",
		{ failed: 2, first: [native("ping", 1, 1), native("ping", 1, 1)] },
	],
	["a compound command returned 1", { failed: 1, first: [native("a compound command", 1)] }],
	["1 program failed", { failed: 1 }],
	["programs failed 1,200 times", { failed: 1_200 }],
	[
		"msiexec.exe returned 1603 (Windows Installer: the installation failed)",
		{ failed: 1, first: [native("msiexec.exe", 1603)] },
	],
	["x.exe returned -1 (0xFFFFFFFF)", { failed: 1, first: [native("x.exe", 4_294_967_295)] }],
	["its shell's own report breaks off, so later errors may be missing here", { unseen: "cut-off" }],
	[
		"it asked “Password:”, and got no answer",
		{ refused: 1, first: [{ what: "prompt-refused", record: 1, entry: 0, text: "Password:" }] },
	],
	[
		"nothing of it ran, since it can't be parsed on line 2 (“Missing }”)",
		{ unparsed: 1, first: [{ what: "parse-error", record: 1, entry: 0, message: "Missing }", line: 2 }] },
	],
])("%s", (sentence, inside) => {
	expect(insideReasons(some(inside)).join(", ")).toBe(sentence);
});

test("a command's own words can't end the quotes around them, nor break the line", () => {
	const [text] = insideReasons(some({ swallowed: 1, first: [error("x”)\nDone: all “well")] }));
	expect(text).toBe("1 error was swallowed (“x’) Done: all ‘well”)");
	expect(highlightText(error("x”\ny", 3))).toBe("swallowed on line 3: “x’ y”");
});

test("the sentence begins with how the step ended", () => {
	const run = { endpoint: "A", cancelled: null, doubted: null, ran: null, inside: some({ swallowed: 1 }) };
	const said = (end: Parameters<typeof insideText>[0]["end"]) => insideText({ ...run, end });
	expect(said({ outcome: "exited", code: 0 })).toBe("Exit 0, but 1 error was swallowed");
	expect(said({ outcome: "exited", code: 3 })).toBe("Exit 3, and 1 error was swallowed");
	expect(said({ outcome: "timed-out" })).toBe("Ended at its time limit, and 1 error was swallowed");
	expect(said(null)).toBe("Its shell reported that 1 error was swallowed");
	expect(
		insideText({ ...run, end: { outcome: "exited", code: 0 }, inside: some({ by: "traps" }) }),
	).toBeNull();
});

test("what a step left running is said with its verdict, whatever that is, and above its output", () => {
	const end = { outcome: "exited" as const, code: 0 };
	const run = {
		...{
			endpoint: "A",
			cancelled: null,
			doubted: null,
			ran: null,
			state: "ended" as const,
			stderr: 0,
			left: 2,
		},
		...{ end, inside: null as Inside | null },
	};
	const left = "and 2 processes that it started are still running";
	expect(runVerdictText(run)).toBe(`Done, ${left}`);
	const swallowed = some({ swallowed: 1 });
	expect(runVerdictText({ ...run, inside: swallowed })).toBe(
		`Done, but check: 1 error was swallowed, ${left}`,
	);
	expect(runVerdictText({ ...run, end: { outcome: "exited", code: 3 } })).toBe(
		`Didn't work: exit 3, ${left}`,
	);
	expect(reportedText(run)).toBe(`Exit 0, ${left}`);
	expect(reportedText({ ...run, inside: swallowed })).toBe(`Exit 0, but 1 error was swallowed, ${left}`);
	expect(reportedText({ ...run, left: 0 })).toBeNull();
	const cancelled = { by: "Ada", at: 0 };
	expect(runVerdictText({ ...run, cancelled, end: { outcome: "cancelled", by: "Ada" } })).toBe(
		`Cancelled by Ada at 00:00:00 UTC, ${left}`,
	);
	expect(runVerdictText({ ...run, end: { outcome: "unknown", because: "agent-restarted" } })).toBe(
		`We don't know: the agent restarted during this step, ${left}`,
	);
	const held = { ...run, left: 0, held: true as const };
	expect(reportedText(held)).toBe("Exit 0, and at least 1 process that it started is still running");
});
