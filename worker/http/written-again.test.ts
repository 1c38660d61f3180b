// An earlier plan's steps in the console's form: what comes out of it again is byte for byte what went in.
import { expect, test } from "vitest";
import type { PlanDraft } from "../../protocol/plan/plan.ts";
import { asWritten } from "./written-again.ts";

const script = { name: "fix.ps1", encoding: "utf-8" as const, arguments: ["-Name", "a b"] };
const of = (command: string, more: Partial<PlanDraft["steps"][number]> = {}): Partial<PlanDraft> => ({
	steps: [
		{ phase: "before", command: "hostname" },
		{ phase: "command", command, ...more },
	],
});

test("typed steps stay as they are", () => {
	const draft = of("echo one\necho two");
	expect(asWritten(draft)).toEqual({ draft, file: null, args: null, lost: null });
});

test("a file's text has LF, and the form knows its name, encoding, ends of line and arguments", () => {
	const { draft, file, args, lost } = asWritten(of("one\r\ntwo\r\n", { script }));
	expect(draft.steps?.at(-1)).toEqual({ phase: "command", command: "one\ntwo\n" });
	expect([file, args, lost]).toEqual([
		{ name: "fix.ps1", encoding: "utf-8", lines: "crlf" },
		"-Name\na b",
		null,
	]);
});

test.each([
	["whose lines end in different ways", of("one\r\ntwo\nthree", { script })],
	["with a control character", of("printf '\u001b[31m'")],
	[
		"with a check of several lines",
		{
			steps: [
				{ phase: "before" as const, command: "a\nb" },
				{ phase: "command" as const, command: "c" },
			],
		},
	],
])("steps %s aren't put into it changed", (_what, draft) => {
	const { draft: held, file, lost } = asWritten(draft);
	expect([held.steps, file]).toEqual([[], null]);
	expect(lost).toContain("Propose it again in the thread");
});
