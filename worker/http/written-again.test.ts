// An earlier plan's steps in the console's form: what comes out of it again is byte for byte what went in.
import fc from "fast-check";
import { expect, test } from "vitest";
import { readPlan } from "../../bots/proposal.ts";
import { endpoint, form } from "../../bots/testing/backend.ts";
import { unwritten } from "../../console/propose/written.ts";
import { endings, typedScript } from "../../domain/script.ts";
import { PlanDraft, Shell } from "../../protocol/plan/plan.ts";
import { ScriptEncoding } from "../../protocol/plan/script.ts";
import { filled } from "./filled.ts";
import { asWritten, writtenAgain } from "./written-again.ts";

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

/** What is proposed if nothing in the form is changed; null: it has none of the steps. */
const proposedAgain = (draft: PlanDraft): PlanDraft | null => {
	const shown = writtenAgain(
		form({ endpoints: [{ ...endpoint("CLIENT-ACCT-01"), shells: Shell.options }], draft }),
	);
	if (shown.lost !== null) return null;
	const read = readPlan(filled({ ...unwritten(shown.fields), file: shown.file }), null, 0);
	if (!read.ok) throw new Error(JSON.stringify(read.errors));
	return read.draft;
};

const drafted = (shell: Shell, command: PlanDraft["steps"][number]): PlanDraft =>
	PlanDraft.parse({
		...{ endpoints: ["e_g0123456789abcdef"], shell, runAs: { kind: "agent" }, cwd: null },
		steps: [{ phase: "before", command: "hostname" }, command],
		...{ stepTimeLimit: 600, failedCheck: "stop", input: ["choices"], notBefore: null },
		...{ decideWithin: 3_600, runWithin: 3_600, words: { changes: "c", notices: "", undo: "" } },
	});

const names = ["fix.ps1", "command.ps1", "command.old.ps1", "run.bat", "command.bat", "run.sh", "command.sh"];
const anyText = fc
	.array(fc.constantFrom("a", " ", "\n", "\r\n", "ä", "\u0007", "echo 1"), { minLength: 1, maxLength: 6 })
	.map((parts) => `x${parts.join("")}`);
const anyArguments = fc.array(fc.constantFrom("-Name", "a b", " ", ""), { maxLength: 2 });
const anySuccess = fc.constantFrom<Pick<PlanDraft["steps"][number], "success">[]>({}, { success: [0, 3010] });

test("what is proposed again unchanged is what it was, or the form says that it can't hold it", () => {
	const anyCommand = fc
		.tuple(fc.constantFrom(...Shell.options), anyText, anyArguments, anySuccess)
		.chain(([shell, text, args, success]) =>
			fc
				.oneof(
					fc.constant({ command: text }),
					fc.constant(typedScript(text, shell)).map(({ command, script }) => ({
						...{ command, script: { ...script, arguments: args } },
					})),
					fc
						.tuple(
							fc.constantFrom(
								...names.filter((name) => endings[shell].some((ending) => name.endsWith(ending))),
							),
							fc.constantFrom(...ScriptEncoding.options),
						)
						.map(([name, encoding]) => ({ command: text, script: { name, encoding, arguments: args } })),
				)
				.map((step) => drafted(shell, { phase: "command", ...step, ...success })),
		);
	fc.assert(
		fc.property(anyCommand, (draft) => {
			const again = proposedAgain(draft);
			if (again !== null) expect(again).toEqual(draft);
		}),
		{ numRuns: 500 },
	);
});

test.each<[string, Shell, PlanDraft["steps"][number]]>([
	["a command's codes of success", "sh", { phase: "command", command: "exit 3", success: [0, 3] }],
	[
		"a file's codes of success",
		"powershell",
		{ phase: "command", command: "exit 3010\n", success: [0, 3010], script },
	],
	[
		"several lines that were typed for cmd",
		"cmd",
		{
			phase: "command",
			command: "echo a\r\necho b",
			script: { name: "command.bat", encoding: "utf-8", arguments: ["x"] },
		},
	],
])("the form keeps %s", (_what, shell, command) => {
	expect(proposedAgain(drafted(shell, command))?.steps.at(-1)).toEqual(command);
});

test("a file that is called as typed scripts are isn't taken for one", () => {
	const utf16 = { name: "command.ps1", encoding: "utf-16le-bom" as const, arguments: [] };
	const { lost } = asWritten({ ...of("whoami", { script: utf16 }), shell: "powershell" });
	expect(lost).toContain("the script's name");
});
